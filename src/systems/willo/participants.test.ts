import { describe, expect, test } from 'vitest'
import { RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import { allPages, type Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Willo } from './client.ts'
import {
  API_KEY,
  BASE,
  INTERVIEW,
  INVITATION,
  OTHER_INTERVIEW,
  OTHER_PARTICIPANT,
  PARTICIPANT,
  page,
  ROW,
  scriptedWillo,
} from './fixtures/scripted-willo.ts'

async function outcome(scripted: Scripted, ask: (willo: Willo) => Promise<unknown>): Promise<unknown> {
  const { willo } = await scriptedWillo(() => scripted)
  return await ask(willo).catch((error: unknown) => error)
}

describe('inviting', () => {
  const invite = (willo: Willo) => willo.invite(INVITATION)

  test('sends exactly the known body', async () => {
    const { willo, asked } = await scriptedWillo(() => ({
      status: 201,
      headers: { 'x-request-id': 'call-1' },
      body: ROW,
    }))

    expect(await invite(willo)).toEqual({ key: PARTICIPANT, requestId: 'call-1' })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', path: `${BASE}/participants/`, query: {} })
    expect(asked[0]?.body).toEqual({
      interview: INTERVIEW,
      name: 'Ada Byron',
      email: 'ada@people.example',
      phone: '+15550100000',
    })
  })

  test.each([undefined, '', '555-0100'])('leaves the phone %j out', async (phone) => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    await willo.invite({ ...INVITATION, phone })

    expect(Object.keys(asked[0]!.body as object)).toEqual(['interview', 'name', 'email'])
  })

  test('sends the key alone, without a scheme', async () => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    await invite(willo)

    expect(asked[0]?.headers.authorization).toBe(API_KEY)
  })

  test('passes a strange name on as it is', async () => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    await willo.invite({ ...INVITATION, name: '<script>alert("Ada")</script>' })

    expect(asked[0]?.body).toMatchObject({ name: '<script>alert("Ada")</script>' })
  })

  test.each([
    ['inside "participant"', { participant: { key: PARTICIPANT } }],
    ['inside "data"', { data: { key: PARTICIPANT } }],
    ['as text in "participant"', { interview: INTERVIEW, participant: PARTICIPANT }],
    ['with dashes', { key: 'AA2048A6-8680-4049-B128-F1357C559CBF' }],
    ['beside the interview', { interview: { key: INTERVIEW }, key: PARTICIPANT }],
  ])('finds the key %s', async (_, body) => {
    expect(await outcome({ status: 201, body }, invite)).toMatchObject({ key: PARTICIPANT })
  })

  test.each<[string, Scripted]>([
    ['no key', { status: 201, body: {} }],
    ["only the interview's key", { status: 201, body: { key: INTERVIEW } }],
    ['a key of another kind', { status: 201, body: { key: 'participant-1' } }],
    ['a web page', { body: '<html>' }],
    ['nothing', { status: 204 }],
    ['an error of its own', { status: 500, body: {} }],
    ['a hang-up', 'hang up'],
  ])('is unknown after %s, and not sent again', async (_, scripted) => {
    const { willo, asked } = await scriptedWillo(() => scripted)

    await expect(invite(willo)).rejects.toThrow(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  })

  test('waits where there are too many calls', async () => {
    const { willo, asked } = await scriptedWillo((_, count) =>
      count === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { status: 201, body: ROW },
    )

    expect(await invite(willo)).toMatchObject({ key: PARTICIPANT })
    expect(asked).toHaveLength(2)
  })

  test('a refusal names the field and is not sent again', async () => {
    const { willo, asked } = await scriptedWillo(() => ({ status: 400, body: { name: ['This field is required.'] } }))

    const error = await invite(willo).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect(error).toMatchObject({ fields: ['name'], facts: { status: 400, path: '/participants/' } })
    expect((error as FieldRefusal).wording()).toBe('name: This field is required.')
    expect(asked).toHaveLength(1)
  })

  test('an interview that cannot be costs no call', async () => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    await expect(willo.invite({ ...INVITATION, interview: 'First interview' })).rejects.toThrow(RejectedRecordError)
    expect(asked).toHaveLength(0)
  })
})

