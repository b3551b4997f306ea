import type { Collection } from '../connectors/mirror.ts'
import { inParallel } from '../lib/in-parallel.ts'
import type { Row } from '../record/record.ts'
import { collectionState, saveCollection } from '../store/snapshots.ts'
import type { Applied } from './apply.ts'
import type { FlowRun } from './engine.ts'
import { openMirror } from './mirror.ts'
import { collectionNamed, savePage } from './page.ts'

export interface Verified extends Applied {
  /** Planning again over what was read back found nothing left to do. */
  readonly isVerified: boolean
}

/** From this many targets on, one "changes since" page is cheaper than a look at each. */
const listFrom = 3
/** A vendor may show the state before our write for a while (fault W4). */
const looksAfterMs = [0, 1_000, 3_000]

/** Reads every written target back and compares by planning again: equal means that there is nothing left to write. */
export async function verify(
  flowRun: FlowRun,
  applied: readonly Applied[],
  context: unknown,
): Promise<readonly Verified[]> {
  const written = applied.filter(({ failure, target }) => !failure && target)
  const listed = await readChanged(flowRun, written)
  const verified: Verified[] = []
  await inParallel(applied, flowRun.engine.inFlight, async (one) => {
    const isVerified =
      !one.failure && one.target !== undefined && (await holds(flowRun, one, one.target, listed, context))
    if (isVerified) flowRun.tally.verified += one.work.changes.length
    verified.push({ ...one, isVerified })
  })
  return verified
}

/** All targets the list reports as changed, in as few calls as the vendor allows. Those it leaves out are looked at singly. */
async function readChanged(flowRun: FlowRun, written: readonly Applied[]): Promise<ReadonlyMap<string, Row>> {
  const { flow, engine, connection } = flowRun
  const rows = new Map<string, Row>()
  if (!flow.target || written.length < listFrom) return rows
  const collection = collectionNamed(flowRun, flow.target)
  const place = { connection: connection.id, collection: collection.name }
  const { token } = await collectionState(engine.db, place)
  if (!token || !collection.fullRead) return rows
  try {
    for await (const page of collection.read(token, openMirror(engine.db, connection.id))) {
      await savePage(flowRun, collection, page)
      for (const row of page.rows) rows.set(row.id, row)
      if (page.token) await saveCollection(engine.db, place, { token: page.token })
    }
  } catch (error) {
    flowRun.logger.info({ collection: collection.name, error }, 'changes could not be listed, looking at each')
  }
  return rows
}

async function holds(
  flowRun: FlowRun,
  { work }: Applied,
  target: string,
  listed: ReadonlyMap<string, Row>,
  context: unknown,
): Promise<boolean> {
  const { flow, engine } = flowRun
  const first = work.changes[0]!
  await engine.checkpoint?.('beforeVerify', first)
  const fromList = listed.get(target)
  const isEqual = (actual: Row | undefined) =>
    actual !== undefined &&
    flow.plan({ ...work.source, link: { target, origin: 'created' } }, work.desired, actual, context).length === 0
  if (isEqual(fromList)) return true
  for (const ms of looksAfterMs) {
    if (ms > 0) await engine.sleep(ms)
    const actual = await readBack(flowRun, work.source, target, context)
    if (isEqual(actual)) return true
  }
  return false
}

async function readBack(
  flowRun: FlowRun,
  source: Applied['work']['source'],
  target: string,
  context: unknown,
): Promise<Row | undefined> {
  const { flow } = flowRun
  const actual = await flow.readBack(source, target, context)
  const collection: Collection | undefined = flow.target ? collectionNamed(flowRun, flow.target) : undefined
  if (collection && actual) await savePage(flowRun, collection, { rows: [actual], rejected: [] })
  return actual
}
