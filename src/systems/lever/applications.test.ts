import { expect, test } from 'vitest'
import { RetryableError } from '../../lib/errors.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { page, ROW, scriptedLever } from './fixtures/scripted-lever.ts'

const SINCE = '2026-03-02T09:00:00.000Z'
const MS = '1772442000000'

test('a filter is sent in milliseconds, and jobs are expanded', async () => {
  const { lever, asked } = await scriptedLever(() => page([]))

  await allPages(lever.applications({ advancedSince: SINCE, stageId: 'offer', jobId: 'job-1', isArchived: false }))

  expect(asked[0]?.query).toEqual({
    ...{ advanced_at_start: MS, stage_id: 'offer', posting_id: 'job-1', archived: 'false' },
    ...{ expand: 'applications', confidentiality: 'non-confidential', limit: '100' },
  })
})

test('everything since then is asked of each clock', async () => {
  const { lever, asked } = await scriptedLever(() => page([ROW]))

  const { rows } = await allPages(lever.applicationsSince(SINCE))

  const clocks = asked.map(({ query }) => Object.keys(query).filter((name) => name.endsWith('_start')))
  expect(clocks.flat()).toEqual(['updated_at_start', 'created_at_start', 'advanced_at_start', 'archived_at_start'])
  expect(rows).toHaveLength(4)
})

test('a moment that is none is not sent as no filter', async () => {
  const { lever, asked } = await scriptedLever(() => page([]))

  expect(() => lever.applications({ updatedSince: 'yesterday' })).toThrow(TypeError)
  expect(asked).toEqual([])
})

test('confidential ones are asked for only where that is wanted', async () => {
  const { lever, asked } = await scriptedLever(() => page([]), { includeConfidential: true })

  await allPages(lever.applications())
  await allPages(lever.jobs())

  expect(asked.map(({ query }) => query.confidentiality)).toEqual(['all', 'all'])
})

test('jobs are listed without a state', async () => {
  const { lever, asked } = await scriptedLever(() => page([]))

  await allPages(lever.jobs(SINCE))

  expect(asked[0]?.query).toEqual({ confidentiality: 'non-confidential', updated_at_start: MS, limit: '100' })
})

test('an address is compared again, whatever Lever found', async () => {
  const other = { ...ROW, id: 'other', emails: ['ada@people.example.com'] }
  const { lever } = await scriptedLever(() => page([ROW, other]))

  const found = await lever.applicationsOf(' Ada@People.Example ')

  expect(found.map(({ id }) => id)).toEqual([ROW.id])
})

test('nobody is everybody’s match', async () => {
  const { lever, asked } = await scriptedLever(() => page([ROW]))

  expect(await lever.applicationsOf('  ')).toEqual([])
  expect(asked).toEqual([])
})

test('a known person who cannot be read is not a new one', async () => {
  const { lever } = await scriptedLever(() => page([{ ...ROW, stage: null }]))

  await expect(lever.applicationsOf('ada@people.example')).rejects.toThrow(RetryableError)
})
