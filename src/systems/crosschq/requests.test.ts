import { describe, expect, test } from 'vitest'
import { FatalError, RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import type { Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Crosschq } from './client.ts'
import { ID, NEW_REQUEST, ROW, scriptedCrosschq, TOKEN } from './fixtures/scripted-crosschq.ts'

async function outcome(scripted: Scripted, ask: (crosschq: Crosschq) => Promise<unknown>): Promise<unknown> {
  const { crosschq } = await scriptedCrosschq(() => scripted)
  return await ask(crosschq).catch((error: unknown) => error)
}

describe('creating a request', () => {
  const create = (crosschq: Crosschq) => crosschq.createRequest(NEW_REQUEST)

  test('sends exactly the known body', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({
      status: 201,
      headers: { 'x-request-id': 'call-1' },
      body: { request_id: ID },
    }))

    expect(await create(crosschq)).toEqual({ id: ID, requestId: 'call-1' })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/partners/reference-request/', query: {} })
    expect(asked[0]?.body).toEqual({
      candidate: { first_name: 'Ada', last_name: 'Byron', email: 'ada@people.example', mobile_phone: '+15550100000' },
      jobrole: 'software-engineer',
      requestor: 'rita@acme.example',
      use_sms: false,
      config_params: { managers: 1, employees: 0, peers: 2, business: 0, social: 0 },
      send_past_due_notification: false,
      send_completed_notification: false,
      candidate_message: 'Thank you.',
      job_position: 'Engineer',
      hiring_manager: { first_name: 'Grace', last_name: 'Hop', email: 'grace@acme.example' },
    })
  })

  test.each([undefined, '', '555-0100'])('leaves the phone %j out', async (phone) => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: { request_id: ID } }))

    await crosschq.createRequest({ ...NEW_REQUEST, candidate: { ...NEW_REQUEST.candidate, phone } })

    expect(Object.keys((asked[0]!.body as { candidate: object }).candidate)).toEqual([
      'first_name',
      'last_name',
      'email',
    ])
  })

  test('leaves a missing hiring manager out', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: { request_id: ID } }))

    await crosschq.createRequest({ ...NEW_REQUEST, message: undefined, hiringManager: undefined })

    expect(asked[0]?.body).not.toHaveProperty('hiring_manager')
    expect(asked[0]?.body).toMatchObject({ candidate_message: '' })
  })

  test('sends the key alone, without a scheme', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: { request_id: ID } }))

    await create(crosschq)

    expect(asked[0]?.headers).toMatchObject({
      authorization: TOKEN,
      'user-agent': expect.stringMatching(/^hirewire\/\d/),
    })
  })

  test.each<[string, object, string]>([
    ['a number', { request_id: 42 }, '42'],
    ['an id by its other name', { id: ID }, ID],
  ])('takes %s as id', async (_, body, id) => {
    expect(await outcome({ body }, create)).toMatchObject({ id })
  })

  test.each<[string, Scripted]>([
    ['no id', { status: 201, body: {} }],
    ['an id that fits no path', { status: 201, body: { request_id: '../x' } }],
    ['a web page', { status: 200, body: '<html>' }],
    ['nothing', { status: 201 }],
    ['an error of its own', { status: 500, body: {} }],
    ['no such method, in doubt', { status: 501 }],
    ['a hang-up', 'hang up'],
  ])('is unknown after %s, and not sent again', async (_, scripted) => {
    const { crosschq, asked } = await scriptedCrosschq(() => scripted)

    await expect(create(crosschq)).rejects.toThrow(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  })

  test('waits where there are too many calls', async () => {
    const { crosschq, asked } = await scriptedCrosschq((_, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { body: { request_id: ID } },
    )

    expect(await create(crosschq)).toMatchObject({ id: ID })
    expect(asked).toHaveLength(2)
  })

  test.each([
    ['an object', { errors: { requestor: ['ada@people.example is no user'] } }],
    ['plain fields', { requestor: ['ada@people.example is no user'] }],
  ])('a refusal names the field, told by %s', async (_, body) => {
    const error = await outcome({ status: 400, body }, create)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect(error).toMatchObject({ fields: ['requestor'], facts: { status: 400, path: '/partners/reference-request/' } })
    expect((error as FieldRefusal).wording()).toContain('is no user')
    expect((error as Error).message).not.toContain('ada@')
  })

  test.each([404, 405])('status %d says to look at the paths', async (status) => {
    const error = await outcome({ status, body: 'Not Found' }, create)

    expect(error).toBeInstanceOf(FatalError)
    expect((error as Error).message).toContain('crosschq.paths')
  })
})

