import { describe, expect, test } from 'vitest'
import { parseMapping } from '../../mapping/load.ts'
import { isPublicOfHire, isPublicOfOpening } from './public-values.ts'

const mapping = parseMapping(
  'version: 1\nopenings:\n  - { from: grade, to: { title: Grade, type: Currency } }\n  - { from: site, to: Site }\n',
  'mapping.yaml',
)

describe('of an opening', () => {
  test.each([
    ['identifier', 'Engineer (5f1)'],
    ['description', 'You build engines with us since 2019.'],
    ['isBackfill', true],
    ['targetStartDate', '2027-04-01'],
    ['Cost center', 'CC-7'],
    ['Level', 7],
    ['location', ['Berlin', 'Hamburg']],
    ['Company', 'Acme'],
  ])('%s is public', (field, value) => {
    expect(isPublicOfOpening(mapping, field, value)).toBe(true)
  })

  test.each([
    ['Budgeted', { amount: 90_000, currency: 'EUR' }],
    ['Range', { min: 1, max: 2 }],
    ['values', [{ amount: 90_000 }]],
    ['baseSalary', 90_000],
    ['Base salary', '90'],
    ['TARGET_COMP', 90_000],
    ['Pay range', 'high'],
    ['site', 'EUR 90000'],
    ['site', 'up to 90.000 €'],
    ['site', '$90k'],
    ['grade', '17'],
    ['Grade', '17'],
    ['hiringManager', 'Somebody'],
    ['Recruiter', 'Somebody'],
    ['site', 'ask somebody@example.com'],
    ['site', ['Berlin', 'somebody@example.com']],
  ])('%s of %j is not', (field, value) => {
    expect(isPublicOfOpening(mapping, field, value)).toBe(false)
  })
})

describe('of a hire', () => {
  test.each([
    ['first', 'Ada'],
    ['email', 'ada@example.com'],
    ['startDate', '2027-04-01'],
    ['nickName', 'Ada'],
    ['jobId', { first: 'Ada' }],
  ])('%s is masked', (field, value) => {
    expect(isPublicOfHire(field, value)).toBe(false)
  })

  test('the job is public', () => {
    expect(isPublicOfHire('job', '5f1')).toBe(true)
  })
})
