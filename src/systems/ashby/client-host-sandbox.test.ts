import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import { allPages, scriptedHttp } from '../../lib/fixtures/scripted-http.ts'
import type { AssessmentValue } from './assessments.ts'
import { type Ashby, createAshby } from './client.ts'
import { type AshbySandbox, startAshbySandbox } from './sandbox.ts'

/** The client and the sandbox were written apart, each from Ashby's pages; this is where they meet. */
const NOBODY = '00000000-0000-4000-8000-00000000dead'

let sandbox: AshbySandbox
let ashby: Ashby

beforeEach(async () => {
  sandbox = await startAshbySandbox()
  const rate = { perSecond: 1000, inFlight: 10 }
  ashby = createAshby({ baseUrl: sandbox.url, apiKey: () => 'ashby-sandbox-key', rate })
})

afterEach(async () => {
  ashby.close()
  await sandbox.close()
})

const candidacy = (stage?: string) => {
  const job = sandbox.addJob({ title: 'Engineer' })
  return { job, ...sandbox.addCandidateWithApplication({ name: 'Grace Hopper', jobId: job.id, stage }) }
}

describe('jobs', () => {
  test('are found in every status, with team and plan', async () => {
    const user = sandbox.addUser({ firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' })
    const draft = sandbox.addJob({ title: 'Drafted', status: 'Draft' })
    const archived = sandbox.addJob({ title: 'Archived', status: 'Archived' })
    sandbox.setHiringTeam(draft.id, [{ userId: user.id, role: 'Recruiter' }])

    const { rows, rejected } = await allPages(ashby.jobs())

    expect(rejected).toEqual([])
    expect(rows.map(({ id }) => id).sort()).toEqual([draft.id, archived.id].sort())
    expect(await ashby.job(draft.id)).toMatchObject({
      title: 'Drafted',
      status: 'Draft',
      defaultPlanId: draft.defaultInterviewPlanId,
      hiringTeam: [{ userId: user.id, email: 'ada@example.com', role: 'Recruiter' }],
    })
    expect(await ashby.job(NOBODY)).toBeUndefined()
  })

  test('have the same stages by job and by plan', async () => {
    const job = sandbox.addJob({ title: 'Engineer' })

    const { rows: plans } = await allPages(ashby.interviewPlans())
    const stages = await ashby.jobStages(job.id)

    expect(plans.map(({ id }) => id)).toContain(job.defaultInterviewPlanId)
    expect(stages.map(({ type }) => type)).toEqual(expect.arrayContaining(['PreInterviewScreen', 'Offer', 'Hired']))
    expect(await ashby.planStages(job.defaultInterviewPlanId!)).toEqual(stages)
    expect(await ashby.jobStages(NOBODY)).toEqual([])
    expect(await ashby.planStages(NOBODY)).toEqual([])
  })
})

describe('applications', () => {
  test('say where they stand and have been', async () => {
    const { application } = candidacy()
    const [first] = (await ashby.visits(application.id)) ?? []
    sandbox.moveToStage(application.id, 'Reference Check')

    const visits = await ashby.visits(application.id)
    const read = await ashby.application(application.id)

    expect(visits?.map(({ title }) => title)).toEqual(['Application Review', 'Reference Check'])
    expect(visits?.[0]).toMatchObject({ id: first?.id, leftAt: expect.any(String) })
    expect(visits?.[1]).toMatchObject({ stageId: read?.stage?.id })
    expect(visits?.[1]?.leftAt).toBeUndefined()
    expect(read?.stage).toMatchObject({ title: 'Reference Check', type: 'Active', planId: expect.any(String) })
    expect(await ashby.visits(NOBODY)).toBeUndefined()
  })

  test('name their team, and when they were archived', async () => {
    const { application } = candidacy()
    const user = sandbox.addUser({ firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' })
    sandbox.setHiringTeam(application.id, [{ userId: user.id, role: 'Recruiter' }])
    sandbox.archiveApplication(application.id, [...sandbox.state.archiveReasons.all()][0]?.id)

    const archived = await ashby.application(application.id)
    sandbox.moveToStage(application.id, 'Interview')

    expect(archived).toMatchObject({ status: 'Archived', archivedAt: expect.any(String) })
    expect(archived?.hiringTeam).toMatchObject([{ userId: user.id, firstName: 'Ada', role: 'Recruiter' }])
    expect((await ashby.application(application.id))?.archivedAt).toBeUndefined()
  })

  test('take a value of theirs', async () => {
    const { application } = candidacy()
    const draft = { title: 'References', objectType: 'Application', fieldType: 'String' } as const
    const field = sandbox.createFieldByHand(draft)

    await ashby.setApplicationValue(application.id, field.id, 'sent')

    expect((await ashby.application(application.id))?.custom[field.id]).toMatchObject({ value: 'sent' })
    await expect(ashby.setApplicationValue(NOBODY, field.id, 'sent')).rejects.toThrow(RejectedRecordError)
  })
})

test('users are listed, deactivated ones too', async () => {
  sandbox.addUser({ firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com', isEnabled: false })

  const { rows } = await allPages(ashby.users())

  expect(rows).toContainEqual({
    id: expect.any(String),
    ...{ firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com', isEnabled: false },
  })
})

describe('candidates', () => {
  test('keep every note, over many pages', async () => {
    sandbox.settings.pageSize = 2
    const { candidate } = candidacy()
    const sent = ['<b>one</b>', '<b>two</b>', '<b>three</b>']

    const made = []
    for (const html of sent) made.push(await ashby.createNote({ candidateId: candidate.id, html }))

    const notes = await ashby.notes(candidate.id)
    expect(notes.map(({ id }) => id).sort()).toEqual(made.map(({ id }) => id).sort())
    expect(notes.map(({ content }) => content).sort()).toEqual([...sent].sort())
    expect(notes.every(({ isPrivate }) => !isPrivate)).toBe(true)
    expect(made[0]?.requestId).toMatch(/^[0-9A-Z]{26}$/)
    await expect(ashby.createNote({ candidateId: NOBODY, html: 'x' })).rejects.toThrow(RejectedRecordError)
  })

  test('get a file, byte for byte', async () => {
    const { candidate } = candidacy()
    const bytes = Buffer.from('%PDF-1.7\r\n\x00\xff\nend', 'latin1')
    const file = { name: 'References of "G".pdf', contentType: 'application/pdf', bytes }

    await ashby.attachFile({ candidateId: candidate.id, ...file })

    const read = await ashby.candidate(candidate.id)
    expect(read?.files).toEqual([{ id: expect.any(String), name: file.name }])
    expect(read?.profileUrl).toMatch(/^https:/)
    expect([...sandbox.state.files.all()].map((stored) => stored.bytes)).toEqual([bytes])
  })

  test('that do not exist get nothing', async () => {
    const file = { name: 'a.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-') }

    await expect(ashby.attachFile({ candidateId: NOBODY, ...file })).rejects.toThrow(RejectedRecordError)
  })
})

describe('assessments', () => {
  const line = (identifier: string, type: AssessmentValue['type'], value: AssessmentValue['value']) => ({
    ...{ identifier, label: `The ${identifier}`, type, value },
  })

  test('go from start to result', async () => {
    const { application } = candidacy()
    const assessmentId = '7b0a3c0e-5a55-4c5e-8b0b-0c1d7f3d2a10'
    const answer = { success: true, results: { assessment_id: assessmentId } }
    const { url } = await scriptedHttp(() => ({ headers: { 'content-type': 'application/json' }, body: answer }))
    const tile = sandbox.partner({ baseUrl: url, key: 'the-partner-key' })
    await tile.startAssessment({ applicationId: application.id, assessmentTypeId: 'engineering' })
    const now = Date.now()

    await ashby.updateAssessment({ assessmentId, timestamp: now, status: line('status', 'string', 'Started') })
    await ashby.updateAssessment({
      assessmentId,
      timestamp: now + 1,
      status: line('status', 'string', 'Completed'),
      profileUrl: line('report', 'url', 'https://example.com/report'),
      result: line('score', 'numeric_score', 87),
      metadata: [line('references', 'string', '3 of 3')],
    })

    expect(sandbox.state.assessments.get(assessmentId)).toMatchObject({
      startedAt: expect.any(String),
      status: { value: 'Completed' },
      result: { value: 87 },
      profileUrl: { value: 'https://example.com/report' },
      metadata: [{ identifier: 'references' }],
    })
  })

  test('nobody started are refused', async () => {
    const cancelledReason = line('cancelled', 'string', 'Withdrawn')

    const update = ashby.updateAssessment({ assessmentId: NOBODY, timestamp: Date.now(), cancelledReason })

    await expect(update).rejects.toThrow(RejectedRecordError)
  })
})
