import { expect, test } from 'vitest'
import { ConfigError } from '../lib/errors.ts'
import { loadCrosschqMapping, parseCrosschqMapping } from './crosschq-load.ts'

const parse = (text: string) => parseCrosschqMapping(text, 'f.yaml')

function refusal(text: string): string[] {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').map((line) => line.replace('f.yaml:', ''))
    throw error
  }
  return []
}

const template = (entry: string) => `version: 1\ntemplates:\n  - { id: eng, name: Engineering, survey: s, ${entry} }\n`
const counted = (counts: string) => template(`references: { ${counts} }`)
const good = counted('peers: 2')

test('reads templates and triggers with their places', () => {
  const text = `version: 1
templates:
  - id: engineering
    name: Engineering references
    tag: engineering
    description: Two peers and a manager
    position: Engineer
    survey: engineer-manager
    references: { managers: 1, peers: 2, social: 0 }
    hiringManager: { firstName: Grace, lastName: Hopper, email: grace@acme.example }
    message: Thank you for your time.
    jobFunction: Engineering
  - { id: any, name: Any, survey: other, references: { peers: 1 } }
triggers:
  - { job: Backend Engineer, stage: Reference Check, template: engineering }
`

  expect(parse(text)).toEqual({
    templates: [
      {
        id: 'engineering',
        name: 'Engineering references',
        tag: 'engineering',
        description: 'Two peers and a manager',
        position: 'Engineer',
        survey: 'engineer-manager',
        references: { managers: 1, peers: 2 },
        hiringManager: { firstName: 'Grace', lastName: 'Hopper', email: 'grace@acme.example' },
        message: 'Thank you for your time.',
        jobFunction: 'Engineering',
        at: 'f.yaml:3:5',
      },
      { id: 'any', name: 'Any', description: '', survey: 'other', references: { peers: 1 }, at: 'f.yaml:13:5' },
    ],
    triggers: [{ job: 'Backend Engineer', stage: 'Reference Check', template: 'engineering', at: 'f.yaml:15:5' }],
    warnings: [],
  })
})

test.each(['version: 1', 'version: 1\ntemplates:\ntriggers:\n'])('reads a mapping without templates: %j', (text) => {
  expect(parse(text)).toEqual({ templates: [], triggers: [], warnings: [] })
})

test('reads the mapping that comes with the project', () => {
  const { templates, warnings } = loadCrosschqMapping('mappings/crosschq-ashby.yaml')

  expect(templates.map(({ tag }) => tag)).toEqual(['engineering', 'sales'])
  expect(warnings).toHaveLength(1)
})

test('treats empty optional keys as left out', () => {
  const [read] = parse(
    template('description:, position: "", message:, jobFunction:, hiringManager:, references: { peers: 1 }'),
  ).templates

  expect(Object.keys(read ?? {}).sort()).toEqual(['at', 'description', 'id', 'name', 'references', 'survey'])
})

test.each([
  ['any: 2', { peers: 2 }, '2 asked for as peers'],
  ['peers: 1, any: 2', { peers: 3 }, '2 asked for as peers'],
  ['managers: 1, any: 1, anyAs: social', { managers: 1, social: 1 }, '1 asked for as social'],
])('asks for { %s } with a warning', (counts, references, message) => {
  const text = counted(counts)
  const { templates, warnings } = parse(text)

  const column = (text.split('\n')[2] ?? '').indexOf('any: ') + 'any: '.length + 1
  expect(templates[0]?.references).toEqual(references)
  expect(warnings).toEqual([{ at: `f.yaml:3:${column}`, message: expect.stringContaining(message) }])
})

test.each(['notes: { peers: Be kind }', 'customEmail: { subject: Hello }', 'customSms: Hello'])(
  'takes no notice of %s but for a warning',
  (line) => {
    const { templates, warnings } = parse(template(`references: { peers: 2 }, ${line}`))

    const key = line.split(':')[0]
    expect(templates).toEqual(parse(good).templates)
    expect(warnings).toEqual([
      {
        at: expect.stringMatching(/^f\.yaml:3:\d+$/),
        message: expect.stringContaining(`templates[0].${key}: is not sent`),
      },
    ])
  },
)

test('warns of two templates for one place', () => {
  const text = `${good}  - { id: b, name: B, survey: s, references: { peers: 1 } }
triggers:
  - { job: J, stage: S, template: eng }
  - { job: j, stage: " s", template: b }
`

  expect(parse(text).warnings).toEqual([
    { at: 'f.yaml:7:5', message: 'line 6 has this job and stage too, with another template' },
  ])
})

