import { expect, test } from 'vitest'
import { createStepClock } from './steps.ts'

function clockAt(start = '2026-11-01T08:00:00.000Z') {
  let ms = 0
  const pass = (passed: number) => {
    ms += passed
  }
  const clock = createStepClock(
    () => new Date(Date.parse(start) + ms),
    () => ms,
  )
  return { clock, pass }
}

test('what runs inside another step is taken off it', async () => {
  const { clock, pass } = clockAt()

  await clock.time('openings', 'desire', async () => {
    pass(10)
    await clock.time('openings', 'match', () => pass(5))
    pass(1)
    await clock.time('openings', 'match', () => pass(2))
  })

  expect(clock.soFar()).toEqual([
    { flow: 'openings', step: 'desire', startedAt: '2026-11-01T08:00:00.000Z', ms: 11 },
    { flow: 'openings', step: 'match', startedAt: '2026-11-01T08:00:00.010Z', ms: 7 },
  ])
})

test('the step that goes on is told with its time so far', async () => {
  const { clock, pass } = clockAt()

  await clock.time('openings', 'read', () => {
    pass(40)
    expect(clock.soFar()).toMatchObject([{ step: 'read', ms: 40 }])
    pass(2)
  })
  pass(1_000)

  expect(clock.soFar()).toMatchObject([{ step: 'read', ms: 42 }])
})

test('a step that fails keeps its time and the others go on', async () => {
  const { clock, pass } = clockAt()

  const failing = clock.time('openings', 'read', async () => {
    pass(3)
    throw new Error('refused')
  })
  await expect(failing).rejects.toThrow('refused')
  await clock.time('hires', 'read', () => pass(4))

  expect(clock.soFar()).toMatchObject([
    { flow: 'openings', step: 'read', ms: 3 },
    { flow: 'hires', step: 'read', ms: 4 },
  ])
})
