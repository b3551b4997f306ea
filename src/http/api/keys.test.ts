import { expect, test } from 'vitest'
import { ASHBY_KEY } from '../../connectors/key-slot.ts'
import { listRuns } from '../../store/runs.ts'
import { type Served, serve } from '../fixtures/served.ts'
import type { KeyDesk, KeyVerdict } from '../key-desk.ts'

const path = '/api/v1/connections/headcount/keys'
const accepted = { ok: true, subject: 'Ashby key', message: 'accepted' }

/** A desk that says the same of every key, and what it was given. */
function deskSaying(verdict: KeyVerdict, why?: string) {
  const given: string[] = []
  const keys: KeyDesk = {
    list: async () => ({ keys: [{ ...ASHBY_KEY, source: 'config' }], ...(why !== undefined && { why }) }),
    replace: async ({ name, text, by }) => {
      given.push(`${name} ${text} ${by}`)
      return verdict
    },
    restore: async () => verdict,
  }
  return { keys, given }
}

test('keys are listed by name, and by where they come from', async () => {
  await using served = await serve({ keys: deskSaying({ type: 'taken', findings: [] }).keys })

  const { status, json } = await served.call(path, { as: 'read' })

  const key = { ...ASHBY_KEY, source: 'config', replacedAt: null, replacedBy: null }
  expect([status, json]).toEqual([200, { data: [key], next: null, storable: true, why: null }])
})

test('a pasted key loses what copying left around it, and a run begins', async () => {
  const { keys, given } = deskSaying({ type: 'taken', findings: [accepted] })
  await using served = await serve({ keys })

  const { status, json } = await put(served, ' the-key\n')

  expect([status, json.findings, given]).toEqual([200, [accepted], ['ashby.apiKey the-key operateer']])
  expect(served.woken).toEqual(['headcount'])
  expect(await listRuns(served.database.knex, { limit: 10 })).toMatchObject([{ trigger: 'request', state: 'queued' }])
})

test.each([
  ['refused', 422, 'key_refused'],
  ['unavailable', 503, 'vendor_unavailable'],
  ['unusable', 409, 'connection_unusable'],
  ['absent', 409, 'no_configured_key'],
] as const)('a key that is %s is %i', async (type, status, code) => {
  await using served = await serve({ keys: deskSaying({ type, message: 'in our words' }).keys })

  const pasted = await put(served, 'the-key')
  const restored = await served.call(`${path}/ashby.apiKey`, { method: 'DELETE', as: 'operate' })

  for (const answer of [pasted, restored]) {
    expect([answer.status, answer.json.code]).toEqual([status, code])
    expect(answer.json.detail).toContain('in our words')
  }
  expect(served.woken).toEqual([])
})

test('where none can be kept, no vendor is asked', async () => {
  const { keys, given } = deskSaying({ type: 'taken', findings: [] }, 'set encryptionKey')
  await using served = await serve({ keys })

  const list = await served.call(path)
  const answer = await put(served, 'the-key')

  expect([list.json.storable, list.json.why]).toEqual([false, 'set encryptionKey'])
  expect([answer.status, answer.json.code, answer.json.detail]).toEqual([409, 'no_encryption_key', 'set encryptionKey'])
  expect(given).toEqual([])
})

test.each([
  ['a read token', 'ashby.apiKey', 'the-key', 'read', 403],
  ['a name that is no key', 'ashby.other', 'the-key', 'operate', 404],
  ['a path for a name', '..%2fashby', 'the-key', 'operate', 400],
  ['an empty key', 'ashby.apiKey', ' ', 'operate', 400],
  ['a key of two words', 'ashby.apiKey', 'PLANTED PLANTED', 'operate', 400],
  ['a key that is too long', 'ashby.apiKey', 'PLANTED'.repeat(600), 'operate', 400],
])('%s is refused, and nothing of it is said', async (_, name, value, as, status) => {
  const { keys, given } = deskSaying({ type: 'taken', findings: [] })
  await using served = await serve({ keys })

  const answer = await put(served, value, { name, as })

  expect([answer.status, given]).toEqual([status, []])
  expect(answer.text + served.log()).not.toContain('PLANTED')
})

function put(served: Served, value: string, { name = 'ashby.apiKey', as = 'operate' } = {}) {
  return served.call(`${path}/${name}`, { method: 'PUT', as, body: { value } })
}
