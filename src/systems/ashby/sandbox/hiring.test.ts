import { expect, test } from 'vitest'
import type { AshbySandbox, AshbySandboxOptions } from '../sandbox.ts'
import { readAll, startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

async function startWithApplication(options: AshbySandboxOptions = {}) {
  const running = await startWithCall(options)
  const { sandbox } = running
  const job = sandbox.addJob({ title: 'Engineer' })
  const opening = sandbox.openOpening(sandbox.addHandMadeOpening({ identifier: 'R-1' }).id, job.id)
  const { candidate, application } = sandbox.addCandidateWithApplication({
    name: 'Ida Rhodes',
    email: 'ida@example.com',
    jobId: job.id,
  })
  return { ...running, job, opening, candidate, application }
}

function stageId(sandbox: AshbySandbox, type: string): string | undefined {
  return [...sandbox.state.stages.all()].find((stage) => stage.type === type)?.id
}

test('an application shows its candidate, stage and job', async () => {
  await using running = await startWithApplication()
  const { call, application, candidate, job, opening, sandbox } = running
  sandbox.makeOffer({ applicationId: application.id, openingId: opening.id })

  const { results } = await call('application.info', { applicationId: application.id, expand: ['openings'] })

  expect(results).toMatchObject({
    id: application.id,
    status: 'Active',
    candidate: { id: candidate.id, name: 'Ida Rhodes', primaryEmailAddress: { value: 'ida@example.com' } },
    currentInterviewStage: { type: 'PreInterviewScreen' },
    job: { id: job.id, title: 'Engineer' },
    openings: [{ id: opening.id }],
  })
  expect(results.applicationHistory).toHaveLength(1)
  expect(results).not.toHaveProperty('archivedAt')
})

test('entering the Hired stage hires and fills', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application, opening } = running
  sandbox.acceptOffer(sandbox.makeOffer({ applicationId: application.id, openingId: opening.id }).id)

  const { results } = await call('application.changeStage', {
    applicationId: application.id,
    interviewStageId: stageId(sandbox, 'Hired'),
  })

  expect(results).toMatchObject({ status: 'Hired', currentInterviewStage: { type: 'Hired' } })
  expect(sandbox.state.openings.get(opening.id)).toMatchObject({ openingState: 'Filled' })
  const history = (await call('application.info', { applicationId: application.id })).results.applicationHistory
  expect(history).toMatchObject([{ leftStageAt: expect.any(String) }, { title: 'Hired' }])
})

test('a later offer without opening keeps the accepted one', async () => {
  await using running = await startWithApplication()
  const { sandbox, application, opening } = running
  sandbox.acceptOffer(sandbox.makeOffer({ applicationId: application.id, openingId: opening.id }).id)
  sandbox.makeOffer({ applicationId: application.id })

  sandbox.hire(application.id)

  expect(sandbox.state.openings.get(opening.id)?.openingState).toBe('Filled')
})

test('an application loses the opening its offer loses', async () => {
  await using running = await startWithApplication()
  const { sandbox, application, opening } = running
  const offer = sandbox.makeOffer({ applicationId: application.id, openingId: opening.id })

  sandbox.changeOffer(offer.id, { openingId: null })
  sandbox.hire(application.id)

  expect(sandbox.state.applications.get(application.id)?.openingId).toBe(undefined)
  expect(sandbox.state.openings.get(opening.id)?.openingState).toBe('Open')
})

test('an undone hire opens the opening again', async () => {
  await using running = await startWithApplication()
  const { sandbox, application, opening } = running
  sandbox.makeOffer({ applicationId: application.id, openingId: opening.id })

  const hired = sandbox.hire(application.id)
  const undone = sandbox.unhire(application.id)

  expect([hired.status, undone.status]).toEqual(['Hired', 'Active'])
  expect(sandbox.state.openings.get(opening.id)?.openingState).toBe('Open')
})

test('archiving asks for a reason that exists', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application } = running
  const body = { applicationId: application.id, interviewStageId: stageId(sandbox, 'Archived') }
  const archiveReasonId = [...sandbox.state.archiveReasons.all()][0]?.id

  const missing = await call('application.changeStage', body)
  const unknown = await call('application.changeStage', { ...body, archiveReasonId: NOBODY })
  const done = await call('application.changeStage', { ...body, archiveReasonId })

  expect([missing.errors, unknown.errors]).toEqual([['invalid_input'], ['archive_reason_not_found']])
  expect(done.results).toMatchObject({
    status: 'Archived',
    archivedAt: expect.any(String),
    archiveReason: { text: 'Not a fit' },
  })
})

test('changeStage names what it cannot find', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application } = running
  const other = sandbox.addInterviewPlan({ title: 'Other' })
  const applicationId = application.id

  const nobody = await call('application.changeStage', { applicationId: NOBODY, interviewStageId: NOBODY })
  const foreign = await call('application.changeStage', { applicationId, interviewStageId: other.stages[0]?.id })
  const template = { communicationTemplateId: NOBODY }
  const stage = stageId(sandbox, 'Active')
  const mail = await call('application.changeStage', { applicationId, interviewStageId: stage, archiveEmail: template })

  expect([nobody, foreign, mail].map(({ errorInfo }) => errorInfo?.code)).toEqual([
    'application_not_found',
    'interview_stage_not_found',
    'communication_template_not_found',
  ])
})

