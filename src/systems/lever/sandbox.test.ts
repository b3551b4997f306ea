import { describe, expect, test } from 'vitest'
import { basic, startWithCall } from './sandbox/testing.ts'
import { startLeverSandbox } from './sandbox.ts'

describe('the key', () => {
  test.each([
    ['none', undefined, 401],
    ['another', basic('other'), 401],
    ['a password too', basic('lever-sandbox-key', 'x'), 401],
    ['as Bearer', 'Bearer lever-sandbox-key', 401],
    ['alone', 'lever-sandbox-key', 401],
    ['as user name', basic('lever-sandbox-key'), 200],
  ])('%s', async (_, authorization, status) => {
    await using sandbox = await startLeverSandbox()

    const answer = await fetch(`${sandbox.url}/stages`, { headers: { ...(authorization && { authorization }) } })

    expect(answer.status).toBe(status)
  })

  test('is refused once it is revoked', async () => {
    await using it = await startWithCall()
    it.sandbox.revokeKey(it.sandbox.key)

    expect((await it.call('GET', '/stages')).body).toEqual({ code: 'Unauthorized', message: expect.any(String) })
  })

  test('may do what it was made for; writing includes reading', async () => {
    await using it = await startWithCall()
    const { key } = it.sandbox.addKey({ permissions: ['notes:write'] })
    const { id } = it.sandbox.addLead()
    const status = async (method: string, path: string, body?: object) =>
      (await it.call(method, path, body, key)).status

    expect(await status('GET', '/stages')).toBe(403)
    expect(await status('POST', `/opportunities/${id}/notes`, { value: 'x' })).toBe(201)
    expect(await status('GET', `/opportunities/${id}/notes`)).toBe(200)
    expect(await status('POST', `/opportunities/${id}/addTags`, { tags: ['x'] })).toBe(403)
  })
})

describe('the token bucket', () => {
  test('holds 20 calls for each key, and fills by 10 a second', async () => {
    await using sandbox = await startLeverSandbox()
    const other = sandbox.addKey().key
    const status = async (key: string) =>
      (await fetch(`${sandbox.url}/users`, { headers: { authorization: basic(key) } })).status

    const statuses = await Promise.all(Array.from({ length: 40 }, () => status(sandbox.key)))
    const passed = statuses.filter((each) => each === 200).length

    // More than 20 only by what was filled meanwhile.
    expect(passed).toBeGreaterThanOrEqual(20)
    expect(passed).toBeLessThan(40)
    expect(statuses).toContain(429)
    expect(await status(other)).toBe(200)
  })

  test.each([true, false])('says when to come again only where that is set (%j)', async (retryAfter) => {
    await using sandbox = await startLeverSandbox({ retryAfter, rate: { perSecond: 0.001, burst: 1 } })
    const ask = () => fetch(`${sandbox.url}/users`, { headers: { authorization: basic(sandbox.key) } })
    await ask()

    const refused = await ask()

    expect(refused.status).toBe(429)
    expect(refused.headers.has('retry-after')).toBe(retryAfter)
  })
})

