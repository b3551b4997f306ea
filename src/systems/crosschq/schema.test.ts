import { describe, expect, test } from 'vitest'
import { ROW } from './fixtures/scripted-crosschq.ts'
import { ReferenceRequestRow, statusOf } from './schema.ts'

const parse = (changes: object) => ReferenceRequestRow.parse({ ...ROW, ...changes })

test('a request is read field by field', () => {
  const row = {
    ...ROW,
    ...{ status: 'Completed', progress: 100, score: 4.25, hiring_status: 'hired', job_role: 'baker' },
    ...{ hiring_status_updated_on: '2026-03-05T00:00:00Z', updated_on: '2026-03-04T00:00:00Z' },
    ...{ report_url: 'https://org.example/r/1', report_full_pdf: 'https://files.example/f?sig=1' },
    report_summary_pdf: 'https://files.example/s?sig=1',
  }

  expect(ReferenceRequestRow.parse(row)).toEqual({
    id: ROW.id,
    ...{ status: 'completed', statusText: 'Completed', progress: 100, score: 4.25, hiringStatus: 'hired' },
    ...{ reportUrl: 'https://org.example/r/1', fullPdf: 'https://files.example/f?sig=1' },
    ...{ summaryPdf: 'https://files.example/s?sig=1', survey: 'baker', position: 'Engineer' },
    candidate: { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example', phone: '+15550100000' },
    references: ['completed', 'cancelled'],
    hiringStatusUpdatedAt: '2026-03-05T00:00:00.000Z',
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-04T00:00:00.000Z',
    statusUpdatedAt: '2026-03-02T10:00:00.000Z',
    notices: [],
  })
})

test.each([
  ...(['complete', 'completed', 'Concluded', ' COMPLETED '] as const).map((word) => [word, 40, 'completed'] as const),
  ...(['cancel', 'canceled', 'Cancelled'] as const).map((word) => [word, 100, 'cancelled'] as const),
  ...(['past_due', 'Past Due', 'past-due', 'overdue'] as const).map((word) => [word, 40, 'past_due'] as const),
  ...(['pending', 'sent', 'requested', 'NEW'] as const).map((word) => [word, 0, 'pending'] as const),
  ...(['in_progress', 'self reference done', 'waiting', 'incomplete', 'not completed'] as const).map(
    (word) => [word, 40, 'in_progress'] as const,
  ),
  ['in_progress', 100, 'completed'],
  ['pending', 100, 'completed'],
  ['past_due', 100, 'completed'],
  [undefined, 100, 'completed'],
  [undefined, 0, 'pending'],
  [undefined, undefined, 'pending'],
  [undefined, 10, 'in_progress'],
] as const)('status %j at %j %% is %s', (text, progress, status) => {
  expect(statusOf(text?.trim(), progress)).toBe(status)
})

test('references that were cancelled do not cancel the request', () => {
  const references = [{ status: 'cancelled' }, { status: 'cancelled' }, null, 'x']

  expect(parse({ references, progress: 100 })).toMatchObject({ status: 'completed' })
})

describe('the score', () => {
  test.each([
    [4, 4],
    [1, 1],
    [5, 5],
    ['4.5', 4.5],
  ])('%j is kept as it is', (score, expected) => {
    expect(parse({ score })).toMatchObject({ score: expected, notices: [] })
  })

  test.each([undefined, null, ''])('%j is no score and no trouble', (score) => {
    expect(parse({ score }).score).toBeUndefined()
    expect(parse({ score }).notices).toEqual([])
  })

  test.each([0, -1, 5.1, 87, 'excellent', '4 of 5', true, {}, [4], Number.NaN])('%j is left out and told', (score) => {
    const request = parse({ score, progress: 100 })

    expect(request.score).toBeUndefined()
    expect(request.notices).toEqual(['score is no number from 1 to 5'])
    expect(request.status).toBe('completed')
  })
})

describe('the progress', () => {
  test.each([
    [0, 0],
    [66.7, 66.7],
    ['100', 100],
    ['50%', 50],
  ])('%j is read as %d', (progress, expected) => {
    expect(parse({ progress })).toMatchObject({ progress: expected, notices: [] })
  })

  test.each([-1, 101, 'all', {}])('%j completes nothing and is told', (progress) => {
    const request = parse({ progress, status: 'in_progress' })

    expect(request).toMatchObject({ status: 'in_progress', notices: ['progress is no number from 0 to 100'] })
    expect(request.progress).toBeUndefined()
  })
})

test.each(['javascript:alert(1)', '/reports/1', 'report'])('the page %j is left out and told', (report_url) => {
  const request = parse({ report_url })

  expect(request.reportUrl).toBeUndefined()
  expect(request.notices).toEqual(['report_url is no web address'])
})

test.each([
  ['a survey without underscore', { jobrole: 'baker' }, { survey: 'baker' }],
  ['no candidate', { candidate: null }, { candidate: {} }],
  ['a candidate of another shape', { candidate: 'Ada' }, { candidate: {} }],
  ['no references', { references: null }, { references: [] }],
  ['an id that is a number', { id: 42 }, { id: '42' }],
  ['an unknown hiring status', { hiring_status: 'maybe' }, { hiringStatus: undefined }],
  ['a hiring status in capitals', { hiring_status: 'HIRED' }, { hiringStatus: 'hired' }],
  ['a time without zone', { updated_on: '2026-03-04T00:00:00' }, { updatedAt: '2026-03-04T00:00:00.000Z' }],
  ['an unreadable time', { updated_on: 'soon' }, { updatedAt: undefined }],
  ['unknown members', { surprise: { a: 1 } }, { id: ROW.id }],
])('%s is borne', (_, changes, expected) => {
  expect(parse(changes)).toMatchObject(expected)
})

test.each([undefined, null, '', {}, true])('an id like %j refuses the row', (id) => {
  expect(ReferenceRequestRow.safeParse({ ...ROW, id }).success).toBe(false)
})
