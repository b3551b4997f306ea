import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from './text-diff.ts'

const signs = { same: ' ', out: '-', in: '+' } as const

function diff(before: string, after: string): string {
  return diffLines(before, after)
    .map(({ type, text }) => signs[type] + text)
    .join('\n')
}

test.each([
  ['one line more', 'a\nb', 'a\nx\nb', ' a\n+x\n b'],
  ['one line less', 'a\nx\nb', 'a\nb', ' a\n-x\n b'],
  ['a line that reads otherwise', 'a\nb\nc', 'a\nB\nc', ' a\n-b\n+B\n c'],
  ['the same text', 'a\nb', 'a\nb', ' a\n b'],
  ['a line that moved', 'a\nb\nc', 'b\nc\na', '-a\n b\n c\n+a'],
  ['two changes apart', 'a\nb\nc\nd', 'a\nc\nd\ne', ' a\n-b\n c\n d\n+e'],
  ['a repeated end', 'a\na', 'a', ' a\n-a'],
  ['no text at first', '', 'a', '-\n+a'],
])('shows %s', (_, before, after, expected) => {
  expect(diff(before, after)).toBe(expected)
})

const texts = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'))

test('tells both texts whole, whatever they are', () => {
  fc.assert(
    fc.property(texts, texts, (before, after) => {
      const lines = diffLines(before, after)
      const without = (left: 'in' | 'out') => lines.filter(({ type }) => type !== left).map(({ text }) => text)

      expect(without('in').join('\n')).toBe(before)
      expect(without('out').join('\n')).toBe(after)
    }),
  )
})

test('takes long texts that have little in common as one change', () => {
  const lines = (word: string) => Array.from({ length: 3_000 }, (_, index) => `${word} ${index}`)

  const diffed = diffLines(`same\n${lines('a').join('\n')}`, `same\n${lines('b').join('\n')}`)

  expect(diffed.length).toBe(6_001)
  expect(diffed[3_000]).toEqual({ type: 'out', text: 'a 2999' })
  expect(diffed[3_001]).toEqual({ type: 'in', text: 'b 0' })
})
