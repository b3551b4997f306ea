import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import { type ProspectRow, pagesOf } from './prospects.ts'

/** Who a prospect is; undefined where Crosschq no longer lists it. */
export type WhoIs = (row: ProspectRow) => Promise<Prospect | undefined>

/**
 * Names and addresses for one run: they are kept nowhere, and Crosschq tells them only in its list. `earliest` is the moment
 * (ms) of the oldest who is still to be exported; from there one reading is enough for all of them.
 */
export function createWhoIs(crosschq: Pick<Crosschq, 'prospects'>, earliest: number): WhoIs {
  const people = new Map<string, Prospect>()
  let readFrom: number | undefined

  /** Everybody made since then. */
  async function read(from: number): Promise<void> {
    if (readFrom !== undefined && readFrom <= from) return
    const since = Number.isFinite(from) ? new Date(from - 1_000).toISOString() : undefined
    for await (const { rows } of await pagesOf(crosschq, since)) for (const row of rows) people.set(row.id, row)
    readFrom = from
  }

  /** One after the other: the second finds what the first has read. */
  let reading: Promise<void> = Promise.resolve()
  return async (row) => {
    const next = reading.then(async () => {
      if (people.has(row.id)) return
      await read(Math.min(earliest, momentOf(row)))
    })
    reading = next.catch(() => {})
    await next
    return people.get(row.id)
  }
}

/** In milliseconds. Of whom no moment is known, the whole list has to be read. */
export function momentOf({ createdAt }: ProspectRow): number {
  return createdAt === undefined ? Number.NEGATIVE_INFINITY : Date.parse(createdAt)
}
