import { enterStage, historyAfter, stagesOf, statusIn } from './hiring.ts'
import { setHiringTeam, type TeamPlace } from './hiring-team.ts'
import type { Application, Candidate, HiringTeamMember } from './model.ts'
import type { Stage, StageType } from './model-jobs.ts'
import { found } from './refusal.ts'
import { showApplication } from './views.ts'
import { timestamp, type World } from './world.ts'

export interface CandidateDraft {
  readonly name: string
  readonly jobId: string
  readonly email?: string
  readonly phone?: string
  readonly externalMappingId?: string
  /** A stage's id or title; the first stage of screening when left out. */
  readonly stage?: string
}

/** What people do to candidates and their applications in Ashby's own pages. */
export interface CandidateActions {
  addCandidateWithApplication(draft: CandidateDraft): {
    readonly candidate: Candidate
    readonly application: Application
  }
  editCandidate(id: string, edit: Partial<Candidate>): Candidate
  /** By the stage's id or title. */
  moveToStage(applicationId: string, stage: string): Application
  hire(applicationId: string): Application
  /** Back to the stage of the offer. */
  unhire(applicationId: string): Application
  archiveApplication(applicationId: string, archiveReasonId?: string): Application
  /** The whole team of an application or a job, by the id of either. */
  setHiringTeam(id: string, places: readonly TeamPlace[]): readonly HiringTeamMember[]
  /** The second candidate dies; its applications move to the first, and so do its notes and files, which is not documented. */
  mergeCandidates(keptId: string, deletedId: string): Candidate
  pushToHris(applicationId: string): void
}

export function createCandidateActions(world: World): CandidateActions {
  const applicationOf = (id: string): Application => found(world.applications.get(id), `Application ${id}`, 'sandbox')
  const candidateOf = (id: string): Candidate => found(world.candidates.get(id), `Candidate ${id}`, 'sandbox')
  const enter = (id: string, isTarget: (stage: Stage) => boolean, archiveReasonId?: string): Application => {
    const application = applicationOf(id)
    const stage = found(stagesOf(world, application).find(isTarget), 'Stage', 'sandbox')
    return enterStage(world, application, stage, archiveReasonId)
  }
  const isOf = (type: StageType) => (stage: Stage) => stage.type === type
  return {
    addCandidateWithApplication: (draft) => addCandidate(world, draft),
    editCandidate: (id, edit) => world.candidates.put({ ...candidateOf(id), ...edit, id, updatedAt: timestamp(world) }),
    moveToStage: (applicationId, stage) => enter(applicationId, isNamed(stage)),
    hire: (applicationId) => enter(applicationId, isOf('Hired')),
    unhire: (applicationId) => enter(applicationId, isOf('Offer')),
    archiveApplication: (applicationId, archiveReasonId) => enter(applicationId, isOf('Archived'), archiveReasonId),
    setHiringTeam: (id, places) => setHiringTeam(world, id, places),
    mergeCandidates: (keptId, deletedId) => merge(world, candidateOf(keptId), candidateOf(deletedId)),
    pushToHris: (applicationId) => {
      const application = showApplication(world, applicationOf(applicationId))
      world.fire({ action: 'pushToHRIS', data: { application } })
    },
  }
}

function addCandidate(world: World, draft: CandidateDraft): { candidate: Candidate; application: Application } {
  const at = timestamp(world)
  const applicationId = world.ids.uuid('application')
  const { name, jobId, email, phone, externalMappingId } = draft
  found(world.jobs.get(jobId), `Job ${jobId}`, 'sandbox')
  const candidate = world.candidates.put({
    id: world.ids.uuid('candidate'),
    createdAt: at,
    updatedAt: at,
    name,
    emailAddresses: email === undefined ? [] : [{ value: email, type: 'Personal', isPrimary: true }],
    phoneNumbers: phone === undefined ? [] : [{ value: phone, type: 'Personal', isPrimary: true }],
    applicationIds: [applicationId],
    customFields: [],
    fileHandles: [],
    ...(externalMappingId !== undefined && { externalMappingId }),
  })
  const blank = { id: applicationId, createdAt: at, updatedAt: at, candidateId: candidate.id, jobId }
  const application = world.applications.put(startingApplication(world, blank, draft.stage))
  world.fire({ action: 'applicationSubmit', data: { application: showApplication(world, application) } })
  return { candidate, application }
}

type Blank = Pick<Application, 'id' | 'createdAt' | 'updatedAt' | 'candidateId' | 'jobId'>

function startingApplication(world: World, blank: Blank, stageName: string | undefined): Application {
  const bare = { ...blank, status: 'Active', stageId: '', customFields: [], hiringTeam: [], history: [] } as const
  const isTarget = stageName === undefined ? (stage: Stage) => stage.type === 'PreInterviewScreen' : isNamed(stageName)
  const stage = found(stagesOf(world, bare).find(isTarget), 'Stage', 'sandbox')
  return { ...bare, status: statusIn(stage), stageId: stage.id, history: historyAfter(world, [], stage) }
}

function merge(world: World, kept: Candidate, deleted: Candidate): Candidate {
  const updatedAt = timestamp(world)
  for (const id of deleted.applicationIds) {
    const application = world.applications.get(id)
    if (application !== undefined) world.applications.put({ ...application, candidateId: kept.id, updatedAt })
  }
  moveAttachments(world, kept.id, deleted.id)
  const applicationIds = [...kept.applicationIds, ...deleted.applicationIds]
  const fileHandles = [...kept.fileHandles, ...deleted.fileHandles]
  const merged = world.candidates.put({ ...kept, applicationIds, fileHandles, updatedAt })
  world.candidates.remove(deleted.id)
  const data = { deletedCandidate: { id: deleted.id }, mergedCandidate: { id: kept.id } }
  world.fire({ action: 'candidateMerge', data })
  return merged
}

function moveAttachments(world: World, candidateId: string, deletedId: string): void {
  for (const note of [...world.notes.all()])
    if (note.candidateId === deletedId) world.notes.put({ ...note, candidateId })
  for (const file of [...world.files.all()])
    if (file.candidateId === deletedId) world.files.put({ ...file, candidateId })
}

function isNamed(name: string): (stage: Stage) => boolean {
  return ({ id, title }) => id === name || title === name
}
