import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { ChartHop } from '../../systems/charthop/client.ts'
import type { Flow, Found, Mirror, Receipt } from '../connector.ts'
import type { Systems } from './collections.ts'
import {
  type DesiredHire,
  desireHire,
  type HireContext,
  type HireFacts,
  type HireRules,
  type HireSource,
  hireOf,
  holderOf,
} from './hire-desire.ts'
import { hireFields, traceFields } from './hire-fields.ts'
import { type ActualHire, hireId, personIdOf, planHire } from './hire-plan.ts'

/** Hired candidates with an accepted offer on one of our openings, as persons in the ChartHop job (S89, S90). */
export function hiresFlow(
  systems: Systems,
  rules: HireRules,
  now: () => Date,
): Flow<HireSource, DesiredHire, ActualHire, HireContext> {
  const { charthop, mapping } = systems
  return {
    name: 'hires',
    source: 'ashby.applications',
    related: ['ashby.offers'],
    settings: async () => ({
      ...rules,
      hires: mapping().hires.map(({ from, to, transforms }) => ({
        ...from,
        to,
        transforms: transforms as unknown as Json,
      })),
    }),
    prepare: (mirror) => prepare(systems, rules, now, mirror),
    gather: (source, context) => gather(systems, source as HireSource, context),
    desire: desireHire,
    find: (source, desired, context) => find(charthop, source, desired, context),
    plan: planHire,
    apply: (change) => apply(charthop, change),
    settle: (change) => settle(charthop, change),
    readBack: (_source, target, context) => actualHire(charthop, personIdOf(target), target.split('@')[1]!, context),
    trace: ({ row, facts, ...source }, context) => {
      const hire = hireOf({ row, ...source }, context)
      return traceFields(context.fields, {
        offer: 'type' in hire ? undefined : hire.offer,
        application: row,
        candidate: facts?.candidate,
      })
    },
  }
}

async function prepare(
  { charthop, mapping }: Systems,
  rules: HireRules,
  now: () => Date,
  mirror: Mirror,
): Promise<HireContext> {
  const { fields, issues } = await hireFields(mapping(), mirror)
  const links = await mirror.links('openings')
  const hires = await mirror.links('hires')
  let people: Promise<ReadonlyMap<string, readonly string[]>> | undefined
  return {
    rules,
    fields,
    fieldIssues: issues,
    today: now().toISOString().slice(0, 10),
    jobOfOpening: new Map([...links].map(([jobId, { target }]) => [target, jobId])),
    written: new Map([...hires].map(([application, { target }]) => [target, application])),
    claims: new Map(),
    async peopleWith(email) {
      people ??= peopleByEmail(charthop)
      return (await people).get(email) ?? []
    },
  }
}

/** ChartHop can be asked for an e-mail only in a URL, where none may stand; so everybody is listed and matched here. */
async function peopleByEmail(charthop: ChartHop): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, string[]>()
  for await (const { rows } of charthop.people()) {
    for (const { id, emails } of rows)
      for (const email of new Set(emails)) ids.set(email, [...(ids.get(email) ?? []), id])
  }
  return ids
}

/** Looks only at what can be a hire; a company's past hires cost nothing. */
async function gather({ ashby, charthop }: Systems, source: HireSource, context: HireContext): Promise<HireSource> {
  const hire = hireOf(source, context)
  if ('type' in hire) return source
  const candidate = await ashby.candidate(source.row.candidateId)
  if (source.acknowledged !== undefined) {
    const { jobId, startDate } = source.acknowledged as DesiredHire
    const isMoved = hire.startDate !== startDate
    const placements = isMoved ? await charthop.placements(jobId) : []
    return { ...source, facts: { candidate, job: undefined, placements, persons: [] } }
  }
  const job = await charthop.job(hire.jobId, codesOf(context, 'job'))
  const placements = job ? await charthop.placements(hire.jobId) : []
  const emails = new Set(
    (candidate?.emails ?? []).concat(candidate?.email ?? []).map((email) => email.trim().toLowerCase()),
  )
  const persons = source.link ? [personIdOf(source.link.target)] : await personsWith(emails, context)
  return { ...source, facts: { candidate, job, placements, persons } satisfies HireFacts }
}

async function personsWith(emails: ReadonlySet<string>, context: HireContext): Promise<string[]> {
  const persons = new Set<string>()
  for (const email of emails) for (const id of await context.peopleWith(email)) persons.add(id)
  return [...persons].sort()
}

