import { expect, test } from 'vitest'
import { ArchiveReason, chooseReason, type LeverArchiveReason } from './archive-reasons.ts'

const reason = (id: string, outcome: LeverArchiveReason['outcome'], isActive = true): LeverArchiveReason => ({
  id,
  title: id,
  outcome,
  isActive,
})
const HIRED = reason('hired', 'hired')
const OLD = reason('old', 'hired', false)
const NO = reason('no', 'notHired')

test.each<[string, LeverArchiveReason[], LeverArchiveReason['outcome'], string | undefined, string]>([
  ['the only active one of a hire', [NO, HIRED, OLD], 'hired', undefined, 'hired'],
  ['the configured one of several', [HIRED, reason('other', 'hired')], 'hired', 'other', 'other'],
  ['the configured rejection', [NO, HIRED], 'notHired', 'no', 'no'],
])('is %s', (_, reasons, outcome, configured, id) => {
  expect(chooseReason(reasons, outcome, configured)).toEqual({ type: 'reason', id })
})

test.each<[string, LeverArchiveReason[], LeverArchiveReason['outcome'], string | undefined, string]>([
  ['none of several hires', [HIRED, reason('other', 'hired')], 'hired', undefined, 'Lever has 2 archive reasons'],
  ['no inactive hire', [NO, OLD], 'hired', undefined, 'no active archive reason'],
  ['no rejection that nobody named', [NO], 'notHired', undefined, 'no archive reason is configured'],
  ['none that Lever does not have', [HIRED], 'hired', 'gone', 'with the configured id'],
  ['no rejection for a hire', [NO, HIRED], 'hired', 'no', 'of the other type'],
  ['no hire for a rejection', [NO, HIRED], 'notHired', 'hired', 'of the other type'],
  ['no inactive one', [OLD], 'hired', 'old', 'is inactive'],
])('is %s', (_, reasons, outcome, configured, why) => {
  expect(chooseReason(reasons, outcome, configured)).toEqual({ type: 'none', reason: expect.stringContaining(why) })
})

test.each([
  [{ id: 'a', text: 'Hired', status: 'active', type: 'hired' }, 'hired', true],
  [{ id: 'a', text: 'Bad', status: 'inactive', type: 'non-hired' }, 'notHired', false],
  [{ id: 'a', text: 'Bad', status: 'active', type: null }, 'notHired', true],
])('%j is read', (row, outcome, isActive) => {
  expect(ArchiveReason.parse(row)).toMatchObject({ id: 'a', outcome, isActive })
})

test('a type that is not known is not guessed', () => {
  expect(ArchiveReason.safeParse({ id: 'a', text: 'x', type: 'maybe' }).success).toBe(false)
})
