import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { AshbySandboxOptions } from '../sandbox.ts'
import { KEY, startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'
const bytes = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x0d, 0x0a, 0x2d, 0x2d, 0x00, 0xff])
const report = {
  fileUploadContext: 'CandidateFiles',
  filename: 'Report.pdf',
  contentType: 'application/pdf',
  contentLength: bytes.length,
}

type Form = FormData | typeof bytes

interface Handle {
  readonly handle: string
  readonly url: string
  readonly fields: Readonly<Record<string, string>>
}

async function startWithCandidate(options: AshbySandboxOptions = {}) {
  const running = await startWithCall({ clock: fixedClock('2026-03-02T08:00:00Z'), ...options })
  const { sandbox, call } = running
  const jobId = sandbox.addJob({ title: 'Engineer' }).id
  const candidateId = sandbox.addCandidateWithApplication({ name: 'Ida', jobId }).candidate.id
  const newHandle = async (change: object = {}): Promise<Handle> =>
    (await call('file.createFileUploadHandle', { ...report, ...change })).results
  const uploaded = async (change: object = {}): Promise<Handle> => {
    const handle = await newHandle(change)
    await send(handle.url, formOf(handle.fields))
    return handle
  }
  const attach = (fileHandle: string, to = candidateId) => call('candidate.uploadFile', { candidateId: to, fileHandle })
  return { ...running, jobId, candidateId, newHandle, uploaded, attach }
}

function pdf(content = bytes, type = 'application/pdf'): Blob {
  return new Blob([content], { type })
}

function formOf(fields: Readonly<Record<string, string>>, file: Blob = pdf()): FormData {
  const form = new FormData()
  for (const [name, content] of Object.entries(fields)) form.append(name, content)
  form.append('file', file, 'Report.pdf')
  return form
}

async function send(url: string, body: Form): Promise<number> {
  return (await fetch(url, { method: 'POST', body })).status
}