async function find(
  charthop: ChartHop,
  source: HireSource,
  desired: DesiredHire,
  context: HireContext,
): Promise<Found<ActualHire>> {
  const { link, facts } = source
  const personId = link ? personIdOf(link.target) : facts?.persons[0]
  if (personId) {
    const actual = await actualHire(charthop, personId, desired.jobId, context)
    const writtenFor = actual && context.written.get(actual.id)
    if (!link && writtenFor) return taken(writtenFor, personId, desired.jobId)
    if (actual) return { type: 'object', id: actual.id, actual, origin: link ? 'linked' : 'adopted' }
    return {
      type: 'skip',
      reason: 'person_gone',
      message: `person ${personId} no longer exists in ChartHop; nothing is made again`,
      attention: true,
    }
  }
  const claimedBy = context.claims.get(desired.email)
  if (claimedBy && claimedBy !== source.id) {
    return {
      type: 'skip',
      reason: 'same_person',
      message: `application ${claimedBy} is making this person in the same run`,
      attention: false,
      again: 'nextRun',
    }
  }
  context.claims.set(desired.email, source.id)
  return { type: 'none' }
}

/** The same person, the same job, another application: one of the two is not true any more, and only people know which. */
function taken(application: string, personId: string, jobId: string): Found<ActualHire> {
  return {
    type: 'skip',
    reason: 'hire_taken',
    message: `person ${personId} was hired into ChartHop job ${jobId} for application ${application} already; nothing was written`,
    attention: true,
  }
}

async function actualHire(
  charthop: ChartHop,
  personId: string,
  jobId: string,
  context: HireContext,
): Promise<ActualHire | undefined> {
  const person = await charthop.person(personId, codesOf(context, 'person'))
  if (!person) return undefined
  const job = await charthop.job(jobId, codesOf(context, 'job'))
  const isPlaced = job !== undefined && holderOf(job, job.personId ? [] : await charthop.placements(jobId)) === personId
  const isElsewhere = person.jobId !== undefined && person.jobId !== jobId
  return {
    id: hireId(personId, jobId),
    personId,
    isPlaced,
    ...(isElsewhere && { otherJobId: person.jobId! }),
    custom: { person: person.custom, job: job?.custom ?? {} },
  }
}

function codesOf({ fields }: HireContext, holder: 'person' | 'job'): string[] {
  return fields.filter((one) => one.holder === holder).map(({ field }) => field.code)
}

interface Placing {
  readonly type: 'HIRE' | 'MOVE'
  readonly jobId: string
  readonly date: string
  readonly otherJobId: string | null
}

interface Person {
  readonly first: string | null
  readonly last: string
  readonly email: string
  readonly phone: string | null
  readonly jobId: string
}

async function apply(charthop: ChartHop, { action, input, target }: Change): Promise<Receipt> {
  if (action === 'person.create') {
    const { first, last, email, phone, jobId } = input as unknown as Person
    const { id, requestId } = await charthop.createPerson({
      last,
      email,
      ...(first && { first }),
      ...(phone && { phone }),
    })
    return { target: hireId(id!, jobId), ...(requestId && { requestId }) }
  }
  const personId = personIdOf(target!)
  const written =
    action === 'person.place'
      ? await charthop.place(placing(input, personId))
      : await setValues(charthop, action, input, personId)
  return { target: target!, ...(written.requestId && { requestId: written.requestId }) }
}

function placing(input: Json, personId: string) {
  const { type, jobId, date, otherJobId } = input as unknown as Placing
  return { type, jobId, date, personId, ...(otherJobId && { otherJobId }) }
}

function setValues(charthop: ChartHop, action: string, input: Json, personId: string) {
  const { values, jobId } = input as unknown as { values: Record<string, Json>; jobId: string }
  return action === 'person.setValues' ? charthop.updatePerson(personId, values) : charthop.updateJob(jobId, values)
}

/** A person is found by e-mail, a placement on the job itself; values are compared again by the next plan. */
async function settle(charthop: ChartHop, { action, input, target }: Change): Promise<Receipt | 'absent' | 'unsure'> {
  if (action === 'person.create') {
    const { email, jobId } = input as unknown as Person
    const persons = (await peopleByEmail(charthop)).get(email) ?? []
    if (persons.length > 1) return 'unsure'
    return persons[0] ? { target: hireId(persons[0], jobId) } : 'absent'
  }
  if (action !== 'person.place') return 'absent'
  const { jobId } = input as unknown as Placing
  const job = await charthop.job(jobId, [])
  const isPlaced = job && holderOf(job, await charthop.placements(jobId)) === personIdOf(target!)
  return isPlaced ? { target: target! } : 'absent'
}
