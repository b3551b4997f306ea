import { z } from 'zod'
import { parseUpdate } from './assessment-input.ts'
import { type Endpoints, endpoint } from './endpoint.ts'
import type { Assessment, AssessmentUpdate } from './model-assessments.ts'
import { found, invalidInput } from './refusal.ts'
import type { World } from './world.ts'

/** https://developers.ashbyhq.com/reference/assessmentupdate; the body of its success is undocumented, so nobody can use it. */
export const assessmentEndpoints: Endpoints = {
  'assessment.update': endpoint('candidatesWrite', z.unknown(), (body, world) => {
    applyUpdate(world, body)
    return { results: {} }
  }),
}

/** Also what a partner asks for in its answer to assessment.start or assessment.cancel. */
export function applyUpdate(world: World, body: unknown): Assessment {
  const update = parseUpdate(body, world.settings)
  const assessment = found(world.assessments.get(update.assessment_id), 'Assessment', world.settings.notFoundCode)
  checkIsNewer(world, assessment, update)
  return world.assessments.put(updated(assessment, update))
}

function checkIsNewer({ settings }: World, { updates }: Assessment, { timestamp }: AssessmentUpdate): void {
  const latest = Math.max(...updates.map((update) => update.timestamp), Number.NEGATIVE_INFINITY)
  if (settings.assessmentTimestamps === 'increasing' && timestamp <= latest)
    throw invalidInput('timestamp: not newer than the last update of this assessment')
}

/** What an update leaves out stays, which is undocumented. */
function updated(assessment: Assessment, update: AssessmentUpdate): Assessment {
  const { assessment_status: status, assessment_result: result, assessment_profile_url: profileUrl } = update
  return {
    ...assessment,
    ...(status && { status }),
    ...(status?.value === 'Started' && { startedAt: new Date(update.timestamp).toISOString() }),
    ...(result && { result }),
    ...(profileUrl && { profileUrl }),
    ...(update.cancelled_reason && { cancelledReason: update.cancelled_reason }),
    ...(update.metadata && { metadata: update.metadata }),
    updates: [...assessment.updates, update],
  }
}