describe('a list', () => {
  test('goes on behind its offset, which nobody else may use', async () => {
    await using it = await startWithCall()
    for (let at = 0; at < 5; at++) it.sandbox.addLead({ email: `l${at}@people.example` })

    const first = (await it.call('GET', '/opportunities?limit=3')).body
    const path = `offset=${encodeURIComponent(first.next)}`
    const second = (await it.call('GET', `/opportunities?limit=3&${path}`)).body

    expect([first.hasNext, first.data.length, second.hasNext, second.data.length]).toEqual([true, 3, false, 2])
    expect(second).not.toHaveProperty('next')
    for (const foreign of [`/opportunities?archived=true&${path}`, `/users?${path}`, '/users?offset=0.1.x']) {
      const { status, body } = await it.call('GET', foreign)
      expect([status, body.message]).toEqual([400, 'Invalid offset token'])
    }
    it.sandbox.dropOffsets()
    expect((await it.call('GET', `/opportunities?${path}`)).body.message).toBe('Invalid offset token')
  })

  test.each(['0', '101', 'x', '-1'])('takes no limit of %s', async (limit) => {
    await using it = await startWithCall()

    expect((await it.call('GET', `/users?limit=${limit}`)).status).toBe(400)
  })

  test('may end without a word', async () => {
    await using it = await startWithCall({ lastPage: 'bare' })

    expect(Object.keys((await it.call('GET', '/stages')).body)).toEqual(['data'])
  })

  test('of stages is in the order of the pipeline, with words among the ids', async () => {
    await using it = await startWithCall()
    const { data } = (await it.call('GET', '/stages')).body

    expect(data.map(({ text }: { text: string }) => text)).toContain('Reference check')
    expect(data[0]).toEqual({ id: 'lead-new', text: 'New lead' })
    expect((await it.call('GET', '/stages/applicant-new')).body.data.text).toBe('New applicant')
    expect((await it.call('GET', '/stages/none')).body.code).toBe('ResourceNotFound')
  })

  test('of reasons is narrowed by type', async () => {
    await using it = await startWithCall()

    const { data } = (await it.call('GET', '/archive_reasons?type=hired')).body

    expect(data).toEqual([{ id: expect.any(String), text: 'Hired', type: 'hired', status: 'active' }])
  })

  test('of users leaves out who was deactivated', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addUser()
    it.sandbox.deactivateUser(id)

    expect((await it.call('GET', '/users')).body.data).toHaveLength(1)
    expect((await it.call('GET', '/users?includeDeactivated=true')).body.data).toHaveLength(2)
    expect((await it.call('GET', '/users?email=USER-1@acme.example')).body.data).toHaveLength(1)
  })

  test('of published jobs holds the public ones only', async () => {
    await using it = await startWithCall()
    it.sandbox.addPosting()
    it.sandbox.addPosting({ distributionChannels: ['internal'] })

    expect((await it.call('GET', '/postings?state=published')).body.data).toHaveLength(1)
    expect((await it.call('GET', '/postings')).body.data).toHaveLength(2)
  })

  test('of tags tells them apart by case', async () => {
    await using it = await startWithCall()
    it.sandbox.addLead({ tags: ['Full-time'] })
    it.sandbox.addLead({ tags: ['Full-Time'] })

    expect((await it.call('GET', '/tags')).body.data).toEqual([
      { text: 'Full-time', count: 1 },
      { text: 'Full-Time', count: 1 },
    ])
  })
})

describe('what is confidential', () => {
  test('is left out unless a key that may see it asks', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addPosting({ confidentiality: 'confidential' })
    it.sandbox.apply(id)
    const { key } = it.sandbox.addKey()

    expect((await it.call('GET', '/opportunities')).body.data).toEqual([])
    expect((await it.call('GET', '/opportunities?confidentiality=all')).body.data).toHaveLength(1)
    expect((await it.call('GET', '/postings?confidentiality=all', undefined, key)).status).toBe(403)
  })

  test.each([403, 404] as const)('is hidden by %d', async (hiddenRecord) => {
    await using it = await startWithCall({ hiddenRecord })
    const { id } = it.sandbox.addPosting({ confidentiality: 'confidential' })

    expect((await it.call('GET', `/postings/${id}`, undefined, it.sandbox.addKey().key)).status).toBe(hiddenRecord)
  })
})

test.each([
  ['GET', '/requisitions', 501],
  ['GET', '/candidates/x', 501],
  ['GET', '/nothing', 404],
  ['PUT', '/opportunities/x', 404],
])('%s %s is not carried out', async (method, path, status) => {
  await using it = await startWithCall()

  expect((await it.call(method, path, method === 'GET' ? undefined : {})).status).toBe(status)
})
