import type { Flow } from '../connectors/flow.ts'
import type { Mirror, Source } from '../connectors/mirror.ts'
import type { Row } from '../record/record.ts'
import { createdBy, writtenFor } from '../store/changes.ts'
import type { Knex } from '../store/database.ts'
import { firstSeen } from '../store/first-seen.ts'
import { pushedRecords } from '../store/hooks.ts'
import { linksOf } from '../store/links.ts'
import { loadRecords } from '../store/records.ts'
import { allRows, loadRelated, loadRows } from '../store/snapshots.ts'

/** What flows may see of the mirror: read-only, no network. */
export function openMirror(db: Knex, connection: string): Mirror {
  return {
    async row<T extends Row>(collection: string, id: string) {
      return present<T>((await loadRows(db, { connection, collection }, [id])).get(id))
    },
    async rows<T extends Row>(collection: string) {
      return (await allRows(db, { connection, collection })) as T[]
    },
    async rowsByRef<T extends Row>(collection: string, ref: string) {
      return ((await loadRelated(db, { connection, collection }, [ref])).get(ref) ?? []) as T[]
    },
    links: (flow) => linksOf(db, { connection, flow }),
    created: (flow) => createdBy(db, { connection, flow }),
    written: (flow, record) => writtenFor(db, { connection, flow, record }),
    firstSeen: (flow) => firstSeen(db, { connection, flow }),
  }
}

/** The same with the linked targets of a batch at hand: one query instead of one for each record. */
export async function openMirrorFor(
  db: Knex,
  connection: string,
  { target }: Flow,
  sources: readonly Source[],
): Promise<Mirror> {
  const mirror = openMirror(db, connection)
  const linked = sources.flatMap(({ link }) => link?.target ?? [])
  if (!target || linked.length === 0) return mirror
  const known = await loadRows(db, { connection, collection: target }, linked)
  return {
    ...mirror,
    async row<T extends Row>(collection: string, id: string) {
      const isKnown = collection === target && known.has(id)
      return isKnown ? present<T>(known.get(id)) : mirror.row<T>(collection, id)
    },
  }
}

function present<T extends Row>(found: { readonly body: Row; readonly isGone: boolean } | undefined): T | undefined {
  return found && !found.isGone ? (found.body as T) : undefined
}

/** The records of a batch with everything known about them; ids without a row are left out. */
export async function loadSources(db: Knex, connection: string, flow: Flow, ids: readonly string[]): Promise<Source[]> {
  const place = { connection, flow: flow.name }
  const rows = await loadRows(db, { connection, collection: flow.source }, ids)
  const links = await linksOf(db, place, ids)
  const records = await loadRecords(db, place, ids)
  const pushed = await pushedRecords(db, connection, ids)
  const related = await loadAllRelated(db, connection, flow, ids)
  return ids.flatMap((id) => {
    const row = rows.get(id)
    if (!row) return []
    const link = links.get(id)
    const acknowledged = records.get(id)?.acknowledged
    return {
      id,
      row: row.body,
      related: Object.fromEntries(related.map(([name, byRef]) => [name, byRef.get(id) ?? []])),
      isGone: row.isGone,
      isPushed: pushed.has(id),
      ...(link && { link: { target: link.target, origin: link.origin } }),
      ...(acknowledged !== undefined && { acknowledged }),
    }
  })
}

async function loadAllRelated(db: Knex, connection: string, flow: Flow, ids: readonly string[]) {
  const loaded: [string, Map<string, Row[]>][] = []
  for (const collection of flow.related ?? [])
    loaded.push([collection, await loadRelated(db, { connection, collection }, ids)])
  return loaded
}
