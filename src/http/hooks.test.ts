import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deliver, path, runs, sent } from './fixtures/deliver.ts'
import { connectionOf, enabled, type Served, serve, sign } from './fixtures/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve()
})
afterAll(() => served[Symbol.asyncDispose]())

test('a genuine hook asks for a run of its record', async () => {
  await using fresh = await serve()

  const answer = await deliver(fresh, sent({ id: 'e1', job: 'job-1' }))

  expect([answer.status, answer.json]).toEqual([200, { outcome: 'accepted' }])
  expect(await runs(fresh)).toMatchObject([{ trigger: 'hook', state: 'queued', records: ['openings/job-1'] }])
  expect(fresh.woken).toEqual(['headcount'])
})

test('a person pressing push is remembered', async () => {
  await using fresh = await serve()

  await deliver(fresh, sent({ id: 'e1', push: 'application-1' }))

  expect(await fresh.database.knex('pushes').select('connection', 'record')).toEqual([
    { connection: 'headcount', record: 'application-1' },
  ])
})

test('a thousand duplicates start one run', async () => {
  await using fresh = await serve()
  const body = sent({ id: 'again', job: 'job-1' })
  await deliver(fresh, body)
  await fresh.database.knex('runs').update({ state: 'success', finished_at: new Date() })

  for (let batch = 0; batch < 50; batch++) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(fresh, body)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  }

  expect(await runs(fresh)).toHaveLength(1)
  expect(fresh.woken).toEqual(['headcount'])
  expect((await fresh.metrics.render(undefined)).text).toContain(
    'hirewire_hooks_total{connection="headcount",outcome="duplicate"} 1000',
  )
})

test('hooks without an event id are one a minute', async () => {
  await using fresh = await serve()
  const left = 60_000 - (Date.now() % 60_000)
  if (left < 2_000) await delay(left)

  const first = await deliver(fresh, sent({ job: 'job-1' }))
  const second = await deliver(fresh, sent({ job: 'job-1' }))
  const other = await deliver(fresh, sent({ job: 'job-2' }))

  expect([first, second, other].map(({ json }) => json.outcome)).toEqual(['accepted', 'duplicate', 'accepted'])
})

test('hooks that arrive while a run waits become that run', async () => {
  await using fresh = await serve()

  await Promise.all([1, 2, 3].map((n) => deliver(fresh, sent({ id: `e${n}`, job: `job-${n}` }))))

  const [run, ...others] = await runs(fresh)
  expect(others).toEqual([])
  expect([...run!.records!].sort()).toEqual(['openings/job-1', 'openings/job-2', 'openings/job-3'])
})

const body = '{"id":"f1","job":"job-1"}'
test.each([
  ['no signature', {}],
  ['an empty signature', { 'x-signature': '' }],
  ['the signature of another body', sign('{"id":"f2","job":"job-1"}')],
  ['the signature of another secret', sign(body, 'another-secret-0123456789abcdef01234567')],
  ['the signature of the body written anew', sign(JSON.stringify(JSON.parse(body), null, 1))],
])('a forged hook is refused: %s', async (_, headers) => {
  const before = await runs(served)

  const answer = await deliver(served, body, headers as Record<string, string>)

  expect(answer.status).toBe(401)
  expect(answer.json.code).toBe('forged')
  expect(await runs(served)).toEqual(before)
})

test('forgeries are counted and logged without their body', async () => {
  await using fresh = await serve()

  for (let count = 0; count < 30; count++) await deliver(fresh, '{"job":"planted-body-marker"}', {})

  const { text } = await fresh.metrics.render(undefined)
  expect(text).toContain('hirewire_hooks_total{connection="headcount",outcome="forged"} 30')
  expect(fresh.log().match(/"outcome":"forged"/g)).toHaveLength(1)
  expect(fresh.log()).not.toContain('planted-body-marker')
})

test('a genuine hook of no use is accepted and ignored', async () => {
  const before = await runs(served)

  const answer = await deliver(served, sent({ something: 'else' }))

  expect([answer.status, answer.json.outcome]).toEqual([200, 'ignored'])
  expect(await runs(served)).toEqual(before)
})

test.each([
  ['not JSON', 'hello'],
  ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x00])],
  ['nested deeply', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['a prototype', '{"__proto__":{"job":"job-1"}}'],
  ['nothing', ''],
  ['null', 'null'],
])('a signed body that says nothing is ignored: %s', async (_, raw) => {
  const answer = await deliver(served, raw)

  expect([answer.status, answer.json.outcome]).toEqual([200, 'ignored'])
  expect(({} as { job?: string }).job).toBeUndefined()
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/vnd.vendor+json', 'nonsense', ''])(
  'the signature is over the bytes, sent as "%s"',
  async (type) => {
    const raw = ` {"id":"typed-${type}" , "job" : "job-1"}\r\n`

    const answer = await deliver(served, raw, { ...sign(raw), 'content-type': type })

    expect([answer.status, answer.json.outcome]).toEqual([200, 'accepted'])
  },
)

test.each(['POST', 'PUT', 'PATCH'])('takes a hook sent with %s', async (method) => {
  const raw = sent({ id: method, job: 'job-1' })

  expect((await deliver(served, raw, sign(raw), method)).json.outcome).toBe('accepted')
})

test('a body above the cap is refused', async () => {
  const fits = Buffer.alloc(256 * 1024, 'x')
  const tooLong = Buffer.alloc(256 * 1024 + 1, 'x')

  expect((await deliver(served, fits)).status).toBe(200)
  expect((await deliver(served, tooLong)).status).toBe(413)
})

test('headers given twice are not signatures', async () => {
  const heard: unknown[] = []
  const readHook = (hook: { query: unknown }) => {
    heard.push(hook.query)
    return { type: 'ignored' } as const
  }
  await using fresh = await serve({
    connections: new Map([['headcount', enabled(connectionOf('headcount', { readHook }))]]),
  })

  await fresh.call(`${path}?token=a&token=b&kind=c`, { method: 'POST', as: null, raw: '{}' })

  expect(heard).toEqual([{ kind: 'c' }])
})

test('any mix of deliveries starts what is genuine and new', async () => {
  await using fresh = await serve()
  const delivery = fc.record({
    id: fc.integer({ min: 0, max: 5 }),
    job: fc.integer({ min: 0, max: 3 }),
    forged: fc.boolean(),
  })
  let round = 0

  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { maxLength: 12 }), async (deliveries) => {
      round += 1
      await fresh.database.knex('runs').delete()
      const seen = new Set<number>()
      const wanted = new Set<string>()
      for (const { id, job, forged } of deliveries) {
        const raw = sent({ id: `${round}-${id}`, job: `job-${job}` })
        const { status, json } = await deliver(fresh, raw, forged ? sign(raw, 'x'.repeat(40)) : sign(raw))
        if (forged) expect(status).toBe(401)
        else expect([status, json.outcome]).toEqual([200, seen.has(id) ? 'duplicate' : 'accepted'])
        if (!forged && !seen.has(id)) wanted.add(`openings/job-${job}`)
        if (!forged) seen.add(id)
      }
      const [run, ...others] = await runs(fresh)
      expect(others).toEqual([])
      expect(new Set(run?.records ?? [])).toEqual(wanted)
    }),
    { numRuns: 30 },
  )
})
