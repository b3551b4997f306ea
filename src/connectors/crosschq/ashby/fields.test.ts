import { expect, test } from 'vitest'
import type { AshbyField } from '../../../systems/ashby/schema.ts'
import type { RequestRow } from '../request-row.ts'
import { fieldIssues, matchFields, planFields } from './fields.ts'

const field = (title: string, fieldType: string, changes: Partial<AshbyField> = {}): AshbyField => ({
  ...{ id: `id of ${title}`, title, fieldType, objectType: 'Application', isArchived: false, options: [], ...changes },
})
const request: RequestRow = {
  ...{ id: 'r', application: 'a', key: 'k', template: 't', status: 'past_due', score: 4.5, hasPdf: false, notices: [] },
}

test('fields are found by title, in use and of applications', () => {
  const known = [
    field('State', 'String', { objectType: 'Candidate' }),
    field('Score', 'Number', { isArchived: true }),
    field(' link ', 'Url'),
  ]

  const { fields, problems } = matchFields({ status: 'State', score: 'Score', link: 'Link' }, known)

  expect(fields.map(({ part, fieldId }) => [part, fieldId])).toEqual([['link', 'id of  link ']])
  expect(problems).toEqual([
    expect.stringMatching(/^results\.fields\.status: .*"State"/),
    expect.stringMatching(/^results\.fields\.score: .*"Score"/),
  ])
})

test.each([
  ['a score as number', 'Number', [4.5]],
  ['a score as text', 'String', ['4.5']],
  ['a score where a date belongs', 'Date', []],
])('%s', (_, fieldType, values) => {
  const matched = matchFields({ score: 'Score' }, [field('Score', fieldType)])

  expect(planFields(request, matched).map(({ input }) => (input as { value: unknown }).value)).toEqual(values)
  expect(fieldIssues(request, matched).map(({ reason }) => reason)).toEqual(values.length === 0 ? ['field_type'] : [])
})

test('what stands there already is not written, and nothing is made up', () => {
  const { fields, problems } = matchFields({ status: 'State', link: 'Link' }, [
    field('State', 'String'),
    field('Link', 'Url'),
  ])
  const held = fields.map((one) => ({ ...one, value: one.part === 'status' ? 'past due' : null }))

  expect(planFields(request, { fields: held, problems })).toEqual([])
})
