import { linksOf } from '../store/links.ts'
import { touchRecords } from '../store/records.ts'
import { type FlowRun, placeOf } from './engine.ts'
import { openMirror } from './mirror.ts'
import { collectionNamed, diffPage, noteRejected } from './page.ts'

/** A run for single records: direct looks instead of lists, so that a hook or a person waits for a few calls only. */
export async function look(flowRun: FlowRun, records: readonly string[]): Promise<void> {
  const ids = idsFor(flowRun.flow.name, records)
  for (const id of ids) await lookAtRecord(flowRun, id)
}

/**
 * `<flow>/<id>` is meant for that flow alone; a bare id is tried in every flow. Each once, however often a hook or a person
 * named it: a record planned twice would be made twice.
 */
export function idsFor(flow: string, records: readonly string[]): readonly string[] {
  const ids = records.flatMap((record) => {
    const slash = record.indexOf('/')
    if (slash < 0) return record
    return record.slice(0, slash) === flow ? record.slice(slash + 1) : []
  })
  return [...new Set(ids)]
}

async function lookAtRecord(flowRun: FlowRun, id: string): Promise<void> {
  const { flow, engine } = flowRun
  const source = collectionNamed(flowRun, flow.source)
  const mirror = openMirror(engine.db, flowRun.connection.id)
  const row = await source.look(id, mirror)
  if (!row) return
  noteRejected(flowRun, source, await diffPage(flowRun, source, { rows: [row], rejected: [] }))
  for (const name of flow.related ?? []) {
    const related = collectionNamed(flowRun, name)
    if (related.isOwn) continue
    await diffPage(flowRun, related, { rows: (await related.lookFor?.(id)) ?? [], rejected: [] })
  }
  await lookAtTarget(flowRun, id)
  flowRun.tally.read += 1
  await touchRecords(engine.db, placeOf(flowRun), [id])
}

async function lookAtTarget(flowRun: FlowRun, id: string): Promise<void> {
  const { flow, engine } = flowRun
  const link = (await linksOf(engine.db, placeOf(flowRun), [id])).get(id)
  if (!flow.target || !link) return
  const target = collectionNamed(flowRun, flow.target)
  const row = await target.look(link.target, openMirror(engine.db, flowRun.connection.id))
  if (row) await diffPage(flowRun, target, { rows: [row], rejected: [] })
}
