export interface Turns {
  /** Done when a place is free, in the order asked. */
  take<T>(act: () => Promise<T>): Promise<T>
}

export function createTurns(places: number): Turns {
  let free = places
  const waiting: (() => void)[] = []
  return {
    async take(act) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await act()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
