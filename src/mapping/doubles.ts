export interface Double {
  readonly index: number
  /** Where the first entry with the same key stands. */
  readonly first: number
}

/** Every entry whose key an earlier one has; an entry without a key is nobody's double. */
export function doubles<Entry>(
  entries: readonly Entry[],
  keyOf: (entry: Entry) => string | undefined,
): readonly Double[] {
  const seen = new Map<string, number>()
  return entries.flatMap((entry, index) => {
    const key = keyOf(entry)
    const first = key === undefined ? undefined : seen.get(key)
    if (first !== undefined) return [{ index, first }]
    if (key !== undefined) seen.set(key, index)
    return []
  })
}
