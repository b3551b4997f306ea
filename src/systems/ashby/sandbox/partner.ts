import { z } from 'zod'
import { applyUpdate } from './assessments.ts'
import { callPartner, type PartnerAnswer, type PartnerTile, startBody } from './partner-calls.ts'
import { found } from './refusal.ts'
import type { World } from './world.ts'

export interface AssessmentStart {
  readonly applicationId: string
  readonly assessmentTypeId: string
  /** Answers to the partner's own fields, by the field's id. */
  readonly additionalFields?: Readonly<Record<string, unknown>>
}

/** An assessment that did not start, as the user saw it. */
export interface FailedStart {
  readonly applicationId: string
  readonly assessmentTypeId: string
  /** Undefined when no answer came. */
  readonly status: number | undefined
  /** The partner's own words with 422. */
  readonly message?: string
}

/** A partner's tile in the customer's Ashby and what its users press there. */
export interface Partner {
  /** Oldest first. */
  readonly failedStarts: readonly FailedStart[]
  listAssessmentTypes(): Promise<PartnerAnswer>
  /** Throws where the partner's answer asks for an update that Ashby would refuse. */
  startAssessment(start: AssessmentStart): Promise<PartnerAnswer>
  cancelAssessment(assessmentId: string): Promise<PartnerAnswer>
}

const taken = z.object({
  success: z.literal(true),
  results: z.object({ assessment_id: z.string(), update_request: z.unknown().optional() }),
})

/** What an answer other than 200, 409 and 422 shows to the user is undocumented. */
const refused = z.object({ message: z.string() })

export function createPartner(world: World, tile: PartnerTile): Partner {
  const failedStarts: FailedStart[] = []
  const call = (name: string, body: object) => callPartner(tile, name, body, world.settings.partnerTimeoutMs)
  return {
    failedStarts,
    listAssessmentTypes: () => call('assessment.list', {}),

    startAssessment: async ({ applicationId, assessmentTypeId, additionalFields }) => {
      const application = found(world.applications.get(applicationId), `Application ${applicationId}`, 'sandbox')
      const answer = await call('assessment.start', {
        ...startBody(world, application, assessmentTypeId),
        ...(additionalFields && { additional_fields: additionalFields }),
      })
      const accepted = acceptedIn(answer)
      if (accepted === undefined)
        failedStarts.push({ applicationId, assessmentTypeId, status: answer.status, ...messageOf(answer) })
      else register(world, { id: accepted.assessment_id, applicationId, assessmentTypeId }, accepted.update_request)
      return answer
    },

    cancelAssessment: async (assessmentId) => {
      found(world.assessments.get(assessmentId), `Assessment ${assessmentId}`, 'sandbox')
      const answer = await call('assessment.cancel', { assessment_id: assessmentId })
      const request = acceptedIn(answer)?.update_request
      if (request !== undefined) applyUpdate(world, request)
      return answer
    },
  }
}

function register(
  world: World,
  started: { readonly id: string; readonly applicationId: string; readonly assessmentTypeId: string },
  updateRequest: unknown,
): void {
  const known = world.assessments.get(started.id)
  // A repeated start may be answered with the same assessment, but never with somebody else's.
  if (known !== undefined && known.applicationId !== started.applicationId)
    throw new Error(`the partner answered with assessment ${started.id} of another application`)
  if (known === undefined) world.assessments.put({ ...started, metadata: [], updates: [] })
  if (updateRequest !== undefined) applyUpdate(world, updateRequest)
}

function acceptedIn({ status, body }: PartnerAnswer): z.output<typeof taken>['results'] | undefined {
  return status === 200 ? taken.safeParse(body).data?.results : undefined
}

function messageOf({ status, body }: PartnerAnswer): { readonly message?: string } {
  const message = status === 422 ? refused.safeParse(body).data?.message : undefined
  return message === undefined ? {} : { message }
}
