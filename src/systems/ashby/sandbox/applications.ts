import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { enterStage, stagesOf } from './hiring.ts'
import { pagingByCreation, uuid } from './input.ts'
import type { Application } from './model.ts'
import { list } from './paging.ts'
import { found, invalidInput, Refusal } from './refusal.ts'
import { showApplication } from './views.ts'
import type { World } from './world.ts'

const expandInfo = z.array(z.enum(['openings', 'applicationFormSubmissions', 'referrals'])).default([])

const listInput = z.object({
  ...pagingByCreation,
  status: z.enum(['Hired', 'Archived', 'Active', 'Lead']).optional(),
  jobId: uuid.optional(),
  expand: z.array(z.enum(['openings'])).default([]),
})

const changeStage = z.object({
  applicationId: uuid,
  interviewStageId: uuid,
  archiveReasonId: uuid.optional(),
  archiveEmail: z
    .object({ communicationTemplateId: uuid, sendAt: z.iso.datetime({ offset: true }).optional() })
    .optional(),
})

/** https://developers.ashbyhq.com/reference/applicationlist and its neighbours */
export const applicationEndpoints: Endpoints = {
  'application.list': endpoint('candidatesRead', listInput, ({ status, jobId, expand, ...input }, world) =>
    list(world, world.applications, input, {
      name: 'application',
      filters: { status, jobId, expand },
      keep: (application) =>
        (status === undefined || application.status === status) && (jobId === undefined || application.jobId === jobId),
      show: (application) => show(world, application, expand),
    }),
  ),

  'application.info': endpoint(
    'candidatesRead',
    z.object({ applicationId: uuid, expand: expandInfo }),
    ({ applicationId, expand }, world) => {
      const application = found(world.applications.read(applicationId), 'Application', world.settings.notFoundCode)
      const more = {
        applicationHistory: application.history,
        ...(expand.includes('applicationFormSubmissions') && { applicationFormSubmissions: [] }),
        ...(expand.includes('referrals') && { referrals: [] }),
      }
      return { results: { ...show(world, application, expand), ...more } }
    },
  ),

  'application.changeStage': endpoint('candidatesWrite', changeStage, (input, world) => {
    const application = found(world.applications.get(input.applicationId), 'Application', 'application_not_found')
    const stage = stagesOf(world, application).find(({ id }) => id === input.interviewStageId)
    const target = found(stage, 'Interview stage', 'interview_stage_not_found')
    if (target.type === 'Archived') checkArchiveReason(world, input.archiveReasonId)
    if (input.archiveEmail !== undefined) throw noTemplate()
    return { results: showApplication(world, enterStage(world, application, target, input.archiveReasonId)) }
  }),
}

function show(world: World, application: Application, expand: readonly string[]): Record<string, unknown> {
  const shown = showApplication(world, application)
  if (!expand.includes('openings')) return shown
  const opening = application.openingId === undefined ? undefined : world.openings.read(application.openingId)
  return { ...shown, openings: opening === undefined ? [] : [opening] }
}

function checkArchiveReason(world: World, archiveReasonId: string | undefined): void {
  if (archiveReasonId === undefined) throw invalidInput('archiveReasonId: required to enter an Archived stage')
  found(world.archiveReasons.get(archiveReasonId), 'Archive reason', 'archive_reason_not_found')
}

/** The organisation has no communication templates, so none can be named. */
function noTemplate(): Refusal {
  return new Refusal('communication_template_not_found', 'Communication template not found')
}
