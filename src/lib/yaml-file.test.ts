// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of files, not templates
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { ConfigError } from './errors.ts'
import { parseYaml, readYaml } from './yaml-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'yaml-file-'))
afterAll(() => rmSync(folder, { recursive: true }))

function refusal(text: string): string {
  try {
    parseYaml(text, 'f.yaml')
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return 'accepted'
}

test('reads plain YAML with places', () => {
  const file = parseYaml('a: 1\nb:\n  - c: text\n    d: true\n', 'f.yaml')

  expect(file.value).toEqual({ a: 1, b: [{ c: 'text', d: true }] })
  expect(file.where(['b', 0, 'd'])).toBe('f.yaml:4:8')
  expect(file.at(['b', 0, 'd'], 'key')).toEqual({ line: 4, column: 5 })
  expect(file.where(['b', 0, 'missing'])).toBe('f.yaml:3:5')
  expect(file.where(['b', 7])).toBe('f.yaml:3:3')
  expect(file.where([])).toBe('f.yaml:1:1')
})

test('points at the key of a missing value', () => {
  expect(parseYaml('a:\n  b:\n', 'f.yaml').where(['a', 'b'])).toBe('f.yaml:2:3')
})

test('reads only the core schema of 1.2', () => {
  const { value } = parseYaml('a: yes\nb: no\nc: on\nd: 012\ne: 1e3\nf: 2026-01-02\ng: 1:30\nh: ~\n', 'f.yaml')

  expect(value).toEqual({ a: 'yes', b: 'no', c: 'on', d: 12, e: 1000, f: '2026-01-02', g: '1:30', h: null })
})

test('takes keys as they are written', () => {
  const { value } = parseYaml('yes: 1\n012: 2\n2026-01-01: 3\n1e3: 4\n"q": 5\nconstructor: 6\n', 'f.yaml')

  expect(value).toEqual({ yes: 1, '012': 2, '2026-01-01': 3, '1e3': 4, q: 5, constructor: 6 })
})

test('keeps concealed words whole in flow maps', () => {
  const opaque = /\$\{[^}]*\}/g

  const { value } = parseYaml('a: { b: ${X:-p: {q, "r" #s}, c: 1 } # ${Z}', 'f.yaml', { opaque })

  expect(value).toEqual({ a: { b: '${X:-p: {q, "r" #s}', c: 1 } })
})

test.each([
  ['a duplicate key', 'a: 1\na: 2', 'f.yaml:2:1 the key "a" stands twice in one block; remove one'],
  ['a duplicate key that looks different', 'a: 1\n"a": 2', 'f.yaml:2:1 the key "a" stands twice'],
  ['a duplicate key in flow', '{ a: 1, a: 2 }', 'f.yaml:1:9 the key "a" stands twice'],
  ['a tab as indentation', 'a:\n\tb: 1', 'f.yaml:2:1 a tab is used as indentation'],
  ['an unclosed quote', 'a: "b', 'a closing sign'],
  ['a second document', 'a: 1\n---\nb: 2', 'f.yaml:2:1 a second document'],
  ['an alias', 'a: &x 1\nb: *x', 'f.yaml:2:4 aliases (*) are not read'],
  ['an anchor to itself', 'a: &x [*x]', 'aliases (*) are not read'],
  ['a merge key', 'a: &x { b: 1 }\nc:\n  <<: *x', 'f.yaml:3:7 aliases (*) are not read'],
  ['a code tag', 'a: !!js/function "x"', 'f.yaml:1:18 tags (!) are not read'],
  ['a custom tag', 'a: !secret x', 'tags (!) are not read'],
  ['a tagged map', 'a: !!set {b}', 'tags (!) are not read'],
  ['a tagged key', '!x a: 1', 'keys must be text'],
  ['binary', 'a: !!binary aGk=', 'tags (!) are not read'],
  ['YAML 1.1', '# c\n%YAML 1.1\n---\na: no', 'f.yaml:2:1 directives (%) are not read'],
  ['a tag directive', '%TAG ! tag:x,2000:\n---\na: 1', 'f.yaml:1:1 directives (%) are not read'],
  ['__proto__', '__proto__: { polluted: true }', 'f.yaml:1:1 the key "__proto__" is not allowed'],
  ['a deeper __proto__', 'a:\n  - "__proto__": 1', 'the key "__proto__" is not allowed'],
  ['a list as key', '[a]: 1', 'keys must be text'],
  ['a map as key', '? { a: 1 }\n: 2', 'keys must be text'],
  ['a missing key', ': 1', 'a key is missing before the colon'],
  ['infinity', 'a: .inf', 'cannot be kept exactly'],
  ['no number', 'a: .nan', 'cannot be kept exactly'],
  ['a number too long', 'a: 12345678901234567890', 'put it in quotes'],
  ['a control character', 'a: "\\0"', 'has a control character'],
  ['half a character', 'a: "\\ud800"', 'lone surrogate'],
])('refuses %s', (_, text, message) => {
  expect(refusal(text)).toContain(message)
})

