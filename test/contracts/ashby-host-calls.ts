import type { AssessmentUpdate, AssessmentValue } from '../../src/systems/ashby/assessments.ts'
import type { Ashby } from '../../src/systems/ashby/client.ts'
import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { drain, NOBODY, twice } from './listing.ts'

/** Of the client's methods those for which Ashby is the host of references and interviews. */
export const ashbyHostCalls = {
  visits: async (ashby: Ashby, sandbox: AshbySandbox) => [
    await ashby.visits(candidacy(sandbox).application.id),
    await ashby.visits(NOBODY),
  ],
  jobs: (ashby: Ashby) => twice((since) => ashby.jobs(since)),
  job: async (ashby: Ashby, sandbox: AshbySandbox) => [
    await ashby.job(sandbox.addJob({ title: 'J', status: 'Draft' }).id),
    await ashby.job(NOBODY),
  ],
  jobStages: (ashby: Ashby, sandbox: AshbySandbox) => ashby.jobStages(sandbox.addJob({ title: 'J' }).id),
  interviewPlans: (ashby: Ashby) => drain(ashby.interviewPlans()),
  planStages: (ashby: Ashby, sandbox: AshbySandbox) =>
    ashby.planStages(sandbox.addInterviewPlan({ title: 'P' }).plan.id),
  users: (ashby: Ashby) => twice((since) => ashby.users(since)),
  notes: async (ashby: Ashby, sandbox: AshbySandbox) => {
    const candidateId = candidacy(sandbox).candidate.id
    for (const html of ['1', '2', '3']) await ashby.createNote({ candidateId, html })
    return ashby.notes(candidateId)
  },
  createNote: (ashby: Ashby, sandbox: AshbySandbox) =>
    ashby.createNote({ candidateId: candidacy(sandbox).candidate.id, html: '<b>N</b>', sendNotifications: true }),
  attachFile: (ashby: Ashby, sandbox: AshbySandbox) =>
    ashby.attachFile({
      ...{ candidateId: candidacy(sandbox).candidate.id, name: 'report.pdf', contentType: 'application/pdf' },
      bytes: Buffer.from('%PDF-1.7'),
    }),
  setApplicationValue: async (ashby: Ashby, sandbox: AshbySandbox) => {
    const draft = { title: 'References', objectType: 'Application', fieldType: 'String' } as const
    const { id: fieldId } = sandbox.createFieldByHand(draft)
    const { id } = candidacy(sandbox).application
    await ashby.setApplicationValue(id, fieldId, 'sent')
    return ashby.setApplicationValue(id, fieldId, null)
  },
  updateAssessment: async (ashby: Ashby, sandbox: AshbySandbox) => {
    for (const [number, update] of [STARTED, DONE, CANCELLED].entries()) {
      const assessmentId = `7b0a3c0e-5a55-4c5e-8b0b-0c1d7f3d2a1${number}`
      const applicationId = candidacy(sandbox).application.id
      sandbox.state.assessments.put({
        id: assessmentId,
        applicationId,
        assessmentTypeId: 'x',
        metadata: [],
        updates: [],
      })
      await ashby.updateAssessment({ assessmentId, timestamp: 1, ...update })
    }
  },
}

type Update = Omit<AssessmentUpdate, 'assessmentId' | 'timestamp'>

const STARTED: Update = { status: line('status', 'string', 'Started') }
const DONE: Update = {
  status: line('status', 'string', 'Completed'),
  profileUrl: line('report', 'url', 'https://example.com/report'),
  result: line('passed', 'boolean_success', true),
  metadata: [line('score', 'numeric_score', 1.5), line('time', 'numeric_duration_minutes', 12)],
}
const CANCELLED: Update = { cancelledReason: line('cancelled', 'string', 'Withdrawn') }

function line(identifier: string, type: AssessmentValue['type'], value: AssessmentValue['value']): AssessmentValue {
  return { identifier, label: identifier, type, value, description: 'D' }
}

function candidacy(sandbox: AshbySandbox) {
  return sandbox.addCandidateWithApplication({ name: 'Ada', jobId: sandbox.addJob({ title: 'J' }).id })
}
