import type { LoggedCall } from '../src/sandbox/server.ts'
import type { StoredRecord } from '../src/store/records.ts'
import type { JobInput } from '../src/systems/charthop/sandbox/actions.ts'
import { addActiveJob, openingOf, recordOf } from './headcount.ts'
import type { World } from './world.ts'

/** A candidate on the way into a ChartHop job, as recruiters bring them there; every step may be left out. */
export interface HireDraft {
  readonly name?: string
  /** `null`: the candidate has none. */
  readonly email?: string | null
  readonly phone?: string
  readonly job?: JobInput
  /** A job that has its opening already. */
  readonly jobId?: string
  /** `null`: the offer names none. */
  readonly startDate?: string | null
  readonly custom?: Readonly<Record<string, unknown>>
  readonly isOffered?: boolean
  readonly isAccepted?: boolean
  readonly isHired?: boolean
}

export interface Hired {
  readonly jobId: string
  readonly openingId: string
  readonly candidateId: string
  readonly applicationId: string
  /** Empty without an offer. */
  readonly offerId: string
}

/** The opening is made by a run of ours, the rest by people in Ashby. */
export async function bringHire(world: World, draft: HireDraft = {}): Promise<Hired> {
  const { ashby } = world
  const jobId = draft.jobId ?? (await jobWithOpening(world, draft.job))
  const { id: openingId, openingState } = await openingOf(world, jobId)
  if (openingState === 'Approved') ashby.openOpening(openingId)
  const { name = 'Ada Lovelace', email = 'ada@example.com', phone } = draft
  const { candidate, application } = ashby.addCandidateWithApplication({
    ...{ name, jobId: ashby.addJob({ title: 'Engineer' }).id, stage: 'Offer' },
    ...(email !== null && { email }),
    ...(phone && { phone }),
  })
  const offerId = draft.isOffered === false ? '' : offer(world, application.id, openingId, draft)
  if (draft.isHired !== false) ashby.hire(application.id)
  return { jobId, openingId, candidateId: candidate.id, applicationId: application.id, offerId }
}

/** A job of ChartHop's with the opening that a run made for it. */
export async function jobWithOpening(world: World, job: JobInput = {}): Promise<string> {
  const id = addActiveJob(world, job)
  await world.sync()
  return id
}

/** A calendar date so many days from today. */
export function day(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
}

function offer({ ashby }: World, applicationId: string, openingId: string, draft: HireDraft): string {
  const { startDate = day(30), custom = {}, isAccepted = true } = draft
  const { id } = ashby.makeOffer({ applicationId, openingId, custom, ...(startDate !== null && { startDate }) })
  if (isAccepted) ashby.acceptOffer(id)
  return id
}

/** A custom field of offers, applications or candidates, as an admin of Ashby makes one. */
export function addHireField({ ashby }: World, objectType: 'Offer' | 'Application' | 'Candidate', title: string) {
  return ashby.createFieldByHand({ fieldType: 'String', objectType, title })
}

export function hireMapping(...lines: readonly (readonly [from: string, to: string])[]): string {
  return ['version: 1', 'hires:', ...lines.map(([from, to]) => `  - { from: ${from}, to: ${to} }`), ''].join('\n')
}

export function persons({ charthop }: World) {
  return [...charthop.state.persons.values()].map(({ now }) => now)
}

/** Who is in a job or announced for it, and by which kind of change, of all changes that are not cancelled. */
export function placements({ charthop }: World, jobId?: string) {
  return charthop.state.changes
    .filter(({ type }) => type === 'HIRE' || type === 'MOVE')
    .filter((change) => jobId === undefined || change.jobId === jobId)
    .map(({ type, personId, date, otherJobId }) => ({ type, personId, date, ...(otherJobId && { otherJobId }) }))
}

export function hireRecord(world: World, { applicationId }: Pick<Hired, 'applicationId'>): Promise<StoredRecord> {
  return recordOf(world, 'hires', applicationId)
}

/** Every call to ChartHop that is no read, in order, as `POST person`. */
export function charthopWrites({ charthop }: World): string[] {
  return charthop.server.calls.filter(({ method }) => method !== 'GET').map(described)
}

function described({ method, path }: LoggedCall): string {
  const [, , , , ...rest] = path.split('/')
  return `${method} ${rest.join('/').replaceAll(/[0-9a-f]{24}/g, '{id}')}`
}
