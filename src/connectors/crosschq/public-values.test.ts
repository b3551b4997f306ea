import { expect, test } from 'vitest'
import { isPublicOfRequest } from './public-values.ts'

test.each([
  ['status', 'in progress'],
  ['request-1.hiringStatus', 'hired'],
  ['progress', 50],
  ['template', 'engineering'],
  ['outcome', 'rejected'],
  ['at', '2027-04-01T00:00:00Z'],
])('how far references are is public: %s', (field, value) => {
  expect(isPublicOfRequest(field, value)).toBe(true)
})

test.each([
  ['score', 4.7],
  ['result', 4.7],
  ['links', 'https://crosschq.example/report'],
  ['candidate', { email: 'ada@example.com' }],
  ['status', { email: 'ada@example.com' }],
  ['email', 'ada@example.com'],
  ['position', 'Engineer'],
])('what is said of a candidate, and who it is, is not: %s', (field, value) => {
  expect(isPublicOfRequest(field, value)).toBe(false)
})
