import { z } from 'zod'
import { isObject, looseMoment, looseText } from '../../lib/loose.ts'
import { Assignment, applicationId, FullAssignment, id, type SmartRecruitersApplication } from './application-schema.ts'

export interface SmartRecruitersCandidate {
  readonly id: string
  readonly firstName: string
  readonly lastName: string
  readonly email?: string
  /** Lists do not tell it. */
  readonly phone?: string
  /** ISO 8601 in UTC. */
  readonly updatedAt?: string
  readonly tags: readonly string[]
  /** Those of which the status stands beside the person. */
  readonly applications: readonly SmartRecruitersApplication[]
  /** Jobs this person is on as well; each application must be read by itself. */
  readonly otherJobIds: readonly string[]
}

const tags = z
  .unknown()
  .optional()
  .transform((value) => (Array.isArray(value) ? value : []).filter((tag) => typeof tag === 'string'))

/** A list and a single answer alike: the list's other assignments have no status, the single answer's have. */
export const Candidate = z
  .object({
    ...{ id, firstName: z.string(), lastName: z.string(), email: looseText, phoneNumber: looseText },
    ...{
      updatedOn: looseMoment,
      tags,
      primaryAssignment: z.unknown().optional(),
      secondaryAssignments: z.unknown().optional(),
    },
  })
  .transform((row, context): SmartRecruitersCandidate => {
    const raw = [row.primaryAssignment, ...(Array.isArray(row.secondaryAssignments) ? row.secondaryAssignments : [])]
    const read = raw.filter((each) => each !== undefined && each !== null).map(readAssignment)
    const unread = read.find((each) => typeof each === 'string')
    if (unread !== undefined) context.addIssue({ code: 'custom', path: ['assignment'], message: unread })
    const assignments = read.filter((each) => typeof each !== 'string')
    return {
      ...{ id: row.id, firstName: row.firstName, lastName: row.lastName, email: row.email, phone: row.phoneNumber },
      ...{ updatedAt: row.updatedOn, tags: row.tags },
      applications: assignments.flatMap((each) => (each.status ? [applicationOf(row.id, each)] : [])),
      otherJobIds: assignments.flatMap((each) => (each.status ? [] : [each.jobId])),
    }
  })

/** The text is what is wrong with it: an assignment with a status that nobody knows must not pass for one without. */
function readAssignment(value: unknown) {
  const hasStatus = isObject(value) && value.status !== undefined && value.status !== null
  const read = hasStatus ? FullAssignment.safeParse(value) : Assignment.safeParse(value)
  return read.success ? read.data : (read.error.issues[0]?.message ?? 'cannot be read')
}

function applicationOf(candidateId: string, assignment: z.output<typeof FullAssignment>): SmartRecruitersApplication {
  return { id: applicationId(candidateId, assignment.jobId), candidateId, ...assignment }
}
