import { afterEach, beforeEach, expect, test } from 'vitest'
import { answerCollection, keepAnswer } from '../connectors/crosschq/answer-row.ts'
import { newToken, tokenHash } from '../notify/link.ts'
import { claimNotification, noteSent, queueNotification } from '../store/notifications.ts'
import { loadRecords } from '../store/records.ts'
import { listRuns } from '../store/runs.ts'
import { allRows } from '../store/snapshots.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from './fixtures/served.ts'
import type { ServedConnection } from './server.ts'

let served: Served
let connections: Map<string, ServedConnection>
let now: Date
beforeEach(async () => {
  now = new Date('2026-03-02T09:00:00Z')
  const connection = connectionOf('references', {
    answers: keepAnswer,
    collections: [answerCollection()],
    flows: [flowOf('answers', { source: 'answers' }), flowOf('decisions', { source: 'answers' })],
  })
  connections = new Map([['references', enabled(connection)]])
  served = await serve({ connections, now: () => now })
})
afterEach(() => served[Symbol.asyncDispose]())

function pass(days: number) {
  now = new Date(now.getTime() + days * 24 * 3_600_000)
}

/** As the owner has it from the mail. */
async function link({ record = 'request-1', connection = 'references' } = {}): Promise<string> {
  const { knex } = served.database
  const token = newToken()
  const facts = { application: 'opportunity-1', candidate: 'Zoë <Ada> Lovelace', job: 'R&D Engineer', ats: 'Lever' }
  await queueNotification(
    knex,
    { connection, flow: 'prompts', kind: 'hiring_prompt', record, recipient: 'olga@acme.example', facts },
    now,
  )
  const expiresAt = new Date(now.getTime() + 60 * 24 * 3_600_000)
  const claim = await claimNotification(knex, now, { tokenHash: tokenHash(token)!, expiresAt })
  await noteSent(knex, claim!, now)
  return `/answers/${token}`
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const get = (path: string, method = 'GET') => served.call(path, { method, as: null })
const post = (path: string, raw: string, headers: Record<string, string> = FORM) =>
  served.call(path, { method: 'POST', as: null, raw, headers })
const answers = () => allRows(served.database.knex, { connection: 'references', collection: 'answers' })

test('the page asks, and nothing runs in it', async () => {
  const { status, text, headers } = await get(await link())

  expect(status).toBe(200)
  expect(text).toContain('Was Zoë &lt;Ada&gt; Lovelace, R&amp;D Engineer, hired?')
  expect(text).toContain('<form method="post"')
  expect(text).not.toMatch(/<script|src=|http-equiv/)
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(headers.get('content-security-policy')).toMatch(
    /^default-src 'none';.*form-action 'self'.*frame-ancestors 'none'/,
  )
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('cache-control')).toBe('no-store')
})

test.each(['GET', 'HEAD'])('S60 %s changes nothing, however often', async (method) => {
  const path = await link()
  for (let fetched = 0; fetched < 30; fetched += 1) expect((await get(`${path}?answer=hired`, method)).status).toBe(200)

  expect(await answers()).toEqual([])
  expect(await listRuns(served.database.knex, { limit: 10 })).toEqual([])
  expect((await post(path, 'answer=hired')).status).toBe(200)
})

test.each([
  ['hired', 'hired'],
  ['not_hired', 'rejected'],
])('S60 the answer %s is kept, and a run looks at it at once', async (answer, outcome) => {
  const path = await link()
  const { status, text } = await post(path, `answer=${answer}`)

  expect([status, served.woken]).toEqual([200, ['references']])
  expect(text).toContain('Crosschq and Lever are told')
  expect(await answers()).toEqual([{ id: 'request-1', application: 'opportunity-1', outcome, at: now.toISOString() }])
  const [run] = await listRuns(served.database.knex, { limit: 10 })
  expect(run).toMatchObject({ state: 'queued', trigger: 'request' })
  for (const flow of ['answers', 'decisions']) {
    const records = await loadRecords(served.database.knex, { connection: 'references', flow }, ['request-1'])
    expect(records.get('request-1')).toMatchObject({ state: 'pending' })
  }
})

