import { expect, test } from 'vitest'
import { RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { HIRE, ID, PERSON, type Reply, serve } from './fixtures/scripted-server.ts'

const NAME = { first: 'Ada', last: 'Lovelace' }

test.each([
  ['dotted', { name: NAME, 'contact.homeEmail': 'ada@example.com', 'contact.mobilePhone': '+1 555' }],
  [
    'contacts',
    {
      name: NAME,
      contacts: [
        { type: 'HOME_EMAIL', value: 'ada@example.com', format: 'EMAIL' },
        { type: 'MOBILE_PHONE', value: '+1 555', format: 'PHONE' },
      ],
    },
  ],
] as const)('creates a person with a %s body', async (personBody, body) => {
  const { chartHop, seen } = await serve(() => [201, { id: 'p1' }, { 'x-request-id': 'r1' }], { personBody })

  expect(await chartHop.createPerson({ ...PERSON, phone: '+1 555' })).toEqual({ id: 'p1', requestId: 'r1' })
  expect(seen).toMatchObject([{ method: 'POST', path: '/v2/org/acme/person', body }])
})

test.each<[string, Reply]>([
  ['500', () => [500, { code: 500 }]],
  ['HTML with 200', () => [200, '<html>Sign in</html>']],
  ['201 without an id', () => [201, {}]],
  ['201 without a body', () => [201, undefined]],
  ['silence', () => undefined],
])('a new person answered with %s is unknown', async (_, reply) => {
  const { chartHop, seen } = await serve(reply, { timeouts: { answerMs: 100 } })

  await expect(chartHop.createPerson(PERSON)).rejects.toThrow(UnknownOutcomeError)
  expect(seen).toHaveLength(1)
})

test.each([400, 404, 409, 422])('a new person answered with %i is refused', async (status) => {
  const { chartHop, seen } = await serve(() => [status, { code: status, message: 'ada@example.com is taken' }])

  const error = await chartHop.createPerson(PERSON).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(RejectedRecordError)
  expect(error.message).not.toContain('ada@')
  expect(seen).toHaveLength(1)
})

test('places a person with the creating call', async () => {
  const { chartHop, seen } = await serve({ id: 'c1' })

  expect(await chartHop.place(HIRE)).toMatchObject({ id: 'c1' })
  expect(seen).toMatchObject([{ method: 'POST', path: '/v1/org/acme/change/sync/HIRE' }])
  expect(seen[0]!.body).toEqual({ jobId: 'j1', personId: 'p1', date: '2027-01-04' })
})

test('moves with the job left behind', async () => {
  const { chartHop, seen } = await serve({ id: 'c1' })

  await chartHop.place({ ...HIRE, type: 'MOVE', otherJobId: 'j0' })

  expect(seen[0]).toMatchObject({ path: '/v1/org/acme/change/sync/MOVE', body: { jobId: 'j1', otherJobId: 'j0' } })
})

test('spells the type in lower case where it must', async () => {
  const { chartHop, seen } = await serve(({ path }) => (path.includes('HIRE') ? [404, {}] : [200, { id: 'c1' }]))

  expect(await chartHop.place(HIRE)).toMatchObject({ id: 'c1' })
  await chartHop.validatePlacement(HIRE)
  expect(seen.map(({ path }) => path.split('/change/')[1])).toEqual([
    'sync/HIRE',
    'sync/hire',
    'HIRE/validate',
    'hire/validate',
  ])
})

test('an unanswered placement is tried again', async () => {
  const { chartHop } = await serve((_, calls) => (calls === 1 ? [502, {}] : [200, { id: 'c1' }]))

  expect(await chartHop.place(HIRE)).toMatchObject({ id: 'c1' })
})

test.each([200, 202, 204])('a placement is valid with %i', async (status) => {
  const { chartHop } = await serve(() => [status, undefined])

  await expect(chartHop.validatePlacement(HIRE)).resolves.toBeUndefined()
})

test('an invalid placement is refused', async () => {
  const { chartHop } = await serve(() => [400, { code: 400, message: 'before create date' }])

  await expect(chartHop.validatePlacement(HIRE)).rejects.toThrow(RejectedRecordError)
})

test.each([200, 202, 204])('a job update is accepted with %i', async (status) => {
  const { chartHop, seen } = await serve(() => [status, undefined])

  await chartHop.updateJob(ID, { costCenter: 'a', shirtSize: null }, '2027-01-04')
  await chartHop.updatePerson(ID, { shirtSize: 'M' })

  expect(seen).toMatchObject([
    { method: 'PATCH', path: `/v2/org/acme/job/${ID}`, query: { date: '2027-01-04' } },
    { method: 'PATCH', path: `/v2/org/acme/person/${ID}`, query: {} },
  ])
  expect(seen[0]!.body).toEqual({ costCenter: 'a', shirtSize: null })
})

test('a job update answered with HTML is retryable', async () => {
  const { chartHop } = await serve(() => [200, '<html>'])

  await expect(chartHop.updateJob(ID, { a: 1 })).rejects.toThrow(RetryableError)
})

test('refuses to write to an impossible id', async () => {
  const { chartHop, seen } = await serve({})

  await expect(chartHop.updateJob('../../x', { a: 1 })).rejects.toThrow(RejectedRecordError)
  expect(seen).toHaveLength(0)
})

test('no person or key stands in an error', async () => {
  const secrets = ['sekret-token', 'ada@example.com', 'Lovelace', '98765', 'echoed']
  for (const status of [200, 400, 401, 403, 404, 409, 500]) {
    const { chartHop } = await serve(() => [status, `echoed ${secrets}`, { 'x-request-id': 'echoed it' }], {
      token: () => 'sekret-token',
    })
    const calls = [
      () => chartHop.createPerson(PERSON),
      () => chartHop.updatePerson(ID, { salary: 98765 }),
      () => chartHop.place(HIRE),
    ]
    for (const call of calls) {
      const error = await call().catch((thrown) => thrown)
      expect(error).toBeInstanceOf(Error)
      const told = `${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`
      for (const secret of secrets) expect(told).not.toContain(secret)
    }
  }
})
