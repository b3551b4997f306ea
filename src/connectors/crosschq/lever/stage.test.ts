import { expect, test } from 'vitest'
import { renamed, stageFor } from './stage.ts'

const stage = (id: string, title: string, ...formerly: string[]) => ({ id, title, formerly })
const offer = stage('offer', 'Offer')

test('an id is meant before any name', () => {
  expect(stageFor('offer', [stage('x', 'offer'), offer]).id).toBe('offer')
})

test.each(['Offer', ' OFFER ', 'offer'])('the name %j is found', (wanted) => {
  expect(stageFor(wanted, [stage('x', 'Hired'), stage('y', 'Offer')]).id).toBe('y')
})

test('a name of earlier still means the stage', () => {
  expect(stageFor('Check', [offer, stage('x', 'Refs', 'Check')]).id).toBe('x')
})

test.each([
  ['two of the same name', [stage('x', 'Check'), stage('y', 'check')]],
  ['a name that another stage has now', [stage('x', 'Refs', 'Check'), stage('y', 'Check')]],
  ['a name that two had before', [stage('x', 'Refs', 'Check'), stage('y', 'Other', 'Check')]],
])('%s is refused with the ids', (_, stages) => {
  expect(() => stageFor('Check', stages)).toThrow(/x, y/)
})

test('a stage that is not there is refused', () => {
  expect(() => stageFor('Check', [offer])).toThrow('no such stage')
})

test('names are remembered once each, without the one in use', () => {
  const first = renamed(undefined, { id: 'x', title: 'A' })
  const second = renamed(first, { id: 'x', title: 'B' })
  const back = renamed(second, { id: 'x', title: 'A' })

  expect([first, second, back].map(({ formerly }) => formerly)).toEqual([[], ['A'], ['B']])
  expect(renamed(back, { id: 'x', title: 'A' })).toEqual(back)
})
