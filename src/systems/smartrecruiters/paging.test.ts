import { expect, test } from 'vitest'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { partsOfApplicationId } from './application-schema.ts'
import { scriptedSmartRecruiters } from './fixtures/scripted-smartrecruiters.ts'

const person = (id: string, more: object = {}) => ({ id, firstName: 'A', lastName: 'B', ...more })
const on = (job: string, status?: string) => ({ job: { id: job }, status })

test('pages are asked for one behind the other', async () => {
  const { smartRecruiters, asked } = await scriptedSmartRecruiters((_, count) => ({
    body: { content: [person(`c${count}`)], nextPageId: count < 3 ? `p${count}` : '' },
  }))

  const { rows } = await allPages(smartRecruiters.candidates('2026-03-02T09:00:00.000Z'))

  expect(rows.map(({ id }) => id)).toEqual(['c1', 'c2', 'c3'])
  expect(asked.map(({ query }) => [query.pageId, query.limit, query.updatedAfter])).toEqual([
    [undefined, '100', '2026-03-02T09:00:00.000Z'],
    ['p1', '100', '2026-03-02T09:00:00.000Z'],
    ['p2', '100', '2026-03-02T09:00:00.000Z'],
  ])
})

test('jobs are asked for in the one order that pages hold', async () => {
  const { smartRecruiters, asked } = await scriptedSmartRecruiters(() => ({ body: { content: [] } }))

  await allPages(smartRecruiters.jobs())

  expect(asked[0]?.query).toMatchObject({ sort: 'job_id' })
})

test.each([
  ['a page that points to itself', { content: [], nextPageId: 'p1' }],
  ['rows under another name', { results: [] }],
  ['rows that are no list', { content: {} }],
])('%s is no end of a list', async (_, body) => {
  const { smartRecruiters } = await scriptedSmartRecruiters(() => ({ body }))

  await expect(allPages(smartRecruiters.candidates())).rejects.toThrow(RetryableError)
})

test('a row that cannot be read is told by its id', async () => {
  const content = [person('c1', { primaryAssignment: on('j1', 'IN-REVIEW') }), person('c2'), { id: 'c3' }, 'x']
  const { smartRecruiters } = await scriptedSmartRecruiters(() => ({ body: { content } }))

  const { rows, rejected } = await allPages(smartRecruiters.candidates())

  expect(rows.map(({ id }) => id)).toEqual(['c2'])
  expect(rejected.map(({ id }) => id)).toEqual(['c1', 'c3', undefined])
  expect(rejected[0]?.problem).toContain('known statuses')
})

test('a job of a person that cannot be read spoils no other', async () => {
  const content = [
    person('c1', { primaryAssignment: on('j1', 'NEW'), secondaryAssignments: [on('j2'), on('j3'), on('j4')] }),
  ]
  const { smartRecruiters } = await scriptedSmartRecruiters(({ path }) => {
    if (path === '/candidates') return { body: { content } }
    if (path.endsWith('/j2')) return { body: { status: 'WHATEVER' } }
    return path.endsWith('/j3') ? { status: 404 } : { body: { status: 'REJECTED' } }
  })

  const { rows, rejected } = await allPages(smartRecruiters.applications())

  expect(rows.map(({ id, status }) => [id, status])).toEqual([
    ['c1:j1', 'NEW'],
    ['c1:j4', 'REJECTED'],
  ])
  expect(rejected.map(({ id }) => id)).toEqual(['c1:j2'])
})

test('a person who cannot be read hides applications without ids', async () => {
  const content = [
    person('c1', { primaryAssignment: on('j1', 'UNHEARD_OF') }),
    person('c2', { primaryAssignment: on('j1', 'NEW') }),
  ]
  const { smartRecruiters } = await scriptedSmartRecruiters(() => ({ body: { content } }))

  const { rows, rejected } = await allPages(smartRecruiters.applications())

  expect(rows.map(({ id }) => partsOfApplicationId(id))).toEqual([{ candidateId: 'c2', jobId: 'j1' }])
  expect(rejected).toEqual([{ problem: expect.stringContaining('candidate c1: assignment') }])
  expect(['c1', 'c1:', ':j1', 'c1:j1:x', ''].map(partsOfApplicationId)).toEqual(Array(5).fill(undefined))
})

test('a list that must come whole is not taken in part', async () => {
  const part = await scriptedSmartRecruiters(() => ({
    body: { totalFound: 2, content: [{ id: 'u1', role: 'RECRUITER' }] },
  }))
  const unread = await scriptedSmartRecruiters(() => ({ body: { content: [{ id: 'u1' }] } }))

  await expect(part.smartRecruiters.hiringTeam('j1')).rejects.toThrow(RetryableError)
  await expect(unread.smartRecruiters.hiringTeam('j1')).rejects.toThrow(RejectedRecordError)
})

test('what is left out is not a no', async () => {
  const { smartRecruiters } = await scriptedSmartRecruiters(({ path }) => {
    if (path.includes('/users/')) return { body: { id: 'u1' } }
    const row = { id: 'x1', label: 'Crosschq tag', subStatuses: { IN_REVIEW: ['Crosschq'] } }
    return { body: { content: [row, { ...row, active: false, subStatuses: null }] } }
  })

  expect(await smartRecruiters.user('u1')).toEqual({ id: 'u1', isActive: true })
  expect((await smartRecruiters.jobFields()).map(({ isActive }) => isActive)).toEqual([true, false])
  expect(await smartRecruiters.hiringProcesses()).toEqual([
    { id: 'x1', name: 'x1', isActive: true, steps: [{ status: 'IN_REVIEW', name: 'Crosschq' }] },
    { id: 'x1', name: 'x1', isActive: false, steps: [] },
  ])
})