const bombs: [string, string][] = [
  ['deep flow lists', '['.repeat(10_000)],
  ['deep flow maps', '{a: '.repeat(10_000)],
  ['deep block lists', '- '.repeat(10_000)],
  ['deep explicit keys', '? '.repeat(10_000)],
  ['deep indentation', Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ['many keys', Array.from({ length: 60_000 }, (_, index) => `key${index}: 1`).join('\n')],
  ['many quotes', '"'.repeat(500_000)],
  ['many commas', `[${','.repeat(500_000)}]`],
  ['many wrong escapes', `a: "${'\\q'.repeat(400_000)}"`],
  ['many anchors', '&a '.repeat(200_000)],
  ['many comments', '#\n'.repeat(300_000)],
]
test.each(bombs)('refuses %s within a second', (_, text) => {
  const started = performance.now()

  const message = refusal(text)

  expect(message).toMatch(/nested too deep|too much in one file/)
  expect(performance.now() - started).toBeLessThan(1000)
})

test('refuses an alias bomb within a second', () => {
  const level = (index: number) =>
    `l${index}: &l${index} [${Array(9)
      .fill(`*l${index - 1}`)
      .join(', ')}]`
  const text = `l0: &l0 [x, x]\n${Array.from({ length: 20 }, (_, index) => level(index + 1)).join('\n')}`
  const started = performance.now()

  const message = refusal(text)

  expect(message).toContain('aliases (*) are not read')
  expect(message.split('\n')).toHaveLength(51)
  expect(performance.now() - started).toBeLessThan(1000)
})

test('refuses 50 MB without reading it', () => {
  const path = join(folder, 'large.yaml')
  writeFileSync(path, '')
  truncateSync(path, 50 * 1024 * 1024)
  const started = performance.now()

  expect(() => readYaml(path)).toThrow(/has 52428800 bytes, more than the 1048576 that are read/)

  expect(performance.now() - started).toBeLessThan(100)
})

test('refuses what is no readable file', () => {
  const pipe = join(folder, 'pipe')
  execFileSync('mkfifo', [pipe])
  const latin1 = join(folder, 'latin1.yaml')
  writeFileSync(latin1, Buffer.from('a: caf\xe9', 'latin1'))

  expect(() => readYaml(pipe)).toThrow('is not a file')
  expect(() => readYaml(folder)).toThrow('is not a file')
  expect(() => readYaml('/dev/zero')).toThrow('is not a file')
  expect(() => readYaml(join(folder, 'none.yaml'))).toThrow('no such file')
  expect(() => readYaml(latin1)).toThrow('is not UTF-8 text')
})

test('reads past a byte order mark', () => {
  const path = join(folder, 'bom.yaml')
  writeFileSync(path, '\uFEFFa: 1\r\nb: 2\r\n')

  const file = readYaml(path)

  expect(file.value).toEqual({ a: 1, b: 2 })
  expect(file.at(['b'])).toEqual({ line: 2, column: 4 })
})

test('repeats no text of a broken file', () => {
  const secret = 'PLANTEDvalue'
  const texts = [
    `a: *${secret}`,
    `a: !${secret} x`,
    `a: "${secret}\n`,
    `{ org: acme, token:${secret} }\n{`,
    `a: %${secret}\n\tb`,
    `%${secret} 1\n---\na: 1`,
    `a: @${secret}`,
    `a: b: ${secret}`,
    `a:\n  - ${secret}\n ${secret}`,
    `a: &${secret} &${secret} 1`,
  ]

  for (const text of texts) {
    expect(refusal(text)).not.toBe('accepted')
    expect(refusal(text)).not.toContain(secret)
  }
})

test('any text is read or refused', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'a: ',
      '- ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      '"',
      '&a ',
      '*a ',
      '!!x ',
      '${A}',
      '|',
      '#',
      '?',
      '%',
      '---\n',
    ),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const message = refusal(pieces.join(''))

      expect(message === 'accepted' || message.startsWith('f.yaml:')).toBe(true)
    }),
    { numRuns: 500 },
  )
})
