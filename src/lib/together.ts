interface Waiting<T, R> {
  readonly item: T
  resolve(result: R): void
  reject(error: unknown): void
}

interface Lots {
  readonly lotOf: number
  readonly most: number
  readonly isOfAll: (error: unknown) => boolean
}

/**
 * What is asked for while an earlier lot is being done is done together in the next: alone nobody waits, and many pay for
 * one. `act` answers for each item in their order. Where it throws, each is tried alone, so that one that cannot be done stops
 * no other; unless `isOfAll` knows the trouble as one of all. More than `most` waiting are refused.
 */
export function together<T, R>(
  act: (lot: readonly T[]) => Promise<readonly R[]>,
  { lotOf, most, isOfAll }: Lots,
): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = []
  let isBusy = false

  async function work(): Promise<void> {
    isBusy = true
    while (waiting.length > 0) await settle(waiting.splice(0, lotOf))
    isBusy = false
  }

  async function settle(lot: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await act(lot.map(({ item }) => item))
      for (const [at, { resolve }] of lot.entries()) resolve(results[at]!)
    } catch (error) {
      if (lot.length > 1 && !isOfAll(error)) for (const one of lot) await settle([one])
      else for (const { reject } of lot) reject(error)
    }
  }

  return (item) =>
    new Promise<R>((resolve, reject) => {
      if (waiting.length >= most) return reject(new Error(`${most} are waiting already`))
      waiting.push({ item, resolve, reject })
      if (!isBusy) void work()
    })
}
