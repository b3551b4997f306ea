import { expect, test } from 'vitest'
import { ConfigError } from '../lib/errors.ts'
import { loadMapping, parseMapping } from './load.ts'

const parse = (text: string) => parseMapping(text, 'f.yaml')

function refusal(text: string): string[] {
  try {
    parse(text)
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n').map((line) => line.replace('f.yaml:', ''))
    throw error
  }
  return []
}

const opening = (entry: string) => `version: 1\nopenings:\n  - ${entry}\n`
const hire = (entry: string) => `version: 1\nhires:\n  - ${entry}\n`
const step = (transform: string) => opening(`{ from: costCenter, to: CC, transform: [${transform}] }`)

test('reads both directions with their places', () => {
  const mapping = parse(`version: 1
openings:
  - from: costCenter
    to: Cost Center
  - from: hiringBudget
    to: { title: Hiring Budget, type: Currency }
    transform: [{ round: 0 }]
hires:
  - from: offer.T-Shirt Size v1.2
    to: shirtSize
    transform: [trim, upper]
`)

  expect(mapping).toEqual({
    digest: mapping.digest,
    openings: [
      { from: 'costCenter', title: 'Cost Center', transforms: [], at: 'f.yaml:3:5' },
      { from: 'hiringBudget', title: 'Hiring Budget', type: 'Currency', transforms: [{ round: 0 }], at: 'f.yaml:5:5' },
    ],
    hires: [
      {
        from: { object: 'offer', title: 'T-Shirt Size v1.2' },
        to: 'shirtSize',
        transforms: ['trim', 'upper'],
        at: 'f.yaml:9:5',
      },
    ],
  })
})

test('reads sections that are empty or left out', () => {
  expect(parse('version: 1\nopenings:\n')).toMatchObject({ openings: [], hires: [] })
})

test('reads the mapping that comes with the project', () => {
  expect(loadMapping('mappings/charthop-ashby.yaml')).toMatchObject({ openings: [], hires: [] })
})

test.each([
  ['an empty file', '', ['1:1 the file is empty; begin with version: 1']],
  ['no version', 'openings: []', ['1:1 version: is missing; write version: 1']],
  ['another version', 'version: 2', ['1:10 version: expects 1']],
  ['a version that is text', 'version: "1"', ['1:10 version: expects 1']],
  ['an unknown section', 'version: 1\nopening: []', ['2:1 unknown key "opening"; did you mean "openings"?']],
  [
    'an unknown key',
    opening('{ form: costCenter, to: CC }'),
    ['3:5 openings[0].from: is missing', '3:7 openings[0]: unknown key "form"; did you mean "from"?'],
  ],
  [
    'an unknown key of a target',
    opening('{ from: costCenter, to: { title: CC, tpye: Date } }'),
    ['3:42 openings[0].to: unknown key "tpye"; did you mean "type"?'],
  ],
  [
    'an unknown type',
    opening('{ from: costCenter, to: { title: CC, type: Curency } }'),
    [
      '3:48 openings[0].to.type: expects one of Boolean, Currency, Date, LongText, MultiValueSelect, Number, String, Url, ValueSelect; did you mean "Currency"?',
    ],
  ],
  [
    'a duplicate key',
    opening('{ from: a1, from: a2, to: CC }'),
    ['3:17 the key "from" stands twice in one block; remove one'],
  ],
  ['a wrong type', 'version: 1\nopenings: { a: 1 }', ['2:11 openings: expects a list, has a block of keys']],
  ['an entry that is text', opening('costCenter'), ['3:5 openings[0]: expects a block of keys, has text']],
  ['no target', opening('{ from: costCenter }'), ['3:5 openings[0].to: is missing']],
  [
    'an empty title',
    opening('{ from: costCenter, to: " " }'),
    ['3:29 openings[0].to: is empty; write the title of an Ashby field'],
  ],
  ['a number as title', opening('{ from: costCenter, to: 7 }'), ['3:29 openings[0].to: has a value of the wrong kind']],
  [
    'a label instead of a code',
    opening('{ from: Cost Center, to: CC }'),
    [
      '3:13 openings[0].from: expects the code of a ChartHop custom field (letters, digits, _), not its label; "hirewire fields" lists them',
    ],
  ],
  [
    'a code that would end the query',
    opening('{ from: "a,b&c=d", to: CC }'),
    [
      '3:13 openings[0].from: expects the code of a ChartHop custom field (letters, digits, _), not its label; "hirewire fields" lists them',
    ],
  ],
  [
    'a path instead of a code',
    hire('{ from: offer.A, to: fields.shirt }'),
    [
      '3:26 hires[0].to: expects the code of a ChartHop custom field (letters, digits, _), not its label; "hirewire fields" lists them',
    ],
  ],
  [
    'an unknown object',
    hire('{ from: offr.Shirt, to: shirt }'),
    [
      '3:13 hires[0].from: expects offer, application or candidate, a dot, and the title of an Ashby custom field: offer.T-Shirt Size',
    ],
  ],
  [
    'an object without a title',
    hire('{ from: "offer. ", to: shirt }'),
    [
      '3:13 hires[0].from: expects offer, application or candidate, a dot, and the title of an Ashby custom field: offer.T-Shirt Size',
    ],
  ],
  [
    'two writers of an Ashby field',
    opening('{ from: a1, to: CC }\n  - { from: b1, to: cc }'),
    ['4:21 line 3 writes this field too'],
  ],
  [
    'two writers of a ChartHop field',
    hire('{ from: offer.A, to: shirt }\n  - { from: candidate.A, to: Shirt }'),
    ['4:30 line 3 writes this field too'],
  ],
  [
    'the same entry twice',
    opening('{ from: a1, to: CC }\n  - { from: A1, to: CC }'),
    ['4:21 says the same as line 3; remove one'],
  ],
  [
    'a loop',
    'version: 1\nopenings:\n  - { from: shirt, to: S }\nhires:\n  - { from: offer.S, to: Shirt }',
    ['5:26 line 3 sends this field to Ashby; a field goes one way only'],
  ],
  [
    'an unknown transform',
    step('trm'),
    ['3:45 openings[0].transform[0]: unknown transform "trm"; did you mean "trim"?'],
  ],
  [
    'an unknown transform with an argument',
    step('{ prefx: a }'),
    ['3:45 openings[0].transform[0]: unknown transform "prefx"; did you mean "prefix"?'],
  ],
  [
    'a pattern',
    step('{ regex: ".*" }'),
    [
      '3:45 openings[0].transform[0]: unknown transform "regex"; known: trim, upper, lower, first, toText, toNumber, toBoolean, dateOnly, prefix, suffix, truncate, join, split, round, multiply, toMoney, default, map',
    ],
  ],
  [
    'a transform without its argument',
    step('round'),
    ['3:45 openings[0].transform[0]: the transform round is written { round: 2 }, decimals from 0 to 10'],
  ],
  [
    'a transform with a wrong argument',
    step('{ truncate: 0 }'),
    ['3:57 openings[0].transform[0].truncate: is too small or too short; at least 1'],
  ],
  [
    'a transform with a needless argument',
    step('{ trim: true }'),
    ['3:45 openings[0].transform[0]: the transform trim takes no argument; write trim alone'],
  ],
  [
    'two transforms in one',
    step('{ prefix: a, suffix: b }'),
    ['3:45 openings[0].transform[0]: the transform prefix is written { prefix: "EMEA " }'],
  ],
  [
    'no transform',
    step('{}'),
    ['3:45 openings[0].transform[0]: expects a transform, such as trim or { prefix: "EMEA " }'],
  ],
  [
    'a method of objects as transform',
    step('constructor'),
    ['3:45 openings[0].transform[0]: unknown transform "constructor"; known: '],
  ],
  [
    'too many transforms',
    step(Array(21).fill('trim').join(', ')),
    ['3:44 openings[0].transform: is too large or too long; at most 20'],
  ],
])('refuses %s', (_, text, messages) => {
  const lines = refusal(text)

  expect(lines).toHaveLength(messages.length)
  for (const [index, message] of messages.entries()) expect(lines[index]).toContain(message)
})

