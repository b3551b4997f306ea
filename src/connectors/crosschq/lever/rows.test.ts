import { expect, test } from 'vitest'
import type { LeverApplication, LeverStageChange } from '../../../systems/lever/application-schema.ts'
import { applicationRow, arrivalOf } from './rows.ts'

const [MORNING, NOON, EVENING] = ['2026-05-04T08:00:00.000Z', '2026-05-04T12:00:00.000Z', '2026-05-04T18:00:00.000Z']

const came = (stageId: string, at?: string): LeverStageChange => ({ stageId, ...(at && { at }) })

function row(stageChanges: readonly LeverStageChange[], createdAt: string | undefined = MORNING) {
  const lists = { emails: ['ada@example.com'], phones: [], tags: [], links: [], sources: [] }
  const application: LeverApplication = {
    ...{ id: 'o1', candidateId: 'c1', name: 'Ada', stageId: 'refs', stageChanges, isConfidential: false },
    ...{ ...lists, isAnonymized: false, job: { id: 'j1' }, ...(createdAt && { createdAt }) },
  }
  return applicationRow(application, 'active')
}

test('holds nobody’s name or address', () => {
  expect(row([came('refs', NOON)])).toEqual({
    ...{ id: 'o1', stageId: 'refs', standing: 'active', enteredAt: NOON, jobId: 'j1' },
  })
})

test('the last arrival counts', () => {
  expect(row([came('refs', MORNING), came('offer', NOON), came('refs', EVENING)]).enteredAt).toBe(EVENING)
})

test('without a history it came as it was made', () => {
  expect(row([]).enteredAt).toBe(MORNING)
})

test('a history that lags behind tells of the arrival before', () => {
  expect(row([came('refs', MORNING), came('offer', NOON)]).enteredAt).toBe(MORNING)
})

test.each([
  ['a history without the stage', [came('offer', NOON)]],
  ['an arrival without a time', [came('refs')]],
])('%s tells of no arrival', (_, changes) => {
  expect(arrivalOf(row(changes))).toBeUndefined()
})

test('each arrival of each opportunity has a name of its own', () => {
  const arrival = arrivalOf(row([came('refs', NOON)]))

  expect(arrival).toBe(`o1:${Date.parse(NOON)}`)
  expect(arrivalOf(row([came('refs', EVENING)]))).not.toBe(arrival)
})
