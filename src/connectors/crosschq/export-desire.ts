import type { Json } from '../../lib/json.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import type { Decision, Skip } from '../flow.ts'
import type { Link, Mirror, Source, Written } from '../mirror.ts'
import type { ExportRules } from './export-config.ts'
import type { WhoIs } from './export-people.ts'
import { type ExportRange, outOfRange } from './export-range.ts'
import type { ProspectPort } from './prospect-port.ts'
import type { ProspectRow } from './prospects.ts'
import { attention, skip } from './skips.ts'

export interface ExportContext {
  readonly mirror: Mirror
  readonly port: ProspectPort
  /** As people call the ATS. */
  readonly ats: string
  readonly rules: ExportRules
  readonly range: ExportRange
  readonly links: ReadonlyMap<string, Link>
  readonly whoIs: WhoIs
  now(): Date
  /** By record, what this run made: it is not in the ledger that decisions were made from. */
  readonly done: Map<string, Placed[]>
  /** By record, when nobody with the address was found in the ATS. */
  readonly lookedAt: Map<string, number>
}

/** The person was put on a job, or (null) in the talent pool. */
export interface Placed {
  readonly job: string | null
  readonly target: string
}

export interface ExportFacts {
  /** Other prospects with the same address. */
  readonly twins: readonly ProspectRow[]
  readonly placed: readonly Placed[]
  readonly prospect?: Prospect
}

export type ProspectSource = Source<ProspectRow> & { readonly facts?: ExportFacts }

/** What the person is marked with. Who they are stays out of it: this is kept. */
export interface DesiredProspect {
  readonly source: string
  readonly tags: readonly string[]
  readonly jobs: readonly string[]
  readonly [key: string]: Json
}

/** Exported once and for all: what is configured later counts for those who are exported later. */
export function isExported({ acknowledged }: Source): boolean {
  return acknowledged !== undefined
}

/** Nothing needs to be found out about whoever is exported, or not meant to be. Pure. */
export function isQuiet(source: ProspectSource, range: ExportRange): boolean {
  return isExported(source) || source.isGone || outOfRange(source.row, range) !== undefined
}

export function desireProspect(source: ProspectSource, context: ExportContext): Decision<DesiredProspect> {
  if (isExported(source)) return { type: 'desired', desired: source.acknowledged as DesiredProspect, issues: [] }
  const why =
    outOfRange(source.row, context.range) ??
    goneIn(source) ??
    sameAddress(source, context) ??
    lacking(source.row, context)
  if (why) return why
  const { source: name, tags, jobs } = context.port.marks
  return { type: 'desired', desired: { source: name, tags: [...tags], jobs: [...jobs] }, issues: [] }
}

function goneIn({ isGone, facts }: ProspectSource): Skip | undefined {
  if (!isGone && facts?.prospect) return undefined
  return skip('prospect_gone', 'Crosschq no longer lists this prospect')
}

/** One person, whatever number of times Crosschq has them: the oldest is exported, and stands for the others. */
function sameAddress({ row, facts, link }: ProspectSource, context: ExportContext): Skip | undefined {
  if (link) return undefined
  const { links, range } = context
  const twins = facts?.twins ?? []
  const exported = twins.find(({ id }) => links.has(id))
  if (exported) return skip('same_person', `exported as prospect ${exported.id}, which has the same address`)
  const isComing = (twin: ProspectRow) => !outOfRange(twin, range) && !lacking(twin, context)
  const older = twins.find((twin) => isOlder(twin, row) && isComing(twin))
  if (!older) return undefined
  return { ...skip('same_person', `prospect ${older.id} has the same address and comes first`), again: 'nextRun' }
}

export function isOlder(a: ProspectRow, b: ProspectRow): boolean {
  return orderOf(a) < orderOf(b)
}

/** Oldest first; whose date is not known, last. */
export function orderOf({ id, createdAt }: ProspectRow): string {
  return `${createdAt ?? '~'} ${id}`
}

function lacking({ lacks }: ProspectRow, { port, rules, ats }: ExportContext): Skip | undefined {
  if (lacks.includes('email') && (rules.withoutEmail === 'skip' || port.needs.includes('email')))
    return skip('no_email', 'the prospect has no e-mail address, by which alone a person is known again')
  const name = port.needs.find((part) => part !== 'email' && lacks.includes(part))
  if (name === undefined && !(lacks.includes('firstName') && lacks.includes('lastName'))) return undefined
  const [reason, what] = name === undefined ? ['no_name', 'name'] : NAMES[name === 'firstName' ? 0 : 1]!
  return attention(
    reason,
    `the prospect has no ${what}, and ${ats} cannot show anybody without one; add it in Crosschq`,
  )
}

const NAMES = [
  ['no_first_name', 'first name'],
  ['no_last_name', 'last name'],
] as const

/** From the ledger. */
export function placedOf(written: readonly Written[]): Placed[] {
  return written.flatMap(({ action, target, input }) =>
    action === CREATE && target ? [{ job: (input as unknown as PlaceInput).job, target }] : [],
  )
}

export const CREATE = 'prospect.create'

export interface PlaceInput {
  readonly job: string | null
}
