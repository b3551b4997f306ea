import { expect, test } from 'vitest'
import { type CrosschqAccount, checkTemplates } from './check-templates.ts'
import { parseCrosschqMapping } from './crosschq-load.ts'

const every = (min: number, max: number) =>
  ['managers', 'employees', 'peers', 'business', 'social'].map((id) => ({ id, min, max }))

const account: CrosschqAccount = {
  minimum: 3,
  relationships: every(0, 4),
  surveys: [{ codename: 'engineer-manager' }, { codename: 'sales' }],
}

function problems(entry: string, told: CrosschqAccount = account) {
  const text = `version: 1\ntemplates:\n  - { id: eng, name: Engineering, ${entry} }\n`
  return checkTemplates(parseCrosschqMapping(text, 'm.yaml').templates, told)
}

test('finds nothing wrong with what the account allows', () => {
  expect(problems('survey: sales, references: { managers: 1, peers: 2 }')).toEqual([])
})

test.each<[string, string, string]>([
  [
    'too few references',
    'survey: sales, references: { peers: 2 }',
    'asks for 2 references, fewer than the 3 that the account wants',
  ],
  [
    'too many of one relationship',
    'survey: sales, references: { peers: 5 }',
    'asks for 5 peers; the account allows 0 to 4',
  ],
  [
    'too many with those of any relationship',
    'survey: sales, references: { social: 3, any: 2, anyAs: social }',
    'asks for 5 social; the account allows 0 to 4',
  ],
  [
    'a misspelt survey',
    'survey: engineer-manger, references: { peers: 3 }',
    'names the survey "engineer-manger", which the account does not have; did you mean "engineer-manager"?',
  ],
  [
    'an unknown survey',
    'survey: cook, references: { peers: 3 }',
    'names the survey "cook", which the account does not have; it has engineer-manager, sales',
  ],
])('names the template with %s', (_, entry, message) => {
  expect(problems(entry)).toEqual([{ at: 'm.yaml:3:5', template: 'eng', message: `the template "eng" ${message}` }])
})

test.each<[string, CrosschqAccount, readonly string[]]>([
  ['no surveys', { surveys: [] }, ['names the survey "s", which the account does not have; the account has none']],
  [
    'other relationships',
    { relationships: [{ id: 'managers', min: 0, max: 9 }] },
    ['asks for 3 peers, a relationship'],
  ],
  ['a least count above none', { relationships: every(1, 9) }, Array(4).fill('the account allows 1 to 9')],
  [
    'bounds of the survey',
    { relationships: every(0, 2), surveys: [{ codename: 's', relationships: every(0, 3) }] },
    [],
  ],
  [
    'no bounds of the survey',
    { relationships: every(0, 2), surveys: [{ codename: 's', relationships: [] }] },
    ['asks for 3 peers; the account allows 0 to 2'],
  ],
  ['nothing to say', {}, []],
])('judges by an account with %s', (_, told, messages) => {
  const found = problems('survey: s, references: { peers: 3 }', told)

  expect(found.map(({ message }) => message)).toEqual(messages.map((message) => expect.stringContaining(message)))
})

test('judges each template', () => {
  const entry = (id: string, peers: number) =>
    `  - { id: ${id}, name: N, survey: sales, references: { peers: ${peers} } }\n`
  const text = `version: 1\ntemplates:\n${entry('a', 2)}${entry('b', 3)}${entry('c', 4)}`
  const { templates } = parseCrosschqMapping(text, 'm.yaml')

  const found = checkTemplates(templates, { minimum: 4 })

  expect(found.map(({ template, at }) => [template, at])).toEqual([
    ['a', 'm.yaml:3:5'],
    ['b', 'm.yaml:4:5'],
  ])
})
