import { describe, expect, test } from 'vitest'
import { parseCrosschqMapping } from '../crosschq-load.ts'
import { parseMapping } from '../load.ts'
import { parseWilloMapping } from '../willo-load.ts'
import { editMapping } from './edit.ts'
import { MappingEdit } from './edits.ts'

/** Nobody would write it so, and somebody did. */
const UGLY = [
  '# head   ',
  '',
  'version:    1      # keep the spaces',
  'openings:   # what travels',
  '',
  '      # why cost centre: finance asked',
  '      - from: costCenter   # the code',
  "        to:   'Cost  Center'     # don't touch",
  '        transform: [ trim ,upper,  { map: { a: b,   c: "d" } } ]   ',
  '      # between',
  '      - { to: {title:   "Budget: yearly", type: Currency} ,   from:   budget }   # inline',
  '      -',
  '        # inside, before the first member',
  '        from: grade',
  '        to: >-',
  '          Pay',
  '          grade',
  '      # after the last',
  'hires:',
  '    [ { from: offer.T-Shirt Size, to: shirtSize }  ,   # one',
  '      { from: "candidate.Team #",   to: crew } # two',
  '    ]',
  '# foot',
].join('\n')

function fields(text: string, wanted: readonly { code: string; title?: string }[]): string {
  return editMapping(text, MappingEdit.parse({ type: 'fields', fields: wanted }))
}

function openingsOf(text: string) {
  return parseMapping(text, 'm.yaml').openings.map(({ from, title }) => [from, title])
}

const all = [{ code: 'costCenter' }, { code: 'budget' }, { code: 'grade' }]

/** Lines of `before` that are not in `after`, and the other way round. */
function difference(before: string, after: string) {
  const [a, b] = [before.split('\n'), after.split('\n')]
  return { gone: a.filter((line) => !b.includes(line)), added: b.filter((line) => !a.includes(line)) }
}

