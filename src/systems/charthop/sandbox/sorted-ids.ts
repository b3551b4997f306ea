/** Ids in ascending order, so that a page starts with one binary search whatever the size of the list. */
export interface SortedIds {
  readonly size: number
  add(id: string): void
  remove(id: string): void
  /** Every id at or after this one, in order. */
  from(id: string): Generator<string>
}

export function createSortedIds(): SortedIds {
  const ids: string[] = []
  return {
    get size() {
      return ids.length
    },
    add: (id) => {
      const at = lowerBound(ids, id)
      if (ids[at] !== id) ids.splice(at, 0, id)
    },
    remove: (id) => {
      const at = lowerBound(ids, id)
      if (ids[at] === id) ids.splice(at, 1)
    },
    *from(id) {
      for (let at = lowerBound(ids, id); at < ids.length; at += 1) yield ids[at]!
    },
  }
}

function lowerBound(ids: readonly string[], id: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ids[middle]! < id) low = middle + 1
    else high = middle
  }
  return low
}