test.each([
  ['an empty file', '', ['1:1 the file is empty; begin with version: 1']],
  ['no version', 'templates: []', ['1:1 version: is missing; write version: 1']],
  [
    'a section of another mapping',
    'version: 1\nopenings: []',
    ['2:1 unknown key "openings"; known here: version, templates, triggers'],
  ],
  [
    'a template without a name',
    'version: 1\ntemplates:\n  - { id: a, survey: s, references: { peers: 2 } }',
    ['3:5 templates[0].name: is missing'],
  ],
  [
    'an empty name',
    'version: 1\ntemplates:\n  - { id: a, name: " ", survey: s, references: { peers: 2 } }',
    ['3:20 templates[0].name: is empty; write the name that recruiters choose by'],
  ],
  [
    'no id, survey and references',
    'version: 1\ntemplates:\n  - { name: A }',
    ['templates[0].id: is missing', 'templates[0].survey: is missing', 'templates[0].references: is missing'],
  ],
  [
    'an id that could not stay',
    'version: 1\ntemplates:\n  - { id: a b, name: A, survey: s, references: { peers: 2 } }',
    ['3:11 templates[0].id: expects letters, digits, - and _'],
  ],
  [
    'a tag in capitals',
    template('tag: Sales EMEA, references: { peers: 2 }'),
    ['templates[0].tag: tags are lower case; write sales emea'],
  ],
  ['an empty tag', template('tag: "", references: { peers: 2 }'), ['templates[0].tag: is empty; write the tag']],
  ['a negative count', counted('peers: -1'), ['references.peers: expects a whole number from 0 to 100']],
  ['half a reference', counted('peers: 1.5'), ['references.peers: expects a whole number from 0 to 100']],
  ['a count that is text', counted('peers: "2"'), ['references.peers: expects a whole number from 0 to 100']],
  ['a misspelt relationship', counted('manager: 2'), ['references: unknown key "manager"; did you mean "managers"?']],
  [
    'an unknown relationship',
    counted('friends: 2'),
    ['references: unknown key "friends"; known here: managers, employees, peers, business, social, any, anyAs'],
  ],
  [
    'any as an unknown relationship',
    counted('any: 2, anyAs: peer'),
    ['references.anyAs: expects one of managers, employees, peers, business, social; did you mean "peers"?'],
  ],
  ['no reference', counted('managers: 0, any: 0'), ['templates[0].references: asks for no reference; write a count']],
  ['references without counts', template('references: {}'), ['templates[0].references: asks for no reference']],
  [
    'a hiring manager without a name',
    template('references: { peers: 2 }, hiringManager: { email: nobody }'),
    [
      'hiringManager.firstName: is missing',
      'hiringManager.lastName: is missing',
      'hiringManager.email: expects a mail address',
    ],
  ],
  [
    'a tag twice',
    'version: 1\ntemplates:\n  - { id: a, name: A, tag: x, survey: s, references: { peers: 1 } }\n  - { id: b, name: B, tag: x, survey: s, references: { peers: 1 } }',
    ['4:28 templates[1].tag: the template "a" has this tag already, in line 3'],
  ],
  [
    'an id twice',
    `${good}  - { id: eng, name: B, survey: s, references: { peers: 1 } }`,
    ['4:11 templates[1].id: the template "eng" has this id already, in line 3'],
  ],
  [
    'a trigger of no template',
    `${good}triggers: [{ job: J, stage: S, template: emg }]`,
    ['4:42 triggers[0].template: no template has this id; did you mean "eng"?'],
  ],
  ['a trigger without a stage', `${good}triggers: [{ job: J, template: eng }]`, ['4:12 triggers[0].stage: is missing']],
  [
    'a job that is a number',
    `${good}triggers: [{ job: 7, stage: S, template: eng }]`,
    ['4:19 triggers[0].job: expects text, has a number (text needs quotes)'],
  ],
  [
    'a trigger twice',
    `${good}triggers:\n  - { job: J, stage: S, template: eng }\n  - { job: " j", stage: s, template: eng }`,
    ['6:5 says the same as line 5; remove one'],
  ],
])('refuses %s', (_, text, messages) => {
  const lines = refusal(text)

  expect(lines).toHaveLength(messages.length)
  for (const [index, message] of messages.entries()) expect(lines[index]).toContain(message)
})

test('repeats no mail address', () => {
  const text = template(
    'references: { peers: 2 }, hiringManager: { firstName: Planted, lastName: Planted, email: planted@@x }',
  )

  expect(refusal(text).join()).toContain('expects a mail address')
  expect(refusal(text).join()).not.toMatch(/planted/i)
})