test('applications are listed by status, job and token', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application, job } = running
  const other = sandbox.addCandidateWithApplication({ name: 'B', jobId: sandbox.addJob({ title: 'Designer' }).id })
  const { syncToken } = await readAll(call, 'application.list')
  sandbox.hire(application.id)

  expect((await readAll(call, 'application.list', { syncToken })).ids).toEqual([application.id])
  expect((await readAll(call, 'application.list', { status: 'Active' })).ids).toEqual([other.application.id])
  expect((await readAll(call, 'application.list', { jobId: job.id })).ids).toEqual([application.id])
  expect((await call('application.list', { status: 'Happy' })).errorInfo?.code).toBe('invalid_input')
})

test('offers show versions, form and decision', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application, opening } = running
  const shirt = sandbox.createFieldByHand({ title: 'T-Shirt Size', objectType: 'Offer', fieldType: 'String' })
  const offer = sandbox.makeOffer({
    applicationId: application.id,
    openingId: opening.id,
    startDate: '2026-06-01',
    salary: { value: 90_000, currencyCode: 'EUR' },
    custom: { [shirt.id]: 'M' },
  })
  sandbox.changeOffer(offer.id, { startDate: '2026-07-01' })
  sandbox.acceptOffer(offer.id)

  const summary = (await call('offer.list', { applicationId: application.id })).results[0]
  const whole = (await call('offer.info', { offerId: offer.id })).results
  const bare = (await call('offer.info', { offerId: offer.id, excludeFormDefinition: true })).results

  expect(summary).toMatchObject({
    acceptanceStatus: 'Accepted',
    offerStatus: 'CandidateAccepted',
    decidedAt: expect.any(String),
    latestVersion: { startDate: '2026-07-01', salary: { value: 90_000 }, openingId: opening.id },
  })
  expect(summary.latestVersion.customFields).toMatchObject([{ title: 'T-Shirt Size', value: 'M' }])
  expect(summary).not.toHaveProperty('versions')
  expect(whole.versions.map(({ startDate }: { startDate: string }) => startDate)).toEqual(['2026-06-01', '2026-07-01'])
  expect(whole.formDefinition.sections[0].fields).toHaveLength(4)
  expect(bare).not.toHaveProperty('formDefinition')
})

test('offers are filtered by each status', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, application } = running
  const pending = sandbox.makeOffer({ applicationId: application.id })
  const declined = sandbox.declineOffer(sandbox.makeOffer({ applicationId: application.id }).id)
  const list = (body: object) => readAll(call, 'offer.list', body)

  expect((await list({ acceptanceStatus: ['Declined'] })).ids).toEqual([declined.id])
  expect((await list({ offerStatus: ['WaitingOnCandidateResponse'] })).ids).toEqual([pending.id])
  expect((await list({ approvalStatus: ['Approved'] })).ids).toEqual([])
  expect((await list({ applicationId: NOBODY })).ids).toEqual([])
  await expect(list({ offerStatus: [] })).rejects.toThrow('invalid_input')
})

test('an opening serves one living offer', async () => {
  await using running = await startWithApplication()
  const { sandbox, application, opening, job } = running
  const second = sandbox.addCandidateWithApplication({ name: 'B', jobId: job.id }).application
  const offer = sandbox.makeOffer({ applicationId: application.id, openingId: opening.id })
  const offerSecond = () => sandbox.makeOffer({ applicationId: second.id, openingId: opening.id })

  expect(offerSecond).toThrow('on another offer')
  sandbox.declineOffer(offer.id)
  offerSecond()
  sandbox.hire(second.id)
  const third = sandbox.addCandidateWithApplication({ name: 'C', jobId: job.id }).application

  expect(() => sandbox.makeOffer({ applicationId: third.id, openingId: opening.id })).toThrow('Filled')
})

test('candidates are found by id, mapping and search', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, candidate, job } = running
  const mapped = sandbox.addCandidateWithApplication({ name: 'Bo', jobId: job.id, externalMappingId: 'hr-1' }).candidate
  const search = async (body: object) =>
    (await call('candidate.search', body)).results.map(({ id }: { id: string }) => id)

  expect((await call('candidate.info', { id: candidate.id })).results).toMatchObject({ name: 'Ida Rhodes', tags: [] })
  expect((await call('candidate.info', { externalMappingId: 'hr-1' })).results.id).toBe(mapped.id)
  expect(await search({ email: 'IDA@example.com' })).toEqual([candidate.id])
  expect(await search({ email: 'ida@example.com', name: 'Bo' })).toEqual([])
  expect((await call('candidate.search')).success).toBe(false)
})

test('a merge leaves one candidate with all applications', async () => {
  await using running = await startWithApplication()
  const { sandbox, call, candidate, application, job } = running
  const double = sandbox.addCandidateWithApplication({ name: 'Ida R.', jobId: job.id })

  sandbox.mergeCandidates(candidate.id, double.candidate.id)

  expect((await call('candidate.info', { id: double.candidate.id })).errorInfo?.message).toBe('Candidate not found')
  expect((await call('candidate.info', { id: candidate.id })).results.applicationIds).toEqual([
    application.id,
    double.application.id,
  ])
  const moved = await call('application.info', { applicationId: double.application.id })
  expect(moved.results.candidate.id).toBe(candidate.id)
})