describe('looking before a second invitation', () => {
  const look = async (scripted: Scripted) => {
    const { willo } = await scriptedWillo(() => scripted)
    return await allPages(willo.participants(INTERVIEW))
  }

  test('asks for the one interview', async () => {
    const { willo, asked } = await scriptedWillo(() => page([ROW]))

    const { rows } = await allPages(willo.participants(INTERVIEW))

    expect(rows).toMatchObject([{ key: PARTICIPANT, email: 'ada@people.example', interview: INTERVIEW }])
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      [`${BASE}/participants/`, { interview: INTERVIEW, page_size: '30' }],
    ])
  })

  test.each([
    ['a key', INTERVIEW],
    ['a key with dashes', '1e2048a6-8680-4049-b128-f1357c559cbf'],
    ['an object', { key: INTERVIEW, title: 'First interview' }],
    ['an address', `https://api.willotalent.com/api/integrations/v2/interviews/${INTERVIEW}/`],
  ])('knows the interview by %s', async (_, interview) => {
    expect((await look(page([{ ...ROW, interview }]))).rows).toHaveLength(1)
  })

  test('leaves other interviews out where nothing was filtered', async () => {
    const other = { ...ROW, key: OTHER_PARTICIPANT, interview: OTHER_INTERVIEW }

    expect(await look(page([other, ROW]))).toMatchObject({ rows: [{ key: PARTICIPANT }], rejected: [] })
  })

  test.each([undefined, null, 'First interview', 7, { title: 'First interview' }])(
    'calls nobody absent where the interview is %j',
    async (interview) => {
      expect(await look(page([{ ...ROW, interview }]))).toEqual({
        rows: [],
        rejected: [{ id: PARTICIPANT, problem: 'interview: is not named' }],
      })
    },
  )

  test('tells a row that cannot be read', async () => {
    expect(await look(page([{ ...ROW, key: 'x' }]))).toMatchObject({
      rows: [],
      rejected: [{ problem: 'key: is no key of 32 hexadecimal digits' }],
    })
  })
})

describe('one participant', () => {
  const read = (willo: Willo) => willo.participant(PARTICIPANT)

  test('is asked for with a slash at the end', async () => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    expect(await read(willo)).toEqual({
      ...{ key: PARTICIPANT, interview: INTERVIEW, name: 'Ada Byron', email: 'ada@people.example' },
      ...{ phone: '+15550100000', isCompleted: true, statusText: 'completed', stage: 'New' },
      ...{ completedAt: '2026-03-02T10:00:00.000Z', createdAt: '2026-03-02T09:00:00.000Z' },
      link: 'https://app.willo.example/r/1',
    })
    expect(asked[0]).toMatchObject({ method: 'GET', path: `${BASE}/participants/${PARTICIPANT}/` })
  })

  test('is undefined where there is none', async () => {
    expect(await outcome({ status: 404, body: { detail: 'Not found.' } }, read)).toBeUndefined()
  })

  test.each(['', 'x', `${PARTICIPANT}0`, '../interviews'])('costs no call for the key %j', async (key) => {
    const { willo, asked } = await scriptedWillo(() => ({ body: ROW }))

    expect(await willo.participant(key)).toBeUndefined()
    expect(asked).toHaveLength(0)
  })

  test('of another key is refused', async () => {
    expect(await outcome({ body: { ...ROW, key: OTHER_PARTICIPANT } }, read)).toBeInstanceOf(RejectedRecordError)
  })

  test('is no web page', async () => {
    expect(await outcome({ body: '<html>Sign in</html>' }, read)).toBeInstanceOf(RetryableError)
  })
})
