import { z } from 'zod'
import { id, isConfidential, listOf, moment, phones, reference, text, texts } from './schema-parts.ts'

/**
 * What Lever calls an opportunity: a person's way through one job. Several can belong to one candidate, and links and
 * addresses are the candidate's: they stand on each. https://hire.lever.co/developer/documentation#opportunities
 */
export interface LeverApplication {
  readonly id: string
  /** The person, whom Lever calls contact. */
  readonly candidateId: string
  readonly name?: string
  readonly emails: readonly string[]
  /** A mobile number first. */
  readonly phones: readonly string[]
  /** The last one, where it is archived. */
  readonly stageId: string
  /** Oldest first. */
  readonly stageChanges: readonly LeverStageChange[]
  /** Undefined: active. A hire is archived too, for a reason that says so. */
  readonly archived?: LeverArchived
  readonly isConfidential: boolean
  readonly isAnonymized: boolean
  /** Put on by hand, and copied from the job when the person applied. */
  readonly tags: readonly string[]
  readonly links: readonly string[]
  readonly sources: readonly string[]
  readonly origin?: string
  readonly ownerId?: string
  /** Undefined: a lead, who has applied for nothing. */
  readonly job?: LeverAppliedJob
  readonly createdAt?: string
  readonly updatedAt?: string
  readonly advancedAt?: string
  /** The page in Lever. */
  readonly url?: string
}

export interface LeverStageChange {
  readonly stageId: string
  /** ISO 8601 in UTC. */
  readonly at?: string
  readonly userId?: string
}

export interface LeverArchived {
  readonly reasonId?: string
  /** ISO 8601 in UTC. */
  readonly at?: string
}

/** As it was when the person applied. */
export interface LeverAppliedJob {
  readonly id: string
  readonly ownerId?: string
  readonly hiringManagerId?: string
}

const Archived = z
  .object({ reason: text, archivedAt: moment })
  .nullish()
  .transform((archived): LeverArchived | undefined =>
    archived ? { reasonId: archived.reason, at: archived.archivedAt } : undefined,
  )

const Applied = z.object(
  { posting: reference, postingOwner: reference, postingHiringManager: reference, archived: Archived },
  'is not expanded',
)

const StageChange = z
  .object({ toStageId: id, updatedAt: moment, userId: text })
  .transform(({ toStageId, updatedAt, userId }): LeverStageChange => ({ stageId: toStageId, at: updatedAt, userId }))

const Row = z.object({
  id,
  contact: reference.pipe(id),
  name: text,
  emails: texts,
  phones,
  stage: reference.pipe(id),
  stageChanges: listOf(StageChange),
  archived: Archived,
  // Where the reference's examples have it.
  archivedAt: moment,
  archiveReason: text,
  confidentiality: isConfidential,
  isAnonymized: z.boolean().nullish(),
  tags: texts,
  links: texts,
  sources: texts,
  origin: text,
  owner: reference,
  applications: listOf(Applied).refine(isOneJob, 'belong to several jobs'),
  createdAt: moment,
  updatedAt: moment,
  lastAdvancedAt: moment,
  urls: z.object({ show: text }).nullish(),
})

export const Application = Row.transform(toApplication)

function toApplication({
  contact,
  stage,
  stageChanges,
  archivedAt,
  archiveReason,
  confidentiality,
  owner,
  applications,
  lastAdvancedAt,
  urls,
  ...application
}: z.output<typeof Row>): LeverApplication {
  const archivedAbove = archivedAt === undefined ? undefined : { reasonId: archiveReason, at: archivedAt }
  return {
    ...application,
    candidateId: contact,
    stageId: stage,
    stageChanges: stageChanges.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? '')),
    archived: application.archived ?? archivedAbove,
    isConfidential: confidentiality,
    isAnonymized: application.isAnonymized ?? false,
    ownerId: owner,
    job: jobOf(applications),
    advancedAt: lastAdvancedAt,
    url: urls?.show,
  }
}

/** None or one, by the reference; of several, the active one counts, and between two jobs nobody may guess. */
function isOneJob(applied: readonly z.output<typeof Applied>[]): boolean {
  return new Set(inForce(applied).map(({ posting }) => posting)).size <= 1
}

function jobOf(applied: readonly z.output<typeof Applied>[]): LeverAppliedJob | undefined {
  const [found] = inForce(applied)
  if (found?.posting === undefined) return undefined
  return { id: found.posting, ownerId: found.postingOwner, hiringManagerId: found.postingHiringManager }
}

function inForce(applied: readonly z.output<typeof Applied>[]) {
  const toJobs = applied.filter(({ posting }) => posting !== undefined)
  const active = toJobs.filter(({ archived }) => archived === undefined)
  return active.length > 0 ? active : toJobs
}
