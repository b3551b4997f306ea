import { openDatabase } from '../src/store/database.ts'
import { openEmbedded, stopEmbedded } from '../src/store/embedded.ts'

/**
 * For scripts: `answers <url>` succeeds where a PostgreSQL is that lets us make databases; `serve <folder>` runs one of
 * our own, prints its url, and stops it when this process is told to end.
 */
const [command, argument] = process.argv.slice(2)
if (command === 'answers' && argument) process.exitCode = (await answers(argument)) ? 0 : 1
else if (command === 'serve' && argument) await serve(argument)
else throw new Error('usage: node test/postgres.ts answers <url> | serve <folder>')

async function answers(url: string): Promise<boolean> {
  try {
    const database = await openDatabase({ url, dataDir: '' })
    const { rows } = await database.knex.raw<{ rows: { may: boolean }[] }>(
      'select rolcreatedb or rolsuper as may from pg_roles where rolname = current_user',
    )
    await database.close()
    return rows[0]?.may === true
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause)
    return false
  }
}

async function serve(folder: string): Promise<void> {
  const { url } = await openEmbedded(folder, { settings: { max_connections: '200' } })
  console.log(url)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stopEmbedded(folder).then(() => process.exit()))
  }
}
