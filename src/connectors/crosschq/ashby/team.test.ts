import { expect, test } from 'vitest'
import { splitName } from '../split-name.ts'
import { hiringManagerOf } from './team.ts'

test.each([
  ['Ada Lovelace', 'Ada', 'Lovelace'],
  ['Ada King  Lovelace ', 'Ada King', 'Lovelace'],
  ['Cher', 'Cher', '-'],
  ['  ', '-', '-'],
  ['<script>alert(1)</script>', '<script>alert(1)</script>', '-'],
])('%j is split into %j and %j', (name, firstName, lastName) => {
  expect(splitName(name)).toEqual({ firstName, lastName })
})

test('a hiring manager needs both names and an e-mail', () => {
  const role = 'Hiring Manager'
  const team = [
    { userId: '1', role, firstName: 'Una' },
    { userId: '2', role, firstName: 'Due', email: 'due@acme.example' },
    { userId: '3', role: 'hiring manager', firstName: 'Tre', lastName: 'T', email: ' tre@acme.example ' },
  ]

  expect(hiringManagerOf(team, new Set())).toEqual({ firstName: 'Tre', lastName: 'T', email: 'tre@acme.example' })
  expect(hiringManagerOf(team, new Set(['3']))).toBeUndefined()
})
