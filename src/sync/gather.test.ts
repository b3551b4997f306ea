import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Source } from '../connectors/mirror.ts'
import { FatalError, RetryableError } from '../lib/errors.ts'
import type { FlowRun } from './engine.ts'
import { gatherAll } from './gather.ts'

function sources(count: number): readonly Source[] {
  return Array.from({ length: count }, (_, at) => ({
    ...{ id: String(at), row: { id: String(at) }, related: {}, isGone: false, isPushed: false },
  }))
}

/** The parts of a run that gathering uses. */
function runWith(gather: (source: Source) => Promise<Source>, signal = new AbortController().signal): FlowRun {
  return { engine: { inFlight: 3 }, flow: { gather }, signal } as unknown as FlowRun
}

test('looks go side by side, as many as may be in flight', async () => {
  let [now, most] = [0, 0]
  const run = runWith(async (source) => {
    most = Math.max(most, ++now)
    await delay(5)
    now -= 1
    return source
  })

  await gatherAll(run, sources(10), undefined)

  expect(most).toBe(3)
})

test('the order stays, whoever answers first', async () => {
  const run = runWith(async (source) => {
    await delay(10 - Number(source.id))
    return { ...source, isPushed: true }
  })

  const gathered = await gatherAll(run, sources(6), undefined)

  expect(gathered.map(({ source }) => source.id)).toEqual(['0', '1', '2', '3', '4', '5'])
  expect(gathered.every(({ source }) => source.isPushed)).toBe(true)
})

test('a look that fails concerns its record alone', async () => {
  const trouble = new RetryableError('no answer')
  const run = runWith(async (source) => {
    if (source.id === '1') throw trouble
    return source
  })

  const gathered = await gatherAll(run, sources(3), undefined)

  expect(gathered.map(({ error }) => error)).toEqual([undefined, trouble, undefined])
})

test('a refused key is refused once', async () => {
  let looks = 0
  const run = runWith(async () => {
    looks += 1
    throw new FatalError('refused')
  })

  await expect(gatherAll(run, sources(50), undefined)).rejects.toThrow('refused')
  expect(looks).toBe(1)
})

test('nothing is looked at any more once the run is to stop', async () => {
  let looks = 0
  const stop = new AbortController()
  const run = runWith(async (source) => {
    looks += 1
    stop.abort()
    return source
  }, stop.signal)

  await expect(gatherAll(run, sources(50), undefined)).rejects.toThrow('stopped while looking')
  expect(looks).toBeLessThanOrEqual(3)
})
