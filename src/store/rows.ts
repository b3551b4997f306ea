/** node-postgres hands bigints over as text; ours are counters that stay far below 2^53. */
export function toNumber(value: string | number): number {
  return Number(value)
}

/** knex would take a bare array or string for something else than a JSON document. */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value)
}

export function iso(value: Date | null | undefined): string | undefined {
  return value?.toISOString()
}
