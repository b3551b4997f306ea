import { expect, test } from 'vitest'
import { momentOf, numberOf, textOf, webLinkOf } from './loose.ts'

test.each([
  ['2026-03-04T05:06:07Z', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04T05:06:07.123456+02:00', '2026-03-04T03:06:07.123Z'],
  ['2026-03-04T05:06:07+0200', '2026-03-04T03:06:07.000Z'],
  ['2026-03-04 05:06:07', '2026-03-04T05:06:07.000Z'],
  ['2026-03-04T05:06', '2026-03-04T05:06:00.000Z'],
  ['2026-03-04', '2026-03-04T00:00:00.000Z'],
])('%j is the moment %s', (text, moment) => expect(momentOf(text)).toBe(moment))

test.each(['', 'soon', '2026-02-30', '2026-13-01T00:00:00Z', '2026-01-01T25:00:00Z', '4/3/2026', 1700000000, null, {}])(
  '%j is no moment',
  (value) => expect(momentOf(value)).toBeUndefined(),
)

test.each([
  [7, 7],
  ['7', 7],
  [' 4.25 ', 4.25],
  ['-1', -1],
  ['', undefined],
  ['1e3', undefined],
  ['0x10', undefined],
  ['four', undefined],
  [Number.NaN, undefined],
  [true, undefined],
  [null, undefined],
  [['7'], undefined],
])('%j is the number %s', (value, number) => expect(numberOf(value)).toBe(number))

test.each([
  [' a ', 'a'],
  [12, '12'],
  ['  ', undefined],
  [null, undefined],
  [true, undefined],
  [{ a: 1 }, undefined],
])('%j is the text %s', (value, text) => expect(textOf(value)).toBe(text))

test.each(['https://x.example/a?b=1', 'http://x.example'])('%s is a web link', (link) => {
  expect(webLinkOf(link)).toBe(link)
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  '/r/1',
  'x.example',
  'file:///etc',
  '',
  7,
])('%j is no web link', (link) => expect(webLinkOf(link)).toBeUndefined())
