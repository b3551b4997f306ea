// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadConfig } from '../src/config/load.ts'
import { validateFiles } from '../src/config/validate.ts'
import { CharthopAshbyConfig } from '../src/connectors/charthop-ashby/config.ts'
import { connectorSchemas } from '../src/connectors/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'shipped-'))
afterAll(() => rmSync(folder, { recursive: true }))

const connectors = { 'charthop-ashby': CharthopAshbyConfig }
const env = {
  HIREWIRE_TOKEN: 't'.repeat(32),
  HIREWIRE_KEY: 'k'.repeat(32),
  CHARTHOP_ORG: 'acme',
  CHARTHOP_TOKEN: 'charthop-token',
  ASHBY_API_KEY: 'ashby-key',
}

const ONE_LINE_STYLE = `server:   { host: 127.0.0.1, port: 8080, publicUrl: https://sync.example.com }
database: { url: \${DATABASE_URL:-}, dataDir: ./data }      # no url: embedded PostgreSQL in dataDir
auth:     { tokens: [{ name: ops, role: operate, token: \${HIREWIRE_TOKEN} }] }
encryptionKey: \${HIREWIRE_KEY}
mail:     { smtpUrl: \${SMTP_URL:-}, from: hirewire@example.com }
connections:
  - id: headcount
    connector: charthop-ashby
    enabled: true
    schedule: "*/5 * * * *"
    mapping: mappings/charthop-ashby.yaml
    charthop: { baseUrl: https://api.charthop.com, org: acme, token: \${CHARTHOP_TOKEN} }
    ashby:    { baseUrl: https://api.ashbyhq.com, apiKey: \${ASHBY_API_KEY}, webhookSecret: \${ASHBY_WEBHOOK_SECRET:-} }
    openings: { closeOnInactive: false }
    hires:    { push: auto }
    limits:   { maxUpdates: 25%, maxCloses: 0 }
`

test('the files of the project are valid', () => {
  const mappings = readdirSync('mappings').filter((name) => name.endsWith('.yaml'))
  const files = ['config/hirewire.yaml', ...mappings.map((name) => `mappings/${name}`)]

  const problems = validateFiles(files, { connectors, env })

  expect(mappings.length).toBeGreaterThan(2)
  expect(problems).toEqual([])
})

test('the configuration only lacks its variables', () => {
  const problems = validateFiles(['config/hirewire.yaml'], { connectors, env: {} })

  expect(problems.map((line) => line.split(' ').slice(1).join(' '))).toEqual(
    Object.keys(env).map((name) => `the variable ${name} is not set`),
  )
})

test('both ways of writing a configuration mean the same', () => {
  const path = join(folder, 'hirewire.yaml')
  writeFileSync(path, ONE_LINE_STYLE)

  const short = loadConfig(path, { connectors, env })
  const shipped = loadConfig('config/hirewire.yaml', { connectors, env })

  expect(short.connections).toEqual(shipped.connections)
  expect(short.connections[0]?.ashby).toEqual({ baseUrl: 'https://api.ashbyhq.com', apiKey: 'ashby-key' })
  expect(short.warnings).toEqual([])
})

test.each(['crosschq-ashby', 'crosschq-lever', 'crosschq-smartrecruiters', 'willo-ashby'])(
  'the commented lines of %s are good, too',
  (name) => {
    const path = join(folder, `${name}.yaml`)
    const lines = readFileSync(`mappings/${name}.yaml`, 'utf8').split('\n')
    const isExample = (line: string) => /^ +# +(- )?(\{ )?\w+:( |$)/.test(line)
    writeFileSync(path, lines.map((line) => (isExample(line) ? line.replace('# ', '') : line)).join('\n'))

    expect(lines.filter(isExample).length).toBeGreaterThan(1)
    expect(validateFiles([path], { connectors, env })).toEqual([])
  },
)

test.each(['references', 'references-lever', 'references-sr', 'interviews'])(
  'the commented connection %s needs only its "# " taken away',
  (id) => {
    const lines = readFileSync('config/hirewire.yaml', 'utf8').split('\n')
    const from = lines.findIndex((line) => line.startsWith(`  # - id: ${id}`))
    const length = lines.slice(from).findIndex((line) => !line.startsWith('  # '))
    const bare = lines.slice(from, from + length).map((line) => line.replace('  # ', '  '))
    const head = lines.slice(0, lines.indexOf('connections:') + 1)
    const path = join(folder, `${id}.yaml`)
    writeFileSync(path, [...head, ...bare, ''].join('\n'))
    const keys = {
      ASHBY_INTERVIEWS_KEY: 'a',
      WILLO_KEY: 'w',
      ASHBY_REFERENCES_KEY: 'a',
      CROSSCHQ_TOKEN: 'c',
      LEVER_API_KEY: 'l',
      SMARTRECRUITERS_CLIENT_ID: 's',
      SMARTRECRUITERS_CLIENT_SECRET: 's',
    }

    const { connections, warnings } = loadConfig(path, {
      connectors: connectorSchemas,
      env: { ...env, ...keys, CROSSCHQ_HOOK: 'h'.repeat(32), PARTNER_KEY: 'p'.repeat(32) },
    })

    expect(connections.map((one) => one.id)).toEqual([id])
    expect(warnings).toEqual([])
  },
)
