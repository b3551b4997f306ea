/** What we knew of a row before this read. */
export interface KnownRow {
  readonly fingerprint: string
  readonly listed: boolean
  readonly gone: boolean
}

export interface ReadRow {
  readonly id: string
  readonly fingerprint: string
}

/** What changed at a system since we last looked. Rows that are missing are found at the end of a complete read. */
export type Delta = { readonly type: 'added' | 'modified' | 'unchanged'; readonly id: string }

export function diff(known: ReadonlyMap<string, KnownRow>, rows: readonly ReadRow[]): readonly Delta[] {
  return rows.map(({ id, fingerprint }) => {
    const before = known.get(id)
    if (!before) return { type: 'added', id }
    const isSame = before.fingerprint === fingerprint && before.listed && !before.gone
    return { type: isSame ? 'unchanged' : 'modified', id }
  })
}
