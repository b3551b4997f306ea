// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { loadConfig } from '../src/config/load.ts'
import { validateFiles } from '../src/config/validate.ts'
import { CharthopAshbyConfig } from '../src/connectors/charthop-ashby/config.ts'
import { loadMapping } from '../src/mapping/load.ts'

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
  const problems = validateFiles(['config/hirewire.yaml', 'mappings/charthop-ashby.yaml'], {
    connectors,
    loadMapping,
    env,
  })

  expect(problems).toEqual([])
})

test('the configuration only lacks its variables', () => {
  const problems = validateFiles(['config/hirewire.yaml'], { connectors, loadMapping, env: {} })

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
