import type { Flow } from '../connectors/flow.ts'
import type { Sighting, StoredChange } from '../store/changes.ts'
import { recordsOfTargets } from '../store/links.ts'
import type { Settlement } from '../store/settlements.ts'
import { type FlowRun, placeOf } from './engine.ts'

/** An object as vendors' pages name it: no path, and no address of a person. */
export const VENDOR_ID = /^[A-Za-z0-9][\w.:~-]{0,199}$/

type Said = Pick<Sighting, 'outcome' | 'target'>

export interface SightingRefusal {
  readonly code: 'not_unclear' | 'flow_off' | 'target_unused' | 'target_missing' | 'cannot_be_named'
  readonly message: string
}

/** Why this cannot be said of this write. Undefined: it can. */
export function refusalOf(flow: Flow | undefined, change: StoredChange, said: Said): SightingRefusal | undefined {
  if (change.state === 'intended') return refused('not_unclear', 'the next run looks it up by itself')
  if (change.state !== 'unknown') return refused('not_unclear', `it is ${change.state}; nothing is unclear about it`)
  if (!flow || flow.isOff?.()) return refused('flow_off', `the flow ${change.flow} is off, and settles nothing`)
  return targetRefusal(flow, change, said)
}

function targetRefusal(flow: Flow, change: StoredChange, { outcome, target }: Said): SightingRefusal | undefined {
  const isMade = outcome === 'applied' && isNewObject(change)
  if (!isMade) return target ? refused('target_unused', 'no id is needed for that; leave it out') : undefined
  if (!flow.named) {
    const why = 'what this makes cannot be found by an id, so it would be made again'
    return refused('cannot_be_named', `${why}: leave the write as it is, or say that it is not there`)
  }
  return target ? undefined : refused('target_missing', "say which one it is, by the vendor's id")
}

function refused(code: SightingRefusal['code'], message: string): SightingRefusal {
  return { code, message }
}

function isNewObject({ effect, target }: StoredChange): boolean {
  return effect === 'create' && target === undefined
}

/** What a person saw of a write that a look cannot tell of. */
export async function settlementBySight(
  flowRun: FlowRun,
  change: StoredChange,
  { outcome, target, by }: Sighting,
  context: unknown,
): Promise<Settlement> {
  if (outcome === 'absent')
    return { state: 'failed', reason: 'not_applied', message: `${by} saw that it is not there; planned again` }
  if (!isNewObject(change)) return { state: 'applied', ...(change.target && { target: change.target }) }
  return madeBySight(flowRun, change, target, context)
}

/** A typing error must not join a record with somebody else's object: it has to be there, and to belong to no other record. */
async function madeBySight(
  flowRun: FlowRun,
  change: StoredChange,
  named: string | undefined,
  context: unknown,
): Promise<Settlement> {
  const { engine, flow } = flowRun
  const { record } = change
  const found = named === undefined ? 'absent' : ((await flow.named?.(change, named, context)) ?? 'absent')
  if (found === 'absent') return unclear('it was said to be there, but nothing has the id that was named')
  const owners = found === 'taken' ? [] : await recordsOfTargets(engine.db, placeOf(flowRun), [found.target])
  if (found === 'taken' || owners.some((owner) => owner !== record))
    return unclear('it was said to be there, but what was named belongs to another record')
  const { target } = found
  return { state: 'applied', target, link: { record, target, origin: 'created' } }
}

function unclear(problem: string): Settlement {
  return { state: 'unknown', reason: 'unclear', message: `${problem}; look again, and say it with another id` }
}
