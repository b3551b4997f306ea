import { expect, test } from 'vitest'
import type { Template } from '../../mapping/crosschq-load.ts'
import { mismatch, templatesFor } from './tagged-templates.ts'

const template = (id: string, tag?: string): Template => ({
  ...{ id, name: id, description: '', survey: 's', references: { peers: 1 }, at: 'f.yaml:3:5' },
  ...(tag !== undefined && { tag }),
})
const TEMPLATES = [template('engineering', 'engineering'), template('any'), template('emea', 'sales emea')]

test.each<[readonly string[], readonly string[]]>([
  [[], []],
  [['Engineer'], []],
  [[''], []],
  [['ENGINEERING '], ['engineering']],
  [
    ['Sales EMEA', 'engineering'],
    ['engineering', 'emea'],
  ],
])('tags %j mean %j', (tags, ids) => {
  expect(templatesFor(tags, TEMPLATES).map(({ id }) => id)).toEqual(ids)
})

test('a mismatch shows both sides as they are written', () => {
  expect(mismatch(['Design', 'Ops'], TEMPLATES)).toBe(
    'the job has the tags "Design", "Ops"; the templates have the tags "engineering", "sales emea"',
  )
  expect(mismatch([], [])).toBe('the job has no tag; the templates have no tag')
})
