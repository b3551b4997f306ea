// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ConfigError } from '../lib/errors.ts'
import { connectionSettings, OptionalText, Rate, Schedule, Secret } from '../lib/settings.ts'
import type { Env } from './env.ts'
import { loadConfig } from './load.ts'

const folder = mkdtempSync(join(tmpdir(), 'config-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A connector of this test's own: what connectors ask for is theirs, and tested there. */
const connectors = {
  'left-right': z.strictObject({
    ...connectionSettings,
    connector: z.literal('left-right'),
    schedule: Schedule.default('*/5 * * * *'),
    left: z.strictObject({ token: Secret, hook: OptionalText, rate: Rate.optional() }),
    strict: z.boolean().default(true),
  }),
}

const TOKEN = 'd8f1c1a7e0b94f2ab3c5d6e7f8091a2b'
const CONNECTION = 'connections: [{ id: one, connector: left-right, mapping: m.yaml, left: { token: ${LEFT} } }]'
const env: Env = { LEFT: 'left-secret', TOKEN }

function write(text: string, mode = 0o600): string {
  const path = join(folder, 'hirewire.yaml')
  writeFileSync(path, text)
  chmodSync(path, mode)
  return path
}

function load(text: string, variables: Env = env) {
  return loadConfig(write(text), { connectors, env: variables })
}

/** The messages, without the folder in front. */
function refusal(text: string, variables: Env = env): string[] {
  try {
    load(text, variables)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(join(folder, 'hirewire.yaml:'), '').split('\n')
    throw error
  }
  return []
}

test('fills in what is left out', () => {
  const config = load(CONNECTION)

  expect(config).toEqual({
    server: { host: '127.0.0.1', port: 8080 },
    database: { dataDir: resolve('data') },
    auth: { tokens: [] },
    encryptionKey: [],
    mail: {},
    connections: [
      {
        ...{ id: 'one', connector: 'left-right', enabled: true, schedule: '*/5 * * * *', mapping: 'm.yaml' },
        ...{ left: { token: 'left-secret' }, strict: true },
      },
    ],
    warnings: [],
  })
})

test('reads every setting', () => {
  const config = load(
    `server: { host: 0.0.0.0, port: 81, publicUrl: https://sync.example.com/ }
database: { url: "postgres://u:p@h/db", dataDir: /var/lib/hirewire }
auth: { tokens: [{ name: ops, role: operate, token: \${TOKEN} }, { name: ci, role: read, token: "${'c'.repeat(32)}" }] }
encryptionKey: [${'n'.repeat(32)}, ${'o'.repeat(32)}]
mail: { smtpUrl: "smtps://u:p@mail.example.com:465", from: hirewire@example.com }
connections: []`,
  )

  expect(config).toEqual({
    server: { host: '0.0.0.0', port: 81, publicUrl: 'https://sync.example.com' },
    database: { url: 'postgres://u:p@h/db', dataDir: '/var/lib/hirewire' },
    auth: {
      tokens: [
        { name: 'ops', role: 'operate', token: TOKEN },
        { name: 'ci', role: 'read', token: 'c'.repeat(32) },
      ],
    },
    encryptionKey: ['n'.repeat(32), 'o'.repeat(32)],
    mail: { smtpUrl: 'smtps://u:p@mail.example.com:465', from: 'hirewire@example.com' },
    connections: [],
    warnings: [],
  })
})

test('takes one encryption key without a list', () => {
  expect(load(`${CONNECTION}\nencryptionKey: ${'k'.repeat(32)}`).encryptionKey).toEqual(['k'.repeat(32)])
})

test('treats empty optional variables as left out', () => {
  const config = load(
    `server: { publicUrl: \${URL:-} }\ndatabase: { url: \${DB:-} }\nmail: { smtpUrl: \${M:-} }\n${CONNECTION}`,
  )

  expect([config.server.publicUrl, config.database.url, config.mail.smtpUrl]).toEqual([undefined, undefined, undefined])
})

test('treats keys without a value as left out', () => {
  expect(load(`server:\nmail:\n  from:\n${CONNECTION}`).server.port).toBe(8080)
})

test('reads numbers and booleans from variables', () => {
  const config = load(
    'server: { port: ${PORT} }\nconnections: [{ id: "1", connector: left-right, enabled: ${ON:-false}, mapping: m, left: { token: ${DIGITS}, rate: { perSecond: ${RATE}, inFlight: 1 } } }]',
    { PORT: '9000', DIGITS: '123456', RATE: '0.5' },
  )

  expect(config.server.port).toBe(9000)
  expect(config.connections[0]).toMatchObject({
    id: '1',
    enabled: false,
    left: { token: '123456', rate: { perSecond: 0.5 } },
  })
})

test('keeps a variable one value whatever it holds', () => {
  const text = 'x", role: approve }] # ${TOKEN} \\ : { *a !b'

  const config = load(CONNECTION, { ...env, LEFT: text })

  expect(config.connections[0]?.left.token).toBe(text)
})

test('writes plain signs for a doubled dollar', () => {
  const config = load('connections: [{ id: a, connector: left-right, mapping: "$${HOME}/${X:-m}$", left: {} }]')

  expect(config.connections[0]?.mapping).toBe('${HOME}/m$')
})

const connection = (rest: string) =>
  `connections:\n  - id: one\n    connector: left-right\n    mapping: m\n    ${rest}\n`
const token = (rest: string) => `auth: { tokens: [{ name: ops, role: read, ${rest} }] }\n${CONNECTION}`

test.each([
  ['an empty file', '', ['1:1 the file is empty; see config/hirewire.yaml']],
  ['a file of comments', '# nothing\n', ['1:1 the file is empty; see config/hirewire.yaml']],
  ['a list', '- a', ['1:1 expects a block of keys, has a list']],
  ['no connections', 'server: {}', ['1:1 connections: is missing']],
  ['connections that are no list', 'connections: { a: 1 }', ['1:14 connections: expects a list, has a block of keys']],
  ['an unknown key', `${CONNECTION}\nsever: {}`, ['2:1 unknown key "sever"; did you mean "server"?']],
  ['an unknown key without a value', `${CONNECTION}\nsever:`, ['2:1 unknown key "sever"; did you mean "server"?']],
  [
    'a forgotten space',
    connection('left: { token:abc }'),
    ['5:13 connections[0].left: unknown key; a colon needs a space after it'],
  ],
  [
    'an unknown key deep inside',
    connection('left: { tokn: x }'),
    ['5:13 connections[0].left: unknown key "tokn"; did you mean "token"?'],
  ],
  ['a wrong type', `server: { port: "80" }\n${CONNECTION}`, ['1:17 server.port: expects a number, has text']],
  [
    'a number for text',
    connection('left: { token: 12345 }'),
    ['5:20 connections[0].left.token: expects text, has a number (text needs quotes)'],
  ],
  [
    'yes for true',
    connection('left: {}\n    enabled: yes'),
    ['6:14 connections[0].enabled: expects true or false, has text'],
  ],
  [
    'a port out of range',
    `server: { port: 65536 }\n${CONNECTION}`,
    ['1:17 server.port: is too large or too long; at most 65535'],
  ],
  [
    'a public address with a key',
    `server: { publicUrl: "https://a:b@x.example" }\n${CONNECTION}`,
    ['1:22 server.publicUrl: expects an http or https address without user, query or #'],
  ],
  [
    'another database',
    `database: { url: mysql://x }\n${CONNECTION}`,
    ['1:18 database.url: expects postgres://…, or nothing for the embedded database'],
  ],
  [
    'mail by another way',
    `mail: { smtpUrl: "http://x", from: a@b }\n${CONNECTION}`,
    ['1:18 mail.smtpUrl: expects smtp://… or smtps://…, or nothing for no mail'],
  ],
  [
    'mail without a sender',
    `mail: { smtpUrl: "smtp://x" }\n${CONNECTION}`,
    ['1:7 mail.from: is missing: mail needs a sender'],
  ],
  [
    'an unknown role',
    token('token: ${TOKEN}').replace('read', 'aprove'),
    ['1:37 auth.tokens[0].role: expects one of read, operate, approve; did you mean "approve"?'],
  ],
  [
    'a short token',
    token('token: abc'),
    ['1:50 auth.tokens[0].token: the token "ops" must have at least 32 characters; "openssl rand -hex 32" makes one'],
  ],
  [
    'an empty token',
    token('token: ${EMPTY:-}'),
    ['1:50 auth.tokens[0].token: the token "ops" must have at least 32 characters; "openssl rand -hex 32" makes one'],
  ],
  [
    'two tokens of one name',
    `auth: { tokens: [{ name: a, role: read, token: ${'1'.repeat(31)}x }, { name: a, role: read, token: ${'2'.repeat(31)}x }] }\n${CONNECTION}`,
    ['1:92 auth.tokens[1].name: the name "a" stands twice'],
  ],
  [
    'one token of two names',
    `auth: { tokens: [{ name: a, role: read, token: \${TOKEN} }, { name: b, role: read, token: \${TOKEN} }] }\n${CONNECTION}`,
    ['1:90 auth.tokens[1].token: the token "b" is that of another name'],
  ],
  [
    'a short encryption key',
    `encryptionKey: abc\n${CONNECTION}`,
    ['1:16 encryptionKey: must have at least 32 characters; "openssl rand -hex 32" makes one'],
  ],
  [
    'an empty encryption key',
    `encryptionKey: ""\n${CONNECTION}`,
    ['1:16 encryptionKey: must have at least 32 characters; "openssl rand -hex 32" makes one'],
  ],
  ['no connector', 'connections: [{ id: a }]', ['1:15 connections[0].connector: is missing']],
  [
    'an unknown connector',
    'connections: [{ id: a, connector: left-rigth }]',
    ['1:35 connections[0].connector: expects left-right; did you mean "left-right"?'],
  ],
  [
    'the name of an object method',
    'connections: [{ id: a, connector: constructor }]',
    ['1:35 connections[0].connector: expects left-right'],
  ],
  ['a connection that is text', 'connections: [a]', ['1:15 connections[0]: expects a block of keys, has text']],
  ['an empty connection', 'connections:\n  -\n', ['2:4 connections[0]: expects a block of keys, has nothing']],
  [
    'an id with a slash',
    connection('left: {}').replace('id: one', 'id: a/b'),
    ['2:9 connections[0].id: expects letters, digits, - and _, at most 64, and no - or _ in front'],
  ],
  [
    'a double id',
    `${connection('left: {}')}  - { id: one, connector: left-right, mapping: m, left: {} }`,
    ['6:11 connections[1].id: connections[0] has this id already'],
  ],
  [
    'a schedule that is none',
    connection('left: {}\n    schedule: hourly'),
    ['6:15 connections[0].schedule: expects five cron fields, such as "*/5 * * * *" (minute hour day month weekday)'],
  ],
  ['a missing variable', connection('left: { token: ${ABSENT} }'), ['5:20 the variable ABSENT is not set']],
  [
    'a missing variable within text',
    connection('left: { token: "a${ABSENT}b" }'),
    ['5:20 the variable ABSENT is not set'],
  ],
  [
    'a broken reference',
    connection('left: { token: "${no-name}" }'),
    ['5:20 write ${NAME}, or ${NAME:-default}; $${ for the plain signs'],
  ],
  [
    'an open reference',
    connection('left: { token: "${NAME" }'),
    ['5:20 write ${NAME}, or ${NAME:-default}; $${ for the plain signs'],
  ],
  [
    'a number that a variable is not',
    'server: { port: ${LEFT} }\nconnections: []',
    ['1:17 server.port: expects a number, has text'],
  ],
])('refuses %s', (_, text, messages) => {
  expect(refusal(text)).toEqual(messages)
})

test.each([
  ['a line break', 'left\n', 'has a line break or another control character in it'],
  ['a tab', 'le\tft', 'has a line break or another control character in it'],
  ['a space behind', 'left ', 'has spaces around its value'],
  ['a space in front', ' left', 'has spaces around its value'],
  ['double quotes', '"left"', 'has quotes around its value; set it without them'],
  ['single quotes', "'left'", 'has quotes around its value; set it without them'],
])('refuses a variable with %s by its name', (_, value, message) => {
  expect(refusal(CONNECTION, { LEFT: value })).toEqual([`1:81 the variable LEFT ${message}`])
})

test('accepts a variable that is set to nothing', () => {
  expect(load(CONNECTION, { LEFT: '' }).connections[0]?.left.token).toBe('')
})

test('names everything that is wrong at once', () => {
  const text = `server: { port: x, hots: a }
auth: { tokens: [{ name: ops, role: read, token: \${NO_TOKEN} }] }
connections:
  - { id: a, connector: left-right, mapping: m, left: { token: \${NO_LEFT} }, schedule: x }
  - { id: a, connector: other, mapping: m }
`

  const places = refusal(text).map((line) => line.split(' ')[0])

  expect(places).toEqual(['1:17', '1:20', '2:50', '4:64', '4:88', '5:11', '5:25'])
})

test('puts no value into any message', () => {
  const secret = 'Planted1Secret'
  const places = [
    'server: { port: @ }',
    'server: @',
    'server: { publicUrl: @ }',
    'server: { publicUrl: "https://@:@@x.example" }',
    'database: { url: @ }',
    'database: { url: "mysql://u:@@h" }',
    'auth: @',
    'auth: { tokens: @ }',
    'auth: { tokens: [@] }',
    'auth: { tokens: [{ name: ops, role: @, token: @ }] }',
    'auth: { tokens: [{ name: "@ ", role: read, token: @ }] }',
    'auth: { tokens: [{ name: ops, role: read, token:@ }] }',
    'encryptionKey: @',
    'encryptionKey: [[@]]',
    'mail: { smtpUrl: "http://u:@@h", from: @ }',
    'connections: @',
    'connections: [@]',
    'connections: [{ id: "@/", connector: @, mapping: [@] }]',
    'connections: [{ id: a, connector: left-right, mapping: m, left: @, strict: @, schedule: @, enabled: @ }]',
    'connections: [{ id: a, connector: left-right, mapping: m, left: { token: [@], rate: @ } }]',
    'connections: [{ id: a, connector: left-right, mapping: m, left: { token:@ } }]',
    '@: 1',
    '@',
  ]
  const references = ['${PLANTED}', '"${PLANTED}"', '${ABSENT:-Planted1Secret}', secret]
  const variables = { PLANTED: secret, BAD: `${secret}\n`, ...env }

  const messages = places.flatMap((place) =>
    references.flatMap((reference) => {
      const value = place.includes('"') ? reference.replaceAll('"', '') : reference
      const lines = refusal(place.replaceAll('@', value), variables)
      expect(lines.length, place).toBeGreaterThan(0)
      return lines
    }),
  )

  expect([...messages, ...refusal('server: { host: ${BAD} }', variables)].join('\n')).not.toContain(secret)
})

test('warns of secrets that everybody may read', () => {
  const text = `auth: { tokens: [{ name: ops, role: read, token: ${TOKEN} }] }
encryptionKey: \${TOKEN}
database: { url: "postgres://u:p@h/db" }
connections: [{ id: a, connector: left-right, mapping: m, left: { token: abc, hook: "" } }]
`

  const open = loadConfig(write(text, 0o644), { connectors, env }).warnings
  const closed = loadConfig(write(text, 0o640), { connectors, env }).warnings

  expect(open.map((line) => /yaml:(\d+:\d+) (\S+):/.exec(line)?.slice(1))).toEqual([
    ['1:50', 'auth.tokens[0].token'],
    ['3:18', 'database.url'],
    ['4:74', 'connections[0].left.token'],
  ])
  expect(open.join('\n')).not.toContain(TOKEN)
  expect(closed).toEqual([])
})
