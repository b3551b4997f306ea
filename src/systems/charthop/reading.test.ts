import { expect, test } from 'vitest'
import { FatalError, RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import { all, ID, JOB, serve } from './fixtures/scripted-server.ts'

test('asks for open jobs with all their columns', async () => {
  const { chartHop, seen } = await serve({ data: [JOB] })

  const [page] = await all(chartHop.jobs(['costCenter', 'shirtSize']))

  expect(page?.rows).toMatchObject([{ id: ID, isOpen: true }])
  expect(seen[0]).toMatchObject({ method: 'GET', path: '/v2/org/acme/job', authorization: 'Bearer token-1' })
  expect(seen[0]!.query).toMatchObject({ q: 'is:open', limit: '500' })
  expect(seen[0]!.query.fields?.split(',')).toEqual(
    expect.arrayContaining(['id', 'recruit', 'location.name', 'costCenter', 'shirtSize']),
  )
})

test('follows the cursor with every filter', async () => {
  const { chartHop, seen } = await serve(
    { data: [{ ...JOB, id: 'a' }], next: 'a' },
    { data: [{ ...JOB, id: 'b' }], next: 'b' },
    { data: [], next: null },
  )

  const pages = await all(chartHop.jobs(['x']))

  expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(['a', 'b'])
  expect(seen.map(({ query }) => query.from)).toEqual([undefined, 'a', 'b'])
  expect(new Set(seen.map(({ query }) => `${query.q} ${query.fields} ${query.limit}`)).size).toBe(1)
})

test('a row on two pages comes once', async () => {
  const { chartHop } = await serve(
    {
      data: [
        { ...JOB, id: 'a' },
        { id: 'bad', state: 'OPEN', title: [{}] },
      ],
      next: 'a',
    },
    {
      data: [
        { ...JOB, id: 'a' },
        { id: 'bad', state: 'OPEN', title: [{}] },
        { ...JOB, id: 'b' },
      ],
    },
  )

  const pages = await all(chartHop.jobs([]))

  expect(pages.flatMap(({ rows }) => rows.map(({ id }) => id))).toEqual(['a', 'b'])
  expect(pages.flatMap(({ rejected }) => rejected.map(({ id }) => id))).toEqual(['bad'])
})

test.each([
  ['one cursor for ever', ['x', 'x']],
  ['two cursors in turns', ['x', 'y', 'x']],
])('a list that offers %s throws', async (_, cursors) => {
  const { chartHop, seen } = await serve(...cursors.map((next) => ({ data: [JOB], next })))

  await expect(all(chartHop.jobs([]))).rejects.toThrow(RetryableError)
  expect(seen).toHaveLength(cursors.length)
})

test('a list without end throws', async () => {
  let page = 0
  const { chartHop } = await serve(() => [200, { data: [], next: `p${page++}` }])

  await expect(all(chartHop.people())).rejects.toThrow(/does not end/)
})

test.each<[string, unknown]>([
  ['no rows', { next: null }],
  ['rows that are no list', { data: {} }],
  ['a cursor of odd shape', { data: [], next: { id: 1 } }],
  ['a bare list', [JOB]],
  ['HTML', '<html>Sign in</html>'],
  ['nothing', undefined],
])('a list answered with %s throws', async (_, body) => {
  const { chartHop } = await serve(() => [200, body])

  await expect(all(chartHop.jobs([]))).rejects.toThrow(RetryableError)
})

test('waits while the snapshot is building', async () => {
  const { chartHop, slept } = await serve((_, calls) => (calls < 3 ? [202, undefined] : [200, { data: [JOB] }]))

  expect((await all(chartHop.jobs([])))[0]?.rows).toHaveLength(1)
  expect(slept).toEqual([1000, 2000])
})

test('a snapshot that stays in building is retryable', async () => {
  const { chartHop, seen } = await serve(() => [202, { data: [] }])

  await expect(all(chartHop.jobs([]))).rejects.toThrow(RetryableError)
  expect(seen).toHaveLength(7)
})

test.each<[number, typeof FatalError, RegExp]>([
  [401, FatalError, /charthop\.token/],
  [403, FatalError, /Org Editor/],
  [404, FatalError, /organisation/],
  [400, FatalError, /field codes/],
  [408, RetryableError, /again/],
])('a list answered with %i says the way out', async (status, kind, words) => {
  const { chartHop } = await serve(() => [status, { code: status, message: 'planted' }])

  const error = await all(chartHop.jobs([])).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(kind)
  expect(error.message).toMatch(words)
  expect(error.message).not.toContain('planted')
  expect(error.facts).toMatchObject({ status, path: '/v2/org/{orgId}/job' })
})

test('finds one job, bare or wrapped', async () => {
  const { chartHop, seen } = await serve({ ...JOB, costCenter: 7 }, { data: JOB })

  expect(await chartHop.job(ID, ['costCenter'])).toMatchObject({ id: ID, custom: { costCenter: 7 } })
  expect(await chartHop.job(ID, [])).toMatchObject({ id: ID })
  expect(seen[0]).toMatchObject({ path: `/v2/org/acme/job/${ID}` })
})

test('returns undefined for 404', async () => {
  const { chartHop } = await serve(() => [404, { code: 404, message: 'not found' }])

  expect(await chartHop.job(ID, [])).toBeUndefined()
  expect(await chartHop.person(ID, [])).toBeUndefined()
})

test('a malformed id finds nothing', async () => {
  const { chartHop, seen } = await serve(() => [400, { code: 400 }])

  expect(await chartHop.job('no-such-form', [])).toBeUndefined()
  expect(seen).toHaveLength(1)
  expect(await chartHop.job('../person', [])).toBeUndefined()
  expect(await chartHop.job('', [])).toBeUndefined()
  expect(seen).toHaveLength(1)
})

test('400 on a good id is not absence', async () => {
  const { chartHop } = await serve(() => [400, { code: 400 }])

  await expect(chartHop.job(ID, [])).rejects.toThrow(RejectedRecordError)
})

test('one job that cannot be read is refused', async () => {
  const { chartHop } = await serve(() => [200, { id: ID }])

  await expect(chartHop.job(ID, [])).rejects.toThrow(RejectedRecordError)
})

test('reads everybody without an address in the URL', async () => {
  const { chartHop, seen } = await serve({ data: [{ id: 'p1', 'contact.homeEmail': 'ada@example.com' }] })

  const [page] = await all(chartHop.people())

  expect(page?.rows).toEqual([{ id: 'p1', emails: ['ada@example.com'], custom: {} }])
  expect(seen[0]!.query).toEqual({
    includeAll: 'true',
    limit: '500',
    fields: 'id,jobId,contact.workEmail,contact.homeEmail',
  })
})

test('lists custom and built-in fields', async () => {
  const { chartHop, seen } = await serve(
    { data: [{ id: 'f1', name: 'costCenter', type: 'STRING', entityType: 'JOB' }] },
    { data: [{ name: 'recruit', type: 'ENUM', values: [{ name: 'active', label: 'Active' }] }] },
  )

  expect((await all(chartHop.customFields()))[0]?.rows).toMatchObject([{ id: 'f1', code: 'costCenter' }])
  expect(await chartHop.builtInFields()).toMatchObject([{ code: 'recruit', isBuiltIn: true }])
  expect(seen.map(({ path }) => path)).toEqual(['/v1/org/acme/field', '/v1/org/acme/field/built-in'])
})

test('tells hires and moves of a job', async () => {
  const change = { id: 'c1', type: 'HIRE', jobId: ID, personId: 'p1', date: '2027-01-04', status: 'ACTIVE' }
  const { chartHop, seen } = await serve(
    { data: [change, { id: 'c2', type: 'UPDATE', jobId: ID }], next: 'c2' },
    {
      data: [
        { id: 'c3', type: 'MOVE', jobId: ID },
        { ...change, id: 'c4', scenarioId: 's1' },
      ],
    },
  )

  expect((await chartHop.placements(ID)).map(({ id }) => id)).toEqual(['c1', 'c3'])
  expect(seen[0]).toMatchObject({ path: '/v1/org/acme/change', query: { jobId: ID } })
})

test('does not pass over a change it cannot read', async () => {
  const { chartHop } = await serve({ data: [{ id: 'c1' }] })

  await expect(chartHop.placements(ID)).rejects.toThrow(RejectedRecordError)
})
