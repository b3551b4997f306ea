import type { Department, HiringTeamMember, Location, User } from './model.ts'
import type {
  ActivityInterview,
  ArchiveReason,
  CloseReason,
  InterviewPlan,
  Job,
  Stage,
  StageType,
} from './model-jobs.ts'
import { timestamp, type World } from './world.ts'

export interface StageDraft {
  readonly title: string
  readonly type: StageType
  readonly activities?: readonly ActivityDraft[]
}

export interface ActivityDraft {
  readonly title: string
  /** None for an assessment of a partner. */
  readonly interviews?: readonly { readonly title: string; readonly minutes: number }[]
}

/** What an administrator sets up before anybody is hired. Each takes what matters and fills in the rest. */
export interface Seeding {
  addDepartment(draft: { readonly name: string } & Partial<Department>): Department
  addLocation(draft: { readonly name: string } & Partial<Location>): Location
  addUser(
    draft: { readonly firstName: string; readonly lastName: string; readonly email: string } & Partial<User>,
  ): User
  addInterviewPlan(draft: { readonly title: string; readonly stages?: readonly StageDraft[] }): PlanWithStages
  /** On the first interview plan unless it names another; open unless it says otherwise. */
  addJob(draft: { readonly title: string } & Partial<Job>): Job
  addCloseReason(reasonText: string, isArchived?: boolean): CloseReason
  addArchiveReason(text: string, reasonType?: ArchiveReason['reasonType']): ArchiveReason
  addHiringTeamRole(title: string): { readonly id: string; readonly title: string }
}

export interface PlanWithStages {
  readonly plan: InterviewPlan
  readonly stages: readonly Stage[]
}

const USUAL_STAGES: readonly StageDraft[] = [
  { title: 'Lead', type: 'Lead' },
  { title: 'Application Review', type: 'PreInterviewScreen' },
  {
    title: 'Interview',
    type: 'Active',
    activities: [{ title: 'Conversation', interviews: [{ title: 'Conversation', minutes: 45 }] }],
  },
  { title: 'Reference Check', type: 'Active', activities: [{ title: 'Reference check' }] },
  { title: 'Offer', type: 'Offer' },
  { title: 'Hired', type: 'Hired' },
  { title: 'Archived', type: 'Archived' },
]

/** The least an organisation has: an administrator, an interview plan, reasons and roles. */
export function seedOrganization(seeding: Seeding): void {
  seeding.addUser({
    firstName: 'Ada',
    lastName: 'Admin',
    email: 'ada.admin@example.com',
    globalRole: 'Organization Admin',
  })
  seeding.addInterviewPlan({ title: 'Standard' })
  seeding.addCloseReason('No longer needed')
  seeding.addArchiveReason('Not a fit')
  seeding.addHiringTeamRole('Hiring Manager')
  seeding.addHiringTeamRole('Recruiter')
}

export function createSeeding(world: World): Seeding {
  const stamps = () => ({ createdAt: timestamp(world), updatedAt: timestamp(world) })
  return {
    addDepartment: (draft) =>
      world.departments.put({
        id: world.ids.uuid('department'),
        externalName: null,
        isArchived: false,
        parentId: null,
        extraData: null,
        ...stamps(),
        ...draft,
      }),
    addLocation: (draft) =>
      world.locations.put({ id: world.ids.uuid('location'), isArchived: false, type: 'Location', ...draft }),
    addUser: (draft) =>
      world.users.put({
        id: world.ids.uuid('user'),
        globalRole: 'Limited Access',
        isEnabled: true,
        updatedAt: timestamp(world),
        ...draft,
      }),
    addInterviewPlan: ({ title, stages = USUAL_STAGES }) => addInterviewPlan(world, title, stages),
    addJob: (draft) => addJob(world, draft),
    addCloseReason: (reasonText, isArchived = false) =>
      world.closeReasons.put({ id: world.ids.uuid('closeReason'), reasonText, isArchived }),
    addArchiveReason: (text, reasonType = 'Other') =>
      world.archiveReasons.put({ id: world.ids.uuid('archiveReason'), text, reasonType, isArchived: false }),
    addHiringTeamRole: (title) => world.hiringTeamRoles.put({ id: world.ids.uuid('hiringTeamRole'), title }),
  }
}

export function asTeamMember({ id, firstName, lastName, email }: User, role: string): HiringTeamMember {
  return { userId: id, firstName, lastName, email, role }
}

function addInterviewPlan(world: World, title: string, stages: readonly StageDraft[]): PlanWithStages {
  const at = timestamp(world)
  const id = world.ids.uuid('interviewPlan')
  const plan = world.interviewPlans.put({ id, title, isArchived: false, createdAt: at, updatedAt: at })
  const added = stages.map(({ activities = [], ...stage }, orderInInterviewPlan) => {
    const stageId = world.ids.uuid('interviewStage')
    for (const activity of activities) addActivity(world, stageId, activity)
    return world.stages.put({
      ...stage,
      id: stageId,
      orderInInterviewPlan,
      interviewStageGroupId: null,
      interviewPlanId: plan.id,
    })
  })
  return { plan, stages: added }
}

function addActivity(world: World, stageId: string, { title, interviews = [] }: ActivityDraft): void {
  const scheduled = interviews.map(
    (interview): ActivityInterview => ({
      id: world.ids.uuid('activityInterview'),
      title: interview.title,
      interviewId: world.ids.uuid('interview'),
      interviewDurationMinutes: interview.minutes,
      isSchedulable: true,
    }),
  )
  world.activities.put({ id: world.ids.uuid('activity'), stageId, title, interviews: scheduled })
}

function addJob(world: World, draft: { readonly title: string } & Partial<Job>): Job {
  const at = timestamp(world)
  const planId = draft.defaultInterviewPlanId ?? [...world.interviewPlans.all().take(1)][0]?.id
  if (planId === undefined) throw new Error('addJob: add an interview plan first')
  const status = draft.status ?? 'Open'
  return world.jobs.put({
    id: world.ids.uuid('job'),
    confidential: false,
    employmentType: 'FullTime',
    interviewPlanIds: [planId],
    customFields: [],
    jobPostingIds: [],
    customRequisitionId: null,
    hiringTeam: [],
    createdAt: at,
    updatedAt: at,
    openedAt: status === 'Draft' ? null : at,
    closedAt: status === 'Closed' ? at : null,
    ...draft,
    status,
    defaultInterviewPlanId: planId,
  })
}
