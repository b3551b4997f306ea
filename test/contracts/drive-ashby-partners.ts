import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'

interface Drive {
  readonly sandbox: AshbySandbox
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any endpoint
  readonly call: (name: string, body?: object) => Promise<any>
  readonly jobId: string
}

/** What partners leave at a candidate: notes, files and assessments. */
export async function partners({ sandbox, call, jobId }: Drive): Promise<void> {
  const { candidate, application } = sandbox.addCandidateWithApplication({ name: 'N3', jobId })
  for (const stage of ['Interview', 'Offer']) sandbox.moveToStage(application.id, stage)
  await notes(call, candidate.id)
  await files(call, candidate.id)
  await pages(call, 'application.listHistory', { applicationId: application.id })
  await assessments(sandbox, call, application.id)
}

async function notes(call: Drive['call'], candidateId: string): Promise<void> {
  for (const note of ['x', { type: 'text/html', value: '<b>x</b>' }, 'y'])
    await call('candidate.createNote', { candidateId, note })
  await pages(call, 'candidate.listNotes', { candidateId })
}

async function pages(call: Drive['call'], name: string, body: object): Promise<void> {
  const { nextCursor } = await call(name, body)
  if (nextCursor === undefined) throw new Error(`${name} has one page only`)
  for (const cursor of [nextCursor, 'x']) await call(name, { ...body, cursor })
}

async function files(call: Drive['call'], candidateId: string): Promise<void> {
  const declared = { filename: 'x.txt', contentType: 'text/plain', contentLength: 1 }
  const made = await call('file.createFileUploadHandle', { ...declared, fileUploadContext: 'CandidateFiles' })
  const { handle, url, fields } = made.results
  const form = new FormData()
  for (const [name, content] of Object.entries<string>(fields)) form.append(name, content)
  form.append('file', new Blob(['x'], { type: 'text/plain' }), 'x.txt')
  await fetch(url, { method: 'POST', body: form })
  for (const _ of ['attached', 'already attached'])
    await call('candidate.uploadFile', { candidateId, fileHandle: handle })
  await call('candidate.info', { id: candidateId })
  for (const fileHandle of [handle, 'unknown']) await call('file.info', { fileHandle })
}

async function assessments(sandbox: AshbySandbox, call: Drive['call'], applicationId: string): Promise<void> {
  const id = '00000000-0000-4000-8000-0000000000a5'
  sandbox.state.assessments.put({ id, applicationId, assessmentTypeId: 'x', metadata: [], updates: [] })
  const assessment_status = { identifier: 's', label: 'S', type: 'string', value: 'Started' }
  const update = { assessment_id: id, timestamp: 1, assessment_status }
  for (const _ of ['taken', 'not newer']) await call('assessment.update', update)
}
