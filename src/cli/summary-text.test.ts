import { expect, test } from 'vitest'
import type { Json } from '../lib/json.ts'
import { newTally } from '../sync/engine.ts'
import { progressLine } from './summary-text.ts'

const startedAt = () => new Date(Date.now() - 12 * 60_000).toISOString()

test('a running run tells how far each flow is', () => {
  const flows = {
    invitations: { ...newTally(), read: 4200, due: 3 },
    responses: { ...newTally(), read: 10, due: 1, applied: 1 },
  }

  const line = progressLine({ flows: flows as unknown as Json, startedAt: startedAt(), queuedAt: startedAt() })

  expect(line).toBe('  running for 12 min: invitations 4200 read, 3 due; responses 10 read, 1 due, 1 written')
})

test('a run that has just begun has read nothing', () => {
  expect(progressLine({ flows: {}, queuedAt: startedAt() })).toBe('  running for 12 min: nothing read yet')
})
