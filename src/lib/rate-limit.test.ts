import { expect, test } from 'vitest'
import { createRateLimit, type Rate } from './rate-limit.ts'

test('lets a handful go at once, then paces', async () => {
  const { limit, now } = start({ perSecond: 2, inFlight: 10 })
  const startedAt: number[] = []

  for (let call = 0; call < 13; call++) {
    const release = await limit.take(NEVER)
    startedAt.push(now())
    release()
  }

  expect(startedAt).toEqual([...Array(10).fill(0), 500, 1000, 1500])
})

test('saves up no more than the burst', async () => {
  const { limit, now, pass } = start({ perSecond: 1, inFlight: 1 })
  pass(3_600_000)
  const from = now()

  for (let call = 0; call < 6; call++) (await limit.take(NEVER))()

  expect(now() - from).toBe(1000)
})

test('holds back calls beyond the flight limit', async () => {
  const { limit } = start({ perSecond: 100, inFlight: 2 })
  const first = await limit.take(NEVER)
  await limit.take(NEVER)
  let third = false
  const waiting = limit.take(NEVER).then(() => {
    third = true
  })

  await settled()
  expect(third).toBe(false)
  first()
  await waiting

  expect(third).toBe(true)
})

test('serves callers in the order they came', async () => {
  const { limit } = start({ perSecond: 1000, inFlight: 1 })
  const order: number[] = []

  await Promise.all(
    [1, 2, 3, 4, 5].map(async (caller) => {
      const release = await limit.take(NEVER)
      order.push(caller)
      await settled()
      release()
    }),
  )

  expect(order).toEqual([1, 2, 3, 4, 5])
})

test('halves rate and flight at a refusal', () => {
  const { limit } = start({ perSecond: 8, inFlight: 4 })

  limit.slowDown(0)

  expect(limit.current()).toEqual({ perSecond: 4, inFlight: 2 })
})

test('halves at most once a second', () => {
  const { limit, pass } = start({ perSecond: 8, inFlight: 8 })

  for (let refusal = 0; refusal < 5; refusal++) limit.slowDown(0)
  expect(limit.current().perSecond).toBe(4)
  pass(1000)
  limit.slowDown(0)

  expect(limit.current().perSecond).toBeCloseTo(2.08)
})

test('keeps a pulse however often refused', () => {
  const { limit, pass } = start({ perSecond: 8, inFlight: 4 })

  for (let refusal = 0; refusal < 50; refusal++) {
    limit.slowDown(0)
    pass(1000)
  }

  expect(limit.current().inFlight).toBe(1)
  expect(limit.current().perSecond).toBeGreaterThan(0.2)
})

test('grows back to what was configured, not beyond', () => {
  const { limit, pass } = start({ perSecond: 8, inFlight: 4 })
  limit.slowDown(0)

  pass(12_500)
  expect(limit.current()).toEqual({ perSecond: 6, inFlight: 3 })
  pass(100_000)

  expect(limit.current()).toEqual({ perSecond: 8, inFlight: 4 })
})

test('a refusal pauses everybody', async () => {
  const { limit, now } = start({ perSecond: 10, inFlight: 4 })

  limit.slowDown(7000)
  const release = await limit.take(NEVER)
  release()

  expect(now()).toBe(7000)
})

test('a place given back twice counts once', async () => {
  const { limit } = start({ perSecond: 100, inFlight: 1 })
  const release = await limit.take(NEVER)
  release()
  await limit.take(NEVER)

  release()
  let third = false
  void limit.take(NEVER).then(() => {
    third = true
  })
  await settled()

  expect(third).toBe(false)
})

test('one who gives up leaves the queue usable', async () => {
  const { limit } = start({ perSecond: 100, inFlight: 1 })
  const release = await limit.take(NEVER)
  const impatient = new AbortController()
  const givenUp = limit.take(impatient.signal).catch(() => 'given up')
  const patient = limit.take(NEVER)

  impatient.abort()
  await settled()
  release()

  expect(await givenUp).toBe('given up')
  expect(await patient).toBeTypeOf('function')
})

const NEVER = new AbortController().signal

/** Waiting for a token moves the clock; the flight limit's look-again never comes, so that only releases wake it. */
function start(rate: Rate) {
  let now = 0
  const sleep = async (ms: number, signal?: AbortSignal) => {
    if (signal && signal !== NEVER) await aborted(signal)
    now += ms
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { limit: createRateLimit(rate, () => now, sleep), now: () => now, pass }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 5))
}
