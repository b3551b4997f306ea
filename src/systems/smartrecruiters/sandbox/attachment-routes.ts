import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { applicationIn, candidateOf } from './candidate-routes.ts'
import { tellOfApplication } from './hiring.ts'
import { found, invalid } from './refusal.ts'
import { type Call, created, type Route, whole } from './route.ts'
import { put } from './state.ts'
import { attachmentView } from './views.ts'

const READ = ['candidates_read']
const CREATE = ['candidates_create']
const ON_JOB = '/candidates/:id/jobs/:jobId/attachments'

export const ATTACHMENT_ROUTES: readonly Route[] = [
  { method: 'GET', path: ON_JOB, scopes: READ, handle: list },
  { method: 'POST', path: ON_JOB, scopes: CREATE, handle: attach },
  { method: 'GET', path: '/candidates/:id/attachments', scopes: READ, handle: list },
  { method: 'POST', path: '/candidates/:id/attachments', scopes: CREATE, handle: attach },
  { method: 'GET', path: '/candidates/attachments/:attachmentId', scopes: READ, handle: download },
]

const TYPES = ['GENERIC_FILE', 'RESUME', 'COVER_LETTER']

function list(call: Call): SandboxAnswer {
  const { id: candidateId, jobId } = place(call)
  const own = [...call.state.attachments.values()].filter((each) => each.candidateId === candidateId)
  return whole(own.filter((each) => jobId === undefined || each.jobId === jobId).map(attachmentView))
}

async function attach(call: Call): Promise<SandboxAnswer> {
  const { state } = call
  const { id: candidateId, jobId } = place(call)
  const form = await formIn(call.request)
  const [type, file] = [form.get('attachmentType'), form.get('file')]
  if (typeof type !== 'string' || !TYPES.includes(type)) throw invalid('attachmentType: is missing or unknown')
  if (!(file instanceof File)) throw invalid('file: is missing')
  const bytes = Buffer.from(await file.arrayBuffer())
  if (bytes.length > state.settings.maxAttachmentBytes) throw invalid('The file is too large', 'FILE_TOO_LARGE')
  const draft = { candidateId, jobId, name: file.name, type, contentType: file.type, bytes }
  const attachment = put(state.attachments, { id: state.ids.uuid('attachment'), ...draft })
  if (jobId !== undefined) {
    const more = { attachment_id: attachment.id }
    tellOfApplication(state, 'application.attachment.created', applicationIn(call), 'api', more)
  }
  return created(attachmentView(attachment))
}

function download({ state, params }: Call): SandboxAnswer {
  const { contentType, bytes } = found(state.attachments.get(params.attachmentId ?? ''), 'attachment')
  return { status: 200, headers: { 'content-type': contentType }, body: bytes }
}

function place(call: Call): { readonly id: string; readonly jobId?: string } {
  const { jobId } = call.params
  return jobId === undefined ? { id: candidateOf(call).id } : { id: applicationIn(call).candidateId, jobId }
}

async function formIn({ headers, rawBody }: SandboxRequest): Promise<FormData> {
  const type = headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) throw invalid('Send multipart/form-data')
  try {
    return await new Response(new Uint8Array(rawBody), { headers: { 'content-type': type } }).formData()
  } catch {
    throw invalid('The form cannot be read')
  }
}