describe('ticking fields', () => {
  test('changes nothing where nothing is to change', () => {
    expect(fields(UGLY, [...all].reverse())).toBe(UGLY)
  })

  test('adds an entry at the end of the list', () => {
    const text = fields(UGLY, [...all, { code: 'squad', title: 'Squad' }])

    expect(difference(UGLY, text)).toEqual({ gone: [], added: ['      - from: squad', '        to: Squad'] })
    expect(openingsOf(text).at(-1)).toEqual(['squad', 'Squad'])
    expect(text.replace('\n      - from: squad\n        to: Squad', '')).toBe(UGLY)
  })

  test('takes an entry out with its own comment', () => {
    const text = fields(UGLY, [all[0]!, all[2]!])

    expect(difference(UGLY, text)).toEqual({ gone: [UGLY.split('\n')[10]], added: [] })
  })

  test('takes an entry of several lines out', () => {
    const text = fields(UGLY, all.slice(1))

    expect(difference(UGLY, text)).toEqual({ gone: UGLY.split('\n').slice(6, 9), added: [] })
    expect(openingsOf(text)).toEqual([
      ['budget', 'Budget: yearly'],
      ['grade', 'Pay grade'],
    ])
  })

  test('changes a title in the quotes it has', () => {
    const text = fields(UGLY, [
      { code: 'COSTCENTER', title: "Finance's center" },
      { code: 'budget', title: 'Say "budget"' },
      { code: 'grade', title: 'Level' },
    ])

    expect(difference(UGLY, text)).toEqual({
      gone: [7, 10, 14, 15, 16].map((line) => UGLY.split('\n')[line]),
      added: [
        "        to:   'Finance''s center'     # don't touch",
        '      - { to: {title:   "Say \\"budget\\"", type: Currency} ,   from:   budget }   # inline',
        '        to: Level',
      ],
    })
  })

  test('empties the list and fills it again', () => {
    const empty = fields(UGLY, [])

    const text = fields(empty, [{ code: 'squad', title: 'Squad' }])

    expect(openingsOf(empty)).toEqual([])
    expect(openingsOf(text)).toEqual([['squad', 'Squad']])
    expect(empty.match(/#.*/g)).toEqual(
      [
        '# head   ',
        '# keep the spaces',
        '# what travels',
        '# why cost centre: finance asked',
        '# between',
        '# after the last',
        '# foot',
      ].toSpliced(6, 0, ...['# one', '#",   to: crew } # two']),
    )
  })

  test.each([
    ['no list', 'version: 1\n', 'version: 1\nopenings:\n  - from: squad\n    to: Squad\n'],
    ['no last line break', 'version: 1', 'version: 1\nopenings:\n  - from: squad\n    to: Squad'],
    [
      'a list with nothing',
      'version: 1\nopenings: # none\nhires:\n',
      'version: 1\nopenings: # none\n  - from: squad\n    to: Squad\nhires:\n',
    ],
    [
      'an empty list',
      'version: 1\nopenings: [] # none\n',
      'version: 1\nopenings: # none\n  - from: squad\n    to: Squad\n',
    ],
    [
      'a null',
      'version: 1\nopenings: ~\nhires: []',
      'version: 1\nopenings:\n  - from: squad\n    to: Squad\nhires: []',
    ],
    ['an end', 'version: 1\n...\n# x\n', 'version: 1\nopenings:\n  - from: squad\n    to: Squad\n...\n# x\n'],
    ['braces', '{ version: 1 }', '{ version: 1, openings: [{ from: squad, to: Squad }] }'],
    [
      'an empty list in braces',
      '{ openings: [], version: 1 }',
      '{ openings: [{ from: squad, to: Squad }], version: 1 }',
    ],
    [
      'breaks of Windows',
      'version: 1\r\nopenings:\r\n',
      'version: 1\r\nopenings:\r\n  - from: squad\r\n    to: Squad\r\n',
    ],
    [
      'a list at the margin',
      'version: 1\nopenings:\n- {from: a, to: A} # a\nhires: []\n',
      'version: 1\nopenings:\n- { from: squad, to: Squad }\nhires: []\n',
    ],
    ['brackets', 'version: 1\nopenings: [{from: a, to: A}]\n', 'version: 1\nopenings: [{ from: squad, to: Squad }]\n'],
  ])('writes into %s', (_, before, after) => {
    const text = fields(before, [{ code: 'squad', title: 'Squad' }])

    expect(text).toBe(after)
    expect(openingsOf(text)).toEqual([['squad', 'Squad']])
  })

  test.each([
    ['between', ['a', 'c'], '[{ from: a, to: A }, { from: c, to: C }]'],
    ['at the end', ['a', 'b'], '[{ from: a, to: A }, { from: b, to: B }]'],
    ['at the start', ['b', 'c'], '[{ from: b, to: B }, { from: c, to: C }]'],
  ])('takes one out of brackets %s', (_, codes, list) => {
    const before = 'version: 1\nopenings: [{ from: a, to: A }, { from: b, to: B }, { from: c, to: C }] # three\n'

    const text = fields(
      before,
      codes.map((code) => ({ code })),
    )

    expect(text).toBe(`version: 1\nopenings: ${list} # three\n`)
  })

  test.each([
    'Pay & <b>benefits</b>',
    '# not a comment',
    '- dash',
    'it\'s: "both" quotes\\',
    'yes',
    '012',
    '{ a: b }',
    '*alias',
    'Größe – 部門 🎈',
    '@at `tick` %percent',
    'null',
    '1e3',
    'a #b',
    'ends with:',
    '\u2028line\u0085s',
  ])('writes and rewrites the title %s', (title) => {
    const added = fields(UGLY, [...all, { code: 'squad', title }])
    const retitled = fields(
      UGLY,
      all.map((field) => (field.code === 'grade' ? { ...field, title } : field)),
    )

    expect(openingsOf(added).at(-1)).toEqual(['squad', title.trim()])
    expect(openingsOf(retitled).at(-1)).toEqual(['grade', title.trim()])
  })

  test.each(['a\nb', 'a\0b', '\ud800', '\ue041', ' '])('refuses the title %j', (title) => {
    expect(MappingEdit.safeParse({ type: 'fields', fields: [{ code: 'a', title }] }).success).toBe(false)
  })

  test('refuses a code named twice', () => {
    const edit = { type: 'fields', fields: [{ code: 'squad' }, { code: 'SQUAD' }] }

    expect(MappingEdit.safeParse(edit).error?.message).toContain('names a code twice')
  })
})

const TEMPLATES = `version: 1
templates:
  - id: eng   # stays
    # how they call it
    name:  "Engineering"  # shown
    tag: eng
    description:
    survey: s1
    references: { managers: 1,   peers: 2 }   # at least three
    notes: "kept"
  - { id: sales, name: Sales, survey: s2, tag: sales, references: { business: 2 } } # short
triggers:
  # who comes
  - { job:  Cook, stage: Interview, template: eng }   # first
  - job: Chef
    stage: Offer
    template: sales
`

function template(text: string, changes: object) {
  const wanted = { id: 'eng', name: 'Engineering', tag: 'eng', survey: 's1', references: { managers: 1, peers: 2 } }
  return editMapping(text, MappingEdit.parse({ type: 'template', template: { ...wanted, ...changes } }))
}

describe('editing templates', () => {
  test('leaves one as it is written that says the same', () => {
    expect(template(TEMPLATES, {})).toBe(TEMPLATES)
  })

  test('changes members in their place', () => {
    const text = template(TEMPLATES, {
      ...{ name: 'Engineers', tag: undefined, description: 'A: b', references: { managers: 2, social: 1 } },
      hiringManager: { firstName: 'Grace', lastName: "O'Hara", email: 'grace@example.com' },
    })

    expect(difference(TEMPLATES, text)).toEqual({
      gone: [4, 5, 6, 8].map((line) => TEMPLATES.split('\n')[line]),
      added: [
        '    name:  "Engineers"  # shown',
        '    description: "A: b"',
        '    references: { managers: 2,   social: 1 }   # at least three',
        "    hiringManager: { firstName: Grace, lastName: O'Hara, email: grace@example.com }",
      ],
    })
    expect(parseCrosschqMapping(text, 'm.yaml').templates[0]).toMatchObject({
      ...{ id: 'eng', name: 'Engineers', description: 'A: b', survey: 's1', references: { managers: 2, social: 1 } },
      hiringManager: { firstName: 'Grace', lastName: "O'Hara", email: 'grace@example.com' },
    })
  })

  test('changes one in braces', () => {
    const text = template(TEMPLATES, {
      id: 'sales',
      name: 'Sales',
      tag: undefined,
      survey: 's3',
      message: 'two\nlines',
    })

    expect(difference(TEMPLATES, text).added).toEqual([
      '  - { id: sales, name: Sales, survey: s3, references: { managers: 1, peers: 2 }, message: "two\\nlines" } # short',
    ])
  })

  test('adds one in lines', () => {
    const text = template('version: 1\ntemplates:\ntriggers:\n', { id: 'new' })

    expect(text).toBe(
      'version: 1\ntemplates:\n  - id: new\n    name: Engineering\n    tag: eng\n    survey: s1\n    references: { managers: 1, peers: 2 }\ntriggers:\n',
    )
  })

  test('removes one', () => {
    const text = editMapping(TEMPLATES, { type: 'removeTemplate', id: 'sales' })

    expect(difference(TEMPLATES, text)).toEqual({ gone: [TEMPLATES.split('\n')[10]], added: [] })
  })

  test('sets the triggers and keeps those that stay', () => {
    const text = editMapping(TEMPLATES, {
      type: 'triggers',
      triggers: [
        { job: 'cook', stage: 'Interview ', template: 'eng' },
        { job: '3f: x', stage: 'Offer', template: 'eng' },
      ],
    })

    expect(difference(TEMPLATES, text)).toEqual({
      gone: ['  - job: Chef', '    template: sales'],
      added: ['  - job: "3f: x"', '    template: eng'],
    })
  })
})

const key = (digit: string) => digit.repeat(32)
const INTERVIEWS = `version: 1
interviews:
  - interview: ${key('a')}   # cooks
    triggers:
      # the first
      - { job: Cook, stage: Interview }
  - { interview: ${key('b')}, triggers: [{ job: Chef, stage: Offer }, { job: Cook, stage: Offer }] }
`

describe('editing interviews', () => {
  const edit = (interview: string, ...triggers: readonly (readonly [string, string])[]) =>
    editMapping(INTERVIEWS, {
      ...{ type: 'interview', interview },
      triggers: triggers.map(([job, stage]) => ({ job, stage })),
    })

  test('adds a trigger', () => {
    const text = edit(key('A'), ['Cook', 'Interview'], ['Baker', 'Interview'])

    expect(difference(INTERVIEWS, text)).toEqual({ gone: [], added: ['      - { job: Baker, stage: Interview }'] })
  })

  test('changes the triggers of one in braces', () => {
    const text = edit(key('b'), ['Cook', 'Offer'], ['Baker', 'Offer'])

    expect(difference(INTERVIEWS, text).added).toEqual([
      `  - { interview: ${key('b')}, triggers: [{ job: Cook, stage: Offer }, { job: Baker, stage: Offer }] }`,
    ])
  })

  test('removes one without triggers', () => {
    expect(difference(INTERVIEWS, edit(key('a')))).toEqual({ gone: INTERVIEWS.split('\n').slice(2, 6), added: [] })
    expect(edit(key('c'))).toBe(INTERVIEWS)
  })

  test('adds one', () => {
    const text = edit(key('3'), ['Cook', 'Interview'])

    expect(parseWilloMapping(text, 'm.yaml').interviews.at(-1)).toMatchObject({
      ...{ interview: key('3'), triggers: [{ job: 'Cook', stage: 'Interview' }] },
    })
    expect(text.startsWith(INTERVIEWS.slice(0, -1))).toBe(true)
  })
})