test('S60 a second answer is refused, and the first one stays', async () => {
  const path = await link()
  await post(path, 'answer=hired')
  const again = await post(path, 'answer=not_hired')
  const shown = await get(path)

  expect([again.status, shown.status]).toEqual([410, 410])
  expect(again.text).toContain('Answered already')
  expect(again.text).not.toContain('Lovelace')
  expect(await answers()).toMatchObject([{ outcome: 'hired' }])
})

test('of answers at the same moment one counts', async () => {
  const path = await link()
  const said = await Promise.all(
    ['hired', 'not_hired', 'hired', 'not_hired'].map((each) => post(path, `answer=${each}`)),
  )

  expect(said.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410])
  expect(await answers()).toHaveLength(1)
})

test('an expired link says what to do, and decides nothing', async () => {
  const path = await link()
  pass(60)
  const [shown, said] = [await get(path), await post(path, 'answer=hired')]

  expect([shown.status, said.status]).toEqual([410, 410])
  expect(said.text).toContain('set it in Crosschq')
  expect(said.text).not.toContain('Lovelace')
  expect(await answers()).toEqual([])
})

test('a guessed link is nowhere', async () => {
  await link()
  for (const token of [newToken(), 'short', 'x'.repeat(500), '%00', "' or 1=1", newToken().replace(/.$/, '!')]) {
    const { status, text } = await get(`/answers/${encodeURIComponent(token)}`)
    expect(status).toBe(404)
    expect(text).not.toContain('Lovelace')
  }
})

test('whoever guesses on is told to wait, and true links still open', async () => {
  const path = await link()
  const statuses: number[] = []
  for (let tried = 0; tried < 22; tried += 1) statuses.push((await get(`/answers/${newToken()}`)).status)
  const last = await post(`/answers/${newToken()}`, 'answer=hired')

  expect(statuses).toEqual([...Array(20).fill(404), 429, 429])
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await get(path)).status).toBe(200)
})

test.each(['', 'answer=', 'answer=maybe', 'answer=hired&answer=not_hired', 'Answer=hired', 'answer[]=hired'])(
  'the body "%s" is no answer, and the link stays good',
  async (body) => {
    const path = await link()
    const { status, text } = await post(path, body)

    expect(status).toBe(400)
    expect(text).toContain('Nothing was sent yet')
    expect(await answers()).toEqual([])
    expect((await get(path)).status).toBe(200)
  },
)

test('JSON decides nothing', async () => {
  const path = await link()

  expect((await post(path, '{"answer":"hired"}', { 'content-type': 'application/json' })).status).toBe(400)
  expect((await post(path, '<answer/>', { 'content-type': 'text/xml' })).status).toBe(415)
  expect((await get(path, 'PUT')).status).toBe(405)
  expect(await answers()).toEqual([])
})

test('a form is taken at this address only', async () => {
  expect((await served.call('/api/v1/sync', { method: 'POST', raw: 'a=b', headers: FORM })).status).toBe(415)
})

test('a connection that is off takes no answer, and the link stays good', async () => {
  const path = await link()
  const on = connections.get('references')!
  connections.set('references', { ...on, isEnabled: false })
  const off = await post(path, 'answer=hired')
  connections.set('references', on)

  expect(off.status).toBe(503)
  expect((await post(path, 'answer=hired')).status).toBe(200)
})

test('a connection that is gone from the config takes no answer', async () => {
  expect((await get(await link({ connection: 'former' }))).status).toBe(503)
})

test('neither the token nor a person is in the log', async () => {
  const path = await link()
  await get(path)
  await post(path, 'answer=hired')
  await post(path, 'answer=hired')

  expect(served.log()).toContain('hiring prompt answered')
  expect(served.log()).not.toContain(path.slice('/answers/'.length))
  expect(served.log()).not.toMatch(/Lovelace|olga/)
})
