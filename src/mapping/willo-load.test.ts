import { expect, test } from 'vitest'
import { ConfigError } from '../lib/errors.ts'
import { loadWilloMapping, parseWilloMapping } from './willo-load.ts'

const ONE = '0123456789abcdef0123456789abcdef'
const TWO = 'fedcba9876543210fedcba9876543210'
const parse = (text: string) => parseWilloMapping(text, 'f.yaml')

function refusal(text: string): string[] {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').map((line) => line.replace('f.yaml:', ''))
    throw error
  }
  return []
}

const interviews = (...entries: readonly string[]) =>
  `version: 1\ninterviews:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`

test('reads interviews and triggers with their places', () => {
  const text = `version: 1
interviews:
  - interview: ${ONE}
    triggers:
      - { job: Backend Engineer, stage: Interview }
      - { job: j2, stage: s2 }
  - { interview: ${TWO}, triggers: [] }
`

  expect(parse(text)).toEqual({
    interviews: [
      {
        interview: ONE,
        triggers: [
          { job: 'Backend Engineer', stage: 'Interview', at: 'f.yaml:5:9' },
          { job: 'j2', stage: 's2', at: 'f.yaml:6:9' },
        ],
        at: 'f.yaml:3:5',
      },
      { interview: TWO, triggers: [], at: 'f.yaml:7:5' },
    ],
    warnings: [],
  })
})

test('reads keys with dashes and capitals as the same', () => {
  const text = interviews('interview: 01234567-89AB-CDEF-0123-456789ABCDEF')

  expect(parse(text).interviews).toEqual([{ interview: ONE, triggers: [], at: 'f.yaml:3:5' }])
})

test('reads a mapping without interviews', () => {
  expect(parse('version: 1\ninterviews:\n')).toEqual({ interviews: [], warnings: [] })
  expect(loadWilloMapping('mappings/willo-ashby.yaml')).toEqual({ interviews: [], warnings: [] })
})

test('warns of two interviews at one place', () => {
  const text = interviews(
    `{ interview: ${ONE}, triggers: [{ job: J, stage: S }] }`,
    `{ interview: ${TWO}, triggers: [{ job: J, stage: T }, { job: j, stage: "s " }] }`,
  )

  expect(parse(text).warnings).toEqual([
    {
      at: 'f.yaml:4:85',
      message: 'line 3 has this job and stage too: whoever arrives is invited to both interviews',
    },
  ])
})

test.each([
  ['an empty file', '', ['1:1 the file is empty']],
  ['an unknown section', 'version: 1\ninterview: []', ['2:1 unknown key "interview"; did you mean "interviews"?']],
  [
    'a title instead of a key',
    interviews('interview: First talk'),
    ['3:16 interviews[0].interview: expects the key of a Willo interview'],
  ],
  [
    'a key that is too short',
    interviews(`interview: ${ONE.slice(1)}`),
    ['3:16 interviews[0].interview: expects the key'],
  ],
  ['no key', interviews('triggers: []'), ['3:5 interviews[0].interview: is missing']],
  [
    'a trigger without a job',
    interviews(`{ interview: ${ONE}, triggers: [{ stage: S }] }`),
    ['3:63 interviews[0].triggers[0].job: is missing'],
  ],
  [
    'an empty stage',
    interviews(`{ interview: ${ONE}, triggers: [{ job: J, stage: " " }] }`),
    ['interviews[0].triggers[0].stage: is empty; write the id or the title of a stage'],
  ],
  [
    'an interview twice',
    interviews(`interview: ${ONE}`, `interview: ${ONE.toUpperCase()}`),
    ['4:16 interviews[1].interview: line 3 has this interview already; put the triggers there'],
  ],
  [
    'a trigger twice',
    interviews(`{ interview: ${ONE}, triggers: [{ job: J, stage: S }, { job: " J ", stage: s }] }`),
    ['3:85 says the same as line 3; remove one'],
  ],
])('refuses %s', (_, text, messages) => {
  const lines = refusal(text)

  expect(lines).toHaveLength(messages.length)
  for (const [index, message] of messages.entries()) expect(lines[index]).toContain(message)
})
