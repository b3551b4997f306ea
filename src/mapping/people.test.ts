import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { parseYaml } from '../lib/yaml-file.ts'
import { hidePeople } from './people.ts'

const hide = (text: string) => hidePeople(text, '•••')
const template = (manager: string) =>
  `version: 1\ntemplates:\n  - id: a   # first\n    name: Ada's team\n    hiringManager: ${manager}\n    survey: s\n`

test.each([
  ['in one line', '{ firstName: Grace, lastName: Hopper, email: grace@example.com } # by hand'],
  ['quoted', `{ "firstName": "Grace, H.", lastName: 'Hopper', email: "grace@example.com" }`],
  ['in lines', '\n      firstName: Grace\n      lastName: Hopper # née Murray\n      email: grace@example.com'],
  [
    'in blocks',
    '\n      firstName: >-\n        Grace\n        Brewster\n      lastName: |\n        Hopper\n      email: grace@example.com',
  ],
  [
    'over lines',
    '\n      firstName: "Grace\n        Brewster"\n      lastName: Hopper\n      email: grace@example.com',
  ],
  ['anchored', '{ firstName: &x Grace, lastName: &y Hopper, email: "grace@example.com" }'],
])('a hiring manager %s is hidden, and nothing else', (_how, manager) => {
  const hidden = hide(template(manager))

  for (const told of ['Grace', 'Hopper', 'Brewster', 'example.com']) expect(hidden).not.toContain(told)
  expect(parseYaml(hidden, 'hidden').value).toMatchObject({
    templates: [{ id: 'a', name: "Ada's team", survey: 's', hiringManager: { email: '•••' } }],
  })
  expect(hidden).toContain('- id: a   # first')
})

test.each([
  ['in a comment', '# hiringManager: { firstName: Grace, lastName: Hopper, email: grace@example.com }\nversion: 1\n'],
  [
    'in a text that is no YAML',
    'templates:\n  - hiringManager: { firstName: Grace\n  lastName: "Hopper" }}\n grace@example.com: [\n',
  ],
])('people %s are hidden', (_where, text) => {
  const hidden = hide(text)

  for (const told of ['Grace', 'Hopper', 'grace', 'example.com']) expect(hidden).not.toContain(told)
})

test('a mapping that tells of nobody stays as it is', () => {
  const text =
    'version: 1\n# Cost centers, as Finance calls them\nopenings:\n  - { from: costCenter, to: Cost Center }\r\n'

  expect(hide(text)).toBe(text)
})

test.each([
  ['a member named in a text', 'message: "Write to us by email: hr desk"\nname: x\n'],
  ['the same in single quotes', "message: 'by email: hr desk'\nname: x\n"],
  ['an address in a plain text', 'message: write to ada@example.com, please\nname: x\n'],
  ['an address in quotes', 'message: "write to <ada@example.com>"\nname: x\n'],
  ['a comment without a blank', '#ada@example.com\nname: x #grace@example.com\n'],
  ['addresses as keys', 'name: x\nlookup: { ada@example.com: 1, grace@example.com: 2 }\n'],
  ['an address over lines', 'message: |\n  Dear\n  ada@example.com\nname: x\n'],
])('%s leaves the text YAML', (_what, text) => {
  const hidden = hide(text)

  expect(parseYaml(hidden, 'hidden').value).toMatchObject({ name: 'x' })
  expect(hidden.split('\n')).toHaveLength(text.split('\n').length)
  expect(hidden).not.toContain('example.com')
})

const Words = fc.string({
  unit: fc.constantFrom('ada@example.com', 'email: ', ' ', '#', '"', "'", ':', ',', 'x', '{', '\n', '@', '- ', '|'),
})
const Document = fc.record({
  name: Words,
  list: fc.array(fc.record({ id: Words, hiringManager: fc.record({ firstName: Words, email: Words }) })),
})

test('whatever a mapping says, it is YAML still, and everything of nobody stays', () => {
  fc.assert(
    fc.property(Document, Words, (document, comment) => {
      const text = `#${comment.replaceAll('\n', ' ')}\n${stringify(document)}`
      const [was, seen] = [text, hide(text)].map((one) => parseYaml(one, 'seen').value as typeof document)
      expect(seen!.list).toHaveLength(document.list.length)
      if (!document.name.includes('@')) expect(seen!.name).toBe(was!.name)
      for (const { hiringManager } of seen!.list) expect(hiringManager).toEqual({ firstName: '•••', email: '•••' })
      expect(hide(text)).not.toContain('example.com')
    }),
    { seed: 2026, numRuns: 2_000 },
  )
})

test('no address is left, whatever stands around it', () => {
  const parts = fc.constantFrom(
    'email',
    ': ',
    'ada@example.com',
    '\n',
    '"',
    "'",
    '{',
    '}',
    ',',
    '- ',
    ' ',
    '#',
    '@',
    '|',
    '•••',
  )
  fc.assert(
    fc.property(fc.string({ unit: parts }), (text) => {
      expect(hide(text)).not.toContain('example.com')
    }),
    { seed: 2026, numRuns: 2_000 },
  )
})

test.each(['a', '#', 'email:', '@', '"'])(
  'a text of one long word of %s is gone through at once',
  (part) => {
    const text = part.repeat(1_000_000 / part.length)

    expect(hide(text).length).toBeLessThanOrEqual(text.length)
  },
  10_000,
)