test.each([
  [
    'title',
    'openings',
    '"title" is a built-in ChartHop field: already carried by the opening\'s identifier; remove the line',
  ],
  ['TITLE', 'openings', '"title" is a built-in ChartHop field'],
  ['employment', 'openings', "already carried by the opening's employment type"],
  ['startDatePlanned', 'openings', "already carried by the opening's target start date"],
  ['location.name', 'openings', "already carried by the opening's locations"],
  ['recruit', 'openings', 'already carried by the rule which openings exist'],
  ['baseComp', 'openings', '"baseComp" is a built-in ChartHop field: only custom fields are mapped'],
  ['name', 'hires', 'already carried by the hire itself (the person)'],
  ['contact.workEmail', 'hires', '"contact" is a built-in ChartHop field'],
  ['startdate', 'hires', 'already carried by the hire itself (its start date)'],
  ['manager', 'hires', '"manager" is a built-in ChartHop field: only custom fields are mapped'],
])('refuses the built-in field %s in %s', (code, flow, message) => {
  const text = flow === 'openings' ? opening(`{ from: ${code}, to: X }`) : hire(`{ from: offer.X, to: ${code} }`)

  expect(refusal(text).join()).toContain(message)
})

test('accepts custom codes that resemble built-in ones', () => {
  expect(parse(opening('{ from: titleCode, to: X }')).openings).toHaveLength(1)
})

test('sends one field to two targets', () => {
  expect(parse(opening('{ from: a1, to: X }\n  - { from: a1, to: Y }')).openings).toHaveLength(2)
})

test('keeps the digest when only the writing changes', () => {
  const one = parse(
    'version: 1\nopenings:\n  - { from: a1, to: X }\n  - { from: b1, to: Y, transform: [{ prefix: p }] }\n',
  )
  const other = parse(
    '# why\nversion: 1\nhires:\nopenings:\n  - from: B1\n    transform:\n      - prefix: p # p\n    to: { title: Y }\n  - { from: a1, to: X, transform: [] }\n',
  )

  expect(other.digest).toBe(one.digest)
})

test.each([
  ['a code', opening('{ from: a2, to: X }')],
  ['a title', opening('{ from: a1, to: Z }')],
  ['a type', opening('{ from: a1, to: { title: X, type: Url } }')],
  ['a transform', opening('{ from: a1, to: X, transform: [trim] }')],
  ['an argument', opening('{ from: a1, to: X, transform: [{ prefix: q }] }')],
  ['the direction', hire('{ from: offer.X, to: a1 }')],
  ['everything', 'version: 1'],
])('changes the digest with %s', (_, text) => {
  const before = parse(opening('{ from: a1, to: X, transform: [{ prefix: p }] }'))

  expect(parse(text).digest).not.toBe(before.digest)
  expect(parse(text).digest).not.toBe(parse(opening('{ from: a1, to: X }')).digest)
})
