import { ConfigError } from '../../lib/errors.ts'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Flow, Found } from '../flow.ts'
import type { Link, Mirror } from '../mirror.ts'
import type { ExportRules } from './export-config.ts'
import {
  type DesiredProspect,
  desireProspect,
  type ExportContext,
  isExported,
  isQuiet,
  orderOf,
  type ProspectSource,
  placedOf,
} from './export-desire.ts'
import { createWhoIs, momentOf } from './export-people.ts'
import { planProspect } from './export-plan.ts'
import { type ExportRange, outOfRange, rangeJson, rangeOf, switchNames } from './export-range.ts'
import { applyProspect, settleProspect } from './export-writes.ts'
import { checkOnePersonEach } from './one-person-each.ts'
import type { KnownPerson, ProspectPort } from './prospect-port.ts'
import { PROSPECT_ROWS, PROSPECTS, type ProspectRow } from './prospects.ts'
import type { Family } from './requests.ts'
import { attention, skip } from './skips.ts'

export interface ExportParts {
  readonly crosschq: Crosschq
  readonly port: ProspectPort
  /** As people call the ATS. */
  readonly ats: string
  readonly rules: ExportRules
  now(): Date
}

/**
 * Whom Crosschq Recruit found, put into the ATS once: those of before, those to come, or both (S27–S29, S64–S66). The first run
 * with a switch on makes as many as there are; later ones are held above the limit of creates, as everywhere.
 */
export function prospectsFlow(parts: ExportParts): Flow<ProspectSource, DesiredProspect, KnownPerson, ExportContext> {
  const { port, rules, now } = parts
  return {
    name: PROSPECTS,
    source: PROSPECT_ROWS,
    isOff: () => isOff(rules),
    waitsFor: () => switchNames(rules),
    settings: async (mirror) => ({
      range: rangeJson(await rangeOf(rules, mirror, now())),
      withoutEmail: rules.withoutEmail,
      marks: { source: port.marks.source, tags: [...port.marks.tags], jobs: [...port.marks.jobs] },
    }),
    order: ({ row }) => orderOf(row),
    prepare: (mirror) => prepare(parts, mirror),
    gather,
    desire: desireProspect,
    find,
    plan: planProspect,
    apply: applyProspect,
    settle: settleProspect,
    readBack: (_source, target) => port.look(target),
  }
}

/** None where the ATS takes no prospects. */
export function exportFlows({ crosschq, host }: Family, rules: ExportRules, now: () => Date): readonly Flow[] {
  if (!host.prospects) return []
  return [prospectsFlow({ crosschq, port: host.prospects, ats: host.name, rules, now })] as unknown as Flow[]
}

export function isOff(rules: ExportRules): boolean {
  return !rules.existing && !rules.new
}

async function prepare({ crosschq, port, ats, rules, now }: ExportParts, mirror: Mirror): Promise<ExportContext> {
  const [range, links] = [await rangeOf(rules, mirror, now()), await mirror.links(PROSPECTS)]
  if (!isOff(rules)) await validate(port, ats, mirror)
  const waiting = (await mirror.rows<ProspectRow>(PROSPECT_ROWS)).filter((row) =>
    isWaiting(row, { range, links, rules }),
  )
  const earliest = waiting.reduce((least, row) => Math.min(least, momentOf(row)), Number.POSITIVE_INFINITY)
  return {
    ...{ mirror, port, ats, rules, range, links, now },
    whoIs: createWhoIs(crosschq, earliest),
    done: new Map(),
    lookedAt: new Map(),
  }
}

/** Before anybody is made: whoever is there without the source cannot be told from others later (S28). */
async function validate(port: ProspectPort, ats: string, mirror: Mirror): Promise<void> {
  const problem = await port.validate()
  if (problem !== undefined) throw new ConfigError(problem)
  await checkOnePersonEach({ mirror, port, ats })
}

interface Waiting {
  readonly range: ExportRange
  readonly links: ReadonlyMap<string, Link>
  readonly rules: ExportRules
}

function isWaiting(row: ProspectRow, { range, links, rules }: Waiting): boolean {
  const isWithout = rules.withoutEmail === 'skip' && row.lacks.includes('email')
  return !isWithout && !links.has(row.id) && outOfRange(row, range) === undefined
}

/** Looks only where somebody is to be exported. */
async function gather(source: ProspectSource, context: ExportContext): Promise<ProspectSource> {
  const { mirror, range, whoIs } = context
  if (isQuiet(source, range)) return source
  const { id, row } = source
  const same = row.emailKey ? await mirror.rowsByRef<ProspectRow>(PROSPECT_ROWS, row.emailKey) : []
  const prospect = await whoIs(row)
  const placed = placedOf(await mirror.written(PROSPECTS, id))
  return { ...source, facts: { twins: same.filter((twin) => twin.id !== id), placed, ...(prospect && { prospect }) } }
}

async function find(
  source: ProspectSource,
  _desired: DesiredProspect,
  context: ExportContext,
): Promise<Found<KnownPerson>> {
  const { link, facts } = source
  if (isExported(source)) return { type: 'object', id: link?.target ?? source.id, actual: UNSEEN, origin: 'linked' }
  if (link) return linked(link, context)
  const email = facts?.prospect?.email
  return email ? findByEmail(source.id, email, context) : { type: 'none' }
}

/** Of whoever is exported, nothing is compared any more. */
const UNSEEN: KnownPerson = { id: '', targets: [], tags: [], unsourced: [] }

/** Interrupted between two jobs, or before anything could be read back. */
async function linked({ target }: Link, { port, ats }: ExportContext): Promise<Found<KnownPerson>> {
  const actual = await port.look(target)
  if (actual) return { type: 'object', id: target, actual, origin: 'linked' }
  return attention(
    'target_gone',
    `${target} was made of this prospect and is no longer in ${ats}; nobody is made again`,
  )
}

async function findByEmail(record: string, email: string, context: ExportContext): Promise<Found<KnownPerson>> {
  const { port, ats, links, lookedAt, now } = context
  const [person, ...others] = await port.find(email)
  if (!person) {
    lookedAt.set(record, now().getTime())
    return { type: 'none' }
  }
  if (others.length > 0) {
    const ids = [person, ...others].map(({ id }) => id).join(', ')
    return attention('ambiguous_match', `${ats} knows several people with this address: ${ids}; merge them there`)
  }
  const holder = [...links].find(([id, { target }]) => id !== record && person.targets.includes(target))?.[0]
  if (holder) return skip('same_person', `prospect ${holder} stands for this person already`)
  return { type: 'object', id: person.id, actual: person, origin: 'adopted' }
}
