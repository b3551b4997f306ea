import { z } from 'zod'
import { type AshbyTeamMember, team } from './people-schema.ts'
import { flag, id, ids, listOf, text } from './schema-parts.ts'

/** https://developers.ashbyhq.com/reference/joblist */
export interface AshbyJob {
  readonly id: string
  readonly title: string
  /** Draft, Open, Closed or Archived, or whatever Ashby adds one day. */
  readonly status: string
  readonly planIds: readonly string[]
  readonly defaultPlanId?: string
  readonly hiringTeam: readonly AshbyTeamMember[]
}

/** A stage of an interview plan. Two plans may well have stages of one title. */
export interface AshbyStage {
  readonly id: string
  readonly title: string
  /** Lead, PreInterviewScreen, Active, Offer, Hired or Archived; a free text to Ashby's reference. */
  readonly type: string
  readonly planId?: string
}

export interface AshbyPlan {
  readonly id: string
  readonly title: string
  readonly isArchived: boolean
}

export const Job = z
  .object({
    id,
    title: z.string(),
    status: z.string(),
    interviewPlanIds: ids,
    defaultInterviewPlanId: text,
    hiringTeam: team,
  })
  .transform(
    ({ interviewPlanIds, defaultInterviewPlanId, ...job }): AshbyJob => ({
      ...job,
      planIds: interviewPlanIds,
      defaultPlanId: defaultInterviewPlanId,
    }),
  )

export const Plan = z.object({ id, title: z.string(), isArchived: flag }) satisfies z.ZodType<AshbyPlan>

/** Recorded answers of writes hold stages cut down to less: '' is "not told", and equals no title and no type. */
const words = text.transform((value) => value ?? '')

const stage = { id, title: words, type: words }

export const Stage = z
  .object({ ...stage, interviewPlanId: text })
  .transform(({ interviewPlanId, ...stage }): AshbyStage => ({ ...stage, planId: interviewPlanId }))

const placed = { ...stage, orderInInterviewPlan: z.number().nullish() }

/** In their order: the reference promises one for this list, and gives each stage its number as well. */
export const PlanStages = listOf(z.object({ ...placed, interviewPlanId: text })).transform((stages) =>
  inOrder(stages).map(
    ({ id, title, type, interviewPlanId }): AshbyStage => ({ id, title, type, planId: interviewPlanId }),
  ),
)

export const JobStages = z
  .object({ interviewPlanId: text, stages: listOf(z.object(placed)) })
  .transform(({ interviewPlanId, stages }): readonly AshbyStage[] =>
    inOrder(stages).map(({ id, title, type }) => ({ id, title, type, planId: interviewPlanId })),
  )

function inOrder<T extends { readonly orderInInterviewPlan?: number | null }>(stages: readonly T[]): readonly T[] {
  return stages.toSorted((a, b) => (a.orderInInterviewPlan ?? 0) - (b.orderInInterviewPlan ?? 0))
}
