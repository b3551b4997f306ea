import { FatalError, RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import type { Change } from '../../plan/change.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import type { Receipt } from '../flow.ts'
import { CREATE, type ExportContext, type PlaceInput } from './export-desire.ts'
import { ADD_TAGS } from './export-plan.ts'
import { stopAtSecondPerson } from './one-person-each.ts'
import type { ProspectPlace } from './prospect-port.ts'
import { PROSPECT_ROWS, type ProspectRow } from './prospects.ts'

const minute = 60_000
/** A bulk takes its time: whoever was looked for longer ago than this is looked for again before they are made. */
const LOOK_AGAIN_MS = minute
/** Two clocks, and a moment before the call. */
const EARLIER_MS = 5 * minute

export async function applyProspect(change: Change, context: ExportContext): Promise<Receipt> {
  const { port } = context
  if (change.action === CREATE) return create(change, context)
  const target = change.target!
  return change.action === ADD_TAGS
    ? port.addTags(target, (change.input as { readonly tags: readonly string[] }).tags)
    : port.addSource(target, (change.input as { readonly place: string }).place)
}

async function create(change: Change, context: ExportContext): Promise<Receipt> {
  const prospect = await whoIs(change, context)
  if (!prospect) throw new RetryableError('Crosschq no longer lists this prospect; nobody was made')
  const place = placeOf(change)
  if (place.target) stopAtSecondPerson(context)
  else await lookAgain(change, prospect, context)
  const made = await context.port.create(prospect, place).catch((error: unknown) => rethrow(error, context))
  note(change, made.target, context)
  return made
}

/** Somebody may have come to the ATS since the plan was made. */
async function lookAgain({ record }: Change, { email }: Prospect, { port, lookedAt, now, ats }: ExportContext) {
  if (!email || now().getTime() - (lookedAt.get(record) ?? 0) < LOOK_AGAIN_MS) return
  if ((await port.find(email)).length === 0) return
  throw new RetryableError(`somebody with this address has come to ${ats} meanwhile; the next run links them`)
}

/** A refusal may mean that source or job are gone by now, which concerns everybody who is still to come (S28). */
async function rethrow(error: unknown, { port }: ExportContext): Promise<never> {
  if (!(error instanceof RejectedRecordError)) throw error
  const problem = await port.validate()
  throw problem === undefined ? error : new FatalError(problem, error.facts, { cause: error })
}

function note({ record, input }: Change, target: string, { done }: ExportContext): void {
  const { job } = input as unknown as PlaceInput
  done.set(record, [...(done.get(record) ?? []), { job, target }])
}

function placeOf({ input, target }: Change): ProspectPlace {
  const { job } = input as unknown as PlaceInput
  return { ...(job !== null && { job }), ...(target && { target }) }
}

/** Never a second person where a look does not tell. */
export async function settleProspect(
  change: Change,
  context: ExportContext,
  meantAt: Date,
): Promise<Receipt | 'absent' | 'unsure'> {
  // Adding what is there already adds nothing, so the next plan only has to compare.
  if (change.action !== CREATE) return 'absent'
  const place = placeOf(change)
  const prospect = await whoIs(change, context)
  if (!prospect) return 'unsure'
  const made = await context.port.madeSince(prospect, place, new Date(meantAt.getTime() - EARLIER_MS))
  if (made === 'unsure') return 'unsure'
  const others = place.target ? new Set<string>() : takenBy(change.record, context)
  const [target, ...more] = made.filter((id) => !others.has(id))
  if (target === undefined) return 'absent'
  if (more.length > 0) return 'unsure'
  note(change, place.target ?? target, context)
  return { target: place.target ?? target }
}

function takenBy(record: string, { links, done }: ExportContext): Set<string> {
  const linked = [...links].filter(([id]) => id !== record).map(([, link]) => link.target)
  const made = [...done].filter(([id]) => id !== record).flatMap(([, placed]) => placed.map(({ target }) => target))
  return new Set([...linked, ...made])
}

async function whoIs({ record }: Change, { mirror, whoIs: find }: ExportContext): Promise<Prospect | undefined> {
  const row = await mirror.row<ProspectRow>(PROSPECT_ROWS, record)
  return row && (await find(row))
}
