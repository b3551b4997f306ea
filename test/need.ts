/** `node test/need.ts NAME && …`: says what a test script needs before it fails in a hundred places. */
const needs: Readonly<Record<string, string>> = {
  TEST_DATABASE_URL:
    'set it to a PostgreSQL (15 or later) whose user may create databases, as in postgres://user:password@127.0.0.1:5432/postgres',
  CONTRACTS_DIR: "set it to a folder with the vendors' OpenAPI documents, one folder per vendor",
}

const name = process.argv[2] ?? ''
if (!process.env[name]) {
  console.error(`${name} is not set: ${needs[name] ?? 'set it'}`)
  process.exit(1)
}