describe('one request', () => {
  const read = (crosschq: Crosschq) => crosschq.request(ID)

  test('is asked for with a slash at the end', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: ROW }))

    expect(await read(crosschq)).toMatchObject({ id: ID, status: 'in_progress', progress: 50, position: 'Engineer' })
    expect(asked.map(({ method, path }) => [method, path])).toEqual([['GET', `/partners/reference-request/${ID}/`]])
  })

  test('is undefined where there is none', async () => {
    expect(await outcome({ status: 404, body: { detail: 'Not found.' } }, read)).toBeUndefined()
  })

  test.each(['', '../config', 'a/b', 'a?b', 'x'.repeat(129)])('costs no call for the id %j', async (id) => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: ROW }))

    expect(await crosschq.request(id)).toBeUndefined()
    expect(asked).toHaveLength(0)
  })

  test.each([
    ['wrapped', { data: ROW }],
    ['without its id', { ...ROW, id: undefined }],
    ['with its id written otherwise', { ...ROW, id: ID.toUpperCase().replaceAll('-', '') }],
  ])('may come %s', async (_, body) => {
    expect(await outcome({ body }, read)).toMatchObject({ id: ID, progress: 50 })
  })

  test('of another id is refused', async () => {
    expect(await outcome({ body: { ...ROW, id: 'other' } }, read)).toBeInstanceOf(RejectedRecordError)
  })

  test('is read again after a short failure', async () => {
    const { crosschq } = await scriptedCrosschq((_, count) => (count < 3 ? { status: 503 } : { body: ROW }))

    expect(await read(crosschq)).toMatchObject({ id: ID })
  })

  test('is no web page', async () => {
    expect(await outcome({ body: '<html>Sign in</html>' }, read)).toBeInstanceOf(RetryableError)
  })
})

describe('calls that nobody promises', () => {
  const cancel = (crosschq: Crosschq) => crosschq.cancel(ID, 'archived')
  const reject = (crosschq: Crosschq) => crosschq.setHiringStatus(ID, 'rejected')

  test('cancelling sends the reason', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ headers: { 'x-request-id': 'c' }, body: ROW }))

    expect(await cancel(crosschq)).toEqual({ requestId: 'c' })
    expect(asked[0]).toMatchObject({ method: 'POST', body: { reason: 'archived' } })
    expect(asked[0]?.path).toBe(`/partners/reference-request/${ID}/cancel/`)
  })

  test('the hiring status is set on the request', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: ROW }))

    expect(await reject(crosschq)).toEqual({ requestId: undefined })
    expect(asked[0]).toMatchObject({ method: 'PATCH', body: { hiring_status: 'rejected' } })
    expect(asked[0]?.path).toBe(`/partners/reference-request/${ID}/`)
  })

  test('cancelling what is over counts as done', async () => {
    expect(await outcome({ status: 409, body: { detail: 'Completed.' } }, cancel)).toEqual({ requestId: undefined })
  })

  test('no other write takes 409 for done', async () => {
    expect(await outcome({ status: 409, body: {} }, reject)).toBeInstanceOf(RejectedRecordError)
  })

  test.each([405, 501])('status %d means unsupported', async (status) => {
    expect(await outcome({ status }, cancel)).toBe('unsupported')
    expect(await outcome({ status }, reject)).toBe('unsupported')
    expect(await outcome({ status }, (crosschq) => crosschq.requestsSince())).toBe('unsupported')
    expect(await outcome({ status }, (crosschq) => crosschq.prospects())).toBe('unsupported')
  })

  test.each([cancel, reject])('404 for a request that is there means unsupported', async (write) => {
    const { crosschq } = await scriptedCrosschq(({ method }) =>
      method === 'GET' ? { body: ROW } : { status: 404, body: '<h1>Not Found</h1>' },
    )

    expect(await write(crosschq)).toBe('unsupported')
  })

  test.each([cancel, reject])('404 for a request that is gone is refused', async (write) => {
    expect(await outcome({ status: 404, body: { detail: 'Not found.' } }, write)).toBeInstanceOf(RejectedRecordError)
  })

  test('an id that cannot be is refused without a call', async () => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: ROW }))

    await expect(crosschq.cancel('../x', 'r')).rejects.toThrow(RejectedRecordError)
    expect(asked).toHaveLength(0)
  })
})