test('a file is declared, uploaded, attached and read', async () => {
  await using running = await startWithCandidate()
  const { sandbox, call, candidateId, newHandle, attach } = running

  const { handle, url, fields } = await newHandle()
  const status = await send(url, formOf(fields))
  const attached = await attach(handle)
  const download = await fetch((await call('file.info', { fileHandle: handle })).results.url)

  const shown = [{ id: expect.any(String), name: 'Report.pdf', handle }]
  expect([status, url.startsWith(sandbox.url)]).toEqual([204, true])
  expect(attached.results).toMatchObject({ id: candidateId, fileHandles: shown })
  expect((await call('candidate.info', { id: candidateId })).results.fileHandles).toEqual(shown)
  expect([download.status, download.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(new Uint8Array(await download.arrayBuffer())).toEqual(bytes)
  expect([...sandbox.state.files.all()]).toMatchObject([{ name: 'Report.pdf', candidateId, bytes: Buffer.from(bytes) }])
})

function without(form: FormData, name: string): FormData {
  form.delete(name)
  return form
}

function fileFirst(fields: Handle['fields']): FormData {
  const form = new FormData()
  form.append('file', pdf(), 'Report.pdf')
  for (const [name, content] of Object.entries(fields)) form.append(name, content)
  return form
}

test.each<readonly [what: string, form: (fields: Handle['fields']) => Form, status: number]>([
  ['the file before the fields', fileFirst, 400],
  ['no file', (fields) => without(formOf(fields), 'file'), 400],
  ['bare bytes', () => bytes, 400],
  ['a field left out', (fields) => without(formOf(fields), 'policy'), 403],
  ['a field changed', (fields) => formOf({ ...fields, key: 'elsewhere' }), 403],
  ['a field added', (fields) => formOf({ ...fields, acl: 'public-read' }), 403],
  ['fewer bytes than declared', (fields) => formOf(fields, pdf(new Uint8Array(3))), 403],
  ['another type than declared', (fields) => formOf(fields, pdf(bytes, 'text/plain')), 403],
])('refuses an upload with %s', async (_case, form, status) => {
  await using running = await startWithCandidate()
  const { newHandle, attach } = running
  const { handle, url, fields } = await newHandle()

  expect(await send(url, form(fields))).toBe(status)
  expect((await attach(handle)).errorInfo?.message).toBe('fileHandle: nothing was uploaded')
})

test('an upload has ten minutes', async () => {
  await using running = await startWithCandidate()
  const { sandbox, newHandle } = running
  const { url, fields } = await newHandle()

  sandbox.clock.advance(10 * 60_000 - 1)
  const inTime = await send(url, formOf(fields))
  sandbox.clock.advance(1)
  const tooLate = await send(url, formOf(fields))

  expect([inTime, tooLate]).toEqual([204, 403])
})

test('a handle is used once', async () => {
  await using running = await startWithCandidate()
  const { uploaded, attach } = running
  const { handle, url, fields } = await uploaded()

  const first = await attach(handle)
  const second = await attach(handle)

  expect([first.success, second.errorInfo?.message]).toEqual([true, 'fileHandle: already used'])
  expect(await send(url, formOf(fields))).toBe(403)
})

test('a handle must be known and meant for it', async () => {
  await using running = await startWithCandidate()
  const { call, newHandle, uploaded, attach } = running
  const resume = await uploaded({ fileUploadContext: 'CandidateResume' })
  const good = await uploaded()

  const answers = [
    await attach('other'),
    await attach(resume.handle),
    await attach(good.handle, NOBODY),
    await call('file.info', { fileHandle: 'other' }),
    await call('file.info', { fileHandle: (await newHandle()).handle }),
  ]

  expect(answers.map(({ errorInfo }) => errorInfo?.message)).toEqual([
    'File not found',
    'fileHandle: made for CandidateResume',
    'Candidate not found',
    'File not found',
    'fileHandle: nothing was uploaded',
  ])
})

test("a file's address is short-lived and its own", async () => {
  await using running = await startWithCandidate()
  const { sandbox, call, uploaded } = running
  const [one, two] = [await uploaded(), await uploaded()]
  const addressOf = async ({ handle }: Handle) => new URL((await call('file.info', { fileHandle: handle })).results.url)
  const statusOf = async (url: URL) => (await fetch(url)).status
  const [first, second] = [await addressOf(one), await addressOf(two)]
  const mixed = new URL(first.pathname + second.search, first)
  const unsigned = new URL(first.pathname, first)

  expect([await statusOf(first), await statusOf(mixed), await statusOf(unsigned)]).toEqual([200, 403, 403])
  sandbox.clock.advance(sandbox.settings.fileUrlLifetimeMs + 1)
  expect(await statusOf(first)).toBe(403)
})

test('files cannot be reached in other ways', async () => {
  await using running = await startWithCandidate()
  const { sandbox, newHandle } = running
  const { url } = await newHandle()

  expect((await fetch(url, { method: 'PUT', body: bytes })).status).toBe(405)
  expect((await fetch(`${sandbox.url}/files/${NOBODY}`)).status).toBe(404)
})

test('declaring and attaching needs candidatesWrite', async () => {
  await using running = await startWithCandidate({ apiKeys: [{ key: KEY, permissions: ['candidatesRead'] }] })
  const { call, candidateId } = running

  const answers = [
    await call('file.createFileUploadHandle', report),
    await call('candidate.uploadFile', { candidateId, fileHandle: 'x' }),
  ]

  expect(answers.map(({ errorInfo }) => errorInfo?.code)).toEqual(Array(2).fill('missing_endpoint_permission'))
})

test('a merge brings the files along', async () => {
  await using running = await startWithCandidate()
  const { sandbox, call, candidateId, jobId, uploaded, attach } = running
  const double = sandbox.addCandidateWithApplication({ name: 'Ida R.', jobId }).candidate.id
  const { handle } = await uploaded()
  await attach(handle, double)

  sandbox.mergeCandidates(candidateId, double)

  expect((await call('candidate.info', { id: candidateId })).results.fileHandles).toMatchObject([{ handle }])
})
