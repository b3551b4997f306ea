import type { FiredEvent } from './deliveries.ts'
import type { Application, ApplicationStatus, HistoryEvent, Offer } from './model.ts'
import type { Stage } from './model-jobs.ts'
import { showApplication, showOffer } from './views.ts'
import { actingUser, timestamp, type World } from './world.ts'

/**
 * An application enters a stage, with all that follows. A hire uses the opening of its offer, which becomes Filled;
 * how Ashby does that is undocumented, as is what an undone hire does to it.
 */
export function enterStage(
  world: World,
  application: Application,
  stage: Stage,
  archiveReasonId?: string,
): Application {
  const after = world.applications.put(moved(world, application, stage, archiveReasonId))
  if (after.status === 'Hired' && application.status !== 'Hired') fillOpening(world, after)
  if (application.status === 'Hired' && after.status !== 'Hired') reopenOpening(world, application)
  world.fire(...stageEvents(world, application, after))
  return after
}

/** Of all plans of the job, those of the plan the application is in first; a new one starts in the default plan. */
export function stagesOf(world: World, { jobId, stageId }: Application): readonly Stage[] {
  const job = world.jobs.get(jobId)
  if (job === undefined) return []
  const own = world.stages.get(stageId)?.interviewPlanId ?? job.defaultInterviewPlanId
  const planIds = new Set([own, ...job.interviewPlanIds])
  return [...planIds].flatMap((id) => [...world.stages.all()].filter(({ interviewPlanId }) => interviewPlanId === id))
}

export function statusIn(stage: Stage): ApplicationStatus {
  if (stage.type === 'Hired' || stage.type === 'Archived' || stage.type === 'Lead') return stage.type
  return 'Active'
}

/** The entry of a stage in an application's history; the stage before it is left at the same moment. */
export function historyAfter(world: World, history: readonly HistoryEvent[], stage: Stage): readonly HistoryEvent[] {
  const at = timestamp(world)
  const entered: HistoryEvent = {
    id: world.ids.uuid('applicationHistory'),
    stageId: stage.id,
    title: stage.title,
    enteredStageAt: at,
    stageNumber: history.length,
    allowedActions: ['none'],
    actorId: actingUser(world).id,
  }
  return [...history.map((event) => (event.leftStageAt === undefined ? { ...event, leftStageAt: at } : event)), entered]
}

export function offersOf(world: World, applicationId: string): readonly Offer[] {
  return [...world.offers.all()].filter((offer) => offer.applicationId === applicationId)
}

/** The accepted offer decided last; where none is accepted yet, undefined: offers can lag behind the hire. */
export function acceptedOffer(world: World, applicationId: string): Offer | undefined {
  return offersOf(world, applicationId)
    .filter(({ acceptanceStatus }) => acceptanceStatus === 'Accepted')
    .toSorted((a, b) => (a.decidedAt ?? '').localeCompare(b.decidedAt ?? ''))
    .at(-1)
}

function moved(world: World, application: Application, stage: Stage, archiveReasonId?: string): Application {
  const { archivedAt: _archivedAt, archiveReasonId: _archiveReasonId, ...rest } = application
  const status = statusIn(stage)
  const at = timestamp(world)
  return {
    ...rest,
    status,
    stageId: stage.id,
    updatedAt: at,
    history: historyAfter(world, application.history, stage),
    ...(status === 'Archived' && { archivedAt: at, archiveReasonId }),
  }
}

function stageEvents(world: World, before: Application, after: Application): readonly FiredEvent[] {
  const application = showApplication(world, after)
  const change: FiredEvent = { action: 'candidateStageChange', data: { application } }
  const update: FiredEvent = { action: 'applicationUpdate', data: { application } }
  if (after.status === 'Hired' && before.status !== 'Hired') {
    const offer = acceptedOffer(world, after.id)
    const hire = { action: 'candidateHire', data: { application, ...(offer && { offer: showOffer(world, offer) }) } }
    return [hire, update, change]
  }
  // That an undone hire is told as an applicationUpdate is likely, not documented.
  return before.status !== after.status ? [change, update] : [change]
}

function fillOpening(world: World, application: Application): void {
  const opening = application.openingId === undefined ? undefined : world.openings.get(application.openingId)
  if (opening === undefined) return
  world.openings.put({ ...opening, openingState: 'Filled', closedAt: timestamp(world) })
}

function reopenOpening(world: World, application: Application): void {
  const opening = application.openingId === undefined ? undefined : world.openings.get(application.openingId)
  if (opening?.openingState !== 'Filled' || !world.settings.unhireReopens) return
  world.openings.put({ ...opening, openingState: 'Open', closedAt: null })
}
