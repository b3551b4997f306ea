import { expect, test } from 'vitest'
import { isCronExpression } from './cron-expression.ts'

test.each(['*/5 * * * *', '0 6 * * mon-fri', '0,30 8-18/2 1 jan,JUL *', '59 23 31 12 7', ' 0  0 * * 0 '])(
  'accepts %s',
  (text) => {
    expect(isCronExpression(text)).toBe(true)
  },
)

test.each([
  ['nothing', ''],
  ['four fields', '* * * *'],
  ['seconds', '0 */5 * * * *'],
  ['a minute too many', '60 * * * *'],
  ['a day of zero', '0 0 0 * *'],
  ['a step of zero', '*/0 * * * *'],
  ['a step of nothing', '5/10 * * * *'],
  ['two steps', '*/5/5 * * * *'],
  ['a range backwards', '0 22-6 * * *'],
  ['three ends', '1-2-3 * * * *'],
  ['a name of another field', '0 0 * mon *'],
  ['an empty part', '0,, * * * *'],
  ['a word', '@daily'],
  ['a long text', `${'0,'.repeat(500)}0 * * * *`],
])('refuses %s', (_, text) => {
  expect(isCronExpression(text)).toBe(false)
})
