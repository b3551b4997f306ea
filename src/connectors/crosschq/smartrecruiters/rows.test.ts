import { describe, expect, test } from 'vitest'
import type { StatusChange } from '../../../systems/smartrecruiters/application-schema.ts'
import { entryOf, isInStep } from './rows.ts'

const at = (minute: number, status: StatusChange['status'], step?: string): StatusChange => ({
  ...{ changedAt: `2026-03-02T09:0${minute}:00.000Z`, status },
  ...(step && { step }),
})
const here = (minute: number) => at(minute, 'IN_REVIEW', 'Crosschq')
const elsewhere = (minute: number) => at(minute, 'INTERVIEW', 'Phone screen')

describe('when somebody came to the step', () => {
  test.each<[string, readonly StatusChange[], string | undefined]>([
    ['from elsewhere', [at(0, 'NEW'), here(1)], '09:01'],
    ['as they applied', [here(0)], '09:00'],
    ['again', [here(0), elsewhere(1), here(2)], '09:02'],
    ['and was saved again there', [at(0, 'NEW'), here(1), here(2)], '09:01'],
    ['of that name in another status', [here(0), at(1, 'INTERVIEW', ' crosschq')], '09:00'],
    ['and left', [here(0), elsewhere(1)], undefined],
    ['by no history', [], undefined],
  ])('%s', (_, history, expected) => {
    expect(entryOf(history, 'Crosschq')?.slice(11, 16)).toBe(expected)
  })
})

test.each([
  ['IN_REVIEW', 'CROSSCHQ', true],
  ['OFFERED', ' Crosschq ', true],
  ['INTERVIEW', 'Crosschq 2', false],
  ['INTERVIEW', undefined, false],
  ['HIRED', 'Crosschq', false],
  ['REJECTED', 'Crosschq', false],
] as const)('%s / %s is the step: %s', (status, step, expected) => {
  expect(isInStep({ status, ...(step && { step }) }, 'Crosschq')).toBe(expected)
})
