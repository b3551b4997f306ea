import { describe, expect, test } from 'vitest'
import type { Effect } from './change.ts'
import { type GuardFacts, guard, type HoldReason, type Limits } from './guard.ts'
import { planOf } from './plan.ts'

const limits: Limits = { maxUpdates: { type: 'share', share: 0.25 }, maxCloses: { type: 'count', count: 0 } }

const nothing = { create: 0, update: 0, clear: 0, close: 0 }

function judge(counts: Partial<Record<Effect, number>>, facts: Partial<GuardFacts>, given: Partial<Limits> = {}) {
  const plan = {
    ...planOf('headcount', 'openings', []),
    counts: { ...nothing, ...counts },
  }
  const known = { linked: 100, firstRunPassed: true, recentCloses: 0, byWebhooks: nothing, ...facts }
  const verdict = guard(plan, known, { ...limits, ...given })
  return verdict.type === 'clear' ? [] : verdict.reasons.map(({ limit, allowed }) => `${limit} ${allowed}`)
}

describe('creates', () => {
  test.each([
    [50, 0, []],
    [51, 0, ['creates 50']],
    [51, 100, ['creates 50']],
    [100, 200, []],
    [101, 200, ['creates 100']],
  ])('%i with %i linked', (create, linked, expected) => {
    expect(judge({ create }, { linked })).toEqual(expected)
  })

  test('a first run has no limit of creates', () => {
    expect(judge({ create: 10_000 }, { linked: 0, firstRunPassed: false })).toEqual([])
  })
})

describe('updates', () => {
  test.each([
    [10, 10, []],
    [11, 10, ['updates 10']],
    [10, 40, []],
    [11, 40, ['updates 10']],
    [25, 100, []],
    [26, 100, ['updates 25']],
    [26, 107, []],
    [27, 107, ['updates 26']],
  ])('%i with %i linked', (update, linked, expected) => {
    expect(judge({ update }, { linked })).toEqual(expected)
  })

  test('a first run is held to the limit of updates too', () => {
    expect(judge({ update: 26 }, { firstRunPassed: false })).toEqual(['updates 25'])
  })

  test.each<readonly [Limits['maxUpdates'], number, string[]]>([
    [{ type: 'count', count: 40 }, 40, []],
    [{ type: 'count', count: 40 }, 41, ['updates 40']],
    [{ type: 'count', count: 0 }, 10, []],
    [{ type: 'share', share: 1 }, 100, []],
  ])('limit %j lets %i pass or says %j', (maxUpdates, update, expected) => {
    expect(judge({ update }, {}, { maxUpdates })).toEqual(expected)
  })
})

describe('closes and clears', () => {
  test.each([
    [2, 0, []],
    [2, 3, []],
    [3, 3, ['closes 2', 'closesPerDay 2']],
    [5, 10, []],
    [6, 10, ['closes 5', 'closesPerDay 5']],
    [10, 20, []],
    [11, 20, ['closes 10', 'closesPerDay 10']],
    [20, 100, []],
    [21, 100, ['closes 20', 'closesPerDay 20']],
    [40, 200, []],
    [50, 1000, []],
    [51, 1000, ['closes 50']],
  ])('%i with %i linked', (close, linked, expected) => {
    expect(judge({ close }, { linked })).toEqual(expected)
  })

  test('clears and closes count together', () => {
    expect(judge({ close: 11, clear: 10 }, {})).toEqual(['closes 20', 'closesPerDay 20'])
  })

  test('what was closed within a day counts', () => {
    expect(judge({ close: 5 }, { recentCloses: 15 })).toEqual([])
    expect(judge({ close: 5 }, { recentCloses: 16 })).toEqual(['closesPerDay 20'])
    expect(judge({ update: 1 }, { recentCloses: 100 })).toEqual([])
  })

  test('the configured limit counts where it is higher', () => {
    expect(judge({ close: 60 }, {}, { maxCloses: { type: 'share', share: 0.6 } })).toEqual([])
    expect(judge({ close: 61 }, {}, { maxCloses: { type: 'count', count: 60 } })).toEqual([
      'closes 60',
      'closesPerDay 60',
    ])
  })
})

test('every broken limit is told with its numbers', () => {
  const plan = { ...planOf('headcount', 'openings', []), counts: { ...nothing, create: 60, update: 30 } }

  const verdict = guard(plan, { linked: 100, firstRunPassed: true, recentCloses: 0, byWebhooks: nothing }, limits)

  expect(verdict.type).toBe('hold')
  const { reasons } = verdict as { readonly reasons: readonly HoldReason[] }
  expect(reasons.map(({ message }) => message)).toEqual([
    '60 new objects, 50 may pass unattended (100 linked)',
    '30 updated records, 25 may pass unattended (100 linked)',
  ])
})

test('a plan without changes is clear', () => {
  expect(judge({}, { recentCloses: 1000 })).toEqual([])
})

describe('what webhooks had written just before', () => {
  const byWebhooks = { create: 49, update: 9, clear: 1, close: 0 }

  test.each([
    [{ create: 1, update: 1, clear: 1 }, []],
    [{ create: 2 }, ['creates 50']],
    [{ update: 2 }, ['updates 10']],
    [{ close: 2 }, ['closes 2']],
  ])('counts together with %o', (counts, expected) => {
    expect(judge(counts, { linked: 4, byWebhooks })).toEqual(expected)
  })

  test('stops nothing of another kind', () => {
    expect(judge({ create: 1 }, { linked: 4, byWebhooks: { ...byWebhooks, update: 30 } })).toEqual([])
  })

  test('is not counted twice among the closes of the day', () => {
    expect(judge({ close: 1 }, { linked: 100, recentCloses: 9, byWebhooks: { ...nothing, clear: 4 } })).toEqual([])
    expect(judge({ close: 1 }, { linked: 100, recentCloses: 10, byWebhooks: nothing })).toEqual([])
  })

  test('is told with its number', () => {
    const plan = { ...planOf('headcount', 'openings', []), counts: { ...nothing, update: 2 } }
    const verdict = guard(plan, { linked: 4, firstRunPassed: true, recentCloses: 0, byWebhooks }, limits)

    expect(verdict).toMatchObject({
      reasons: [{ message: '11 updated records, 9 of them written before, 10 may pass unattended (4 linked)' }],
    })
  })
})
