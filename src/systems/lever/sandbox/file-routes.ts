import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { StoredFile } from './model.ts'
import { pageOf } from './paging.ts'
import { invalid, notFound } from './refusal.ts'
import { actorOf, type Call, ok, opportunityIn, type Route, refuse } from './route.ts'
import { fileView } from './views.ts'

const PATH = '/opportunities/:id/files'
const MOST_BYTES = 30_000_000
const TYPES = /\.(docx|doc|js|jpg|png|pdf|txt)$/i

/** https://hire.lever.co/developer/documentation#files */
export const FILE_ROUTES: readonly Route[] = [
  { method: 'GET', path: PATH, permission: 'files:read', handle: listFiles },
  { method: 'POST', path: PATH, permission: 'files:write', handle: uploadFile },
  {
    method: 'GET',
    path: `${PATH}/:file`,
    permission: 'files:read',
    handle: (call) => ok(fileView(call.state, fileIn(call))),
  },
  {
    method: 'GET',
    path: `${PATH}/:file/download`,
    permission: 'files:read',
    handle: (call) => ({ status: 200, body: fileIn(call).bytes }),
  },
  {
    method: 'DELETE',
    path: `${PATH}/:file`,
    permission: 'files:write',
    handle: refuse,
  },
]

/** The reference's example is a bare list. */
function listFiles(call: Call): SandboxAnswer {
  const { state } = call
  const rows = filesOf(call)
  if (state.settings.fileList === 'bare') return { status: 200, body: rows.map((row) => fileView(state, row)) }
  return pageOf(
    call,
    rows,
    ({ id }) => id,
    (row) => fileView(state, row),
  )
}

async function uploadFile(call: Call): Promise<SandboxAnswer> {
  const { state } = call
  const opportunity = opportunityIn(call)
  const uploadedBy = actorOf(call, true)!
  const { name, bytes } = await fileOf(call.request)
  if (!TYPES.test(name)) throw invalid('file: the type is not supported')
  if (bytes.length > MOST_BYTES) throw invalid('file: is larger than 30 MB')
  const id = state.nextId('file')
  const file = { id, opportunityId: opportunity.id, name, bytes, uploadedBy, uploadedAt: state.clock.now() }
  state.files.set(id, file)
  return ok(fileView(state, file), state.settings.fileStatus)
}

/** One part named `file`. */
async function fileOf({
  headers,
  rawBody,
}: SandboxRequest): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const type = headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) throw invalid('Send multipart/form-data')
  const form = await new Response(new Uint8Array(rawBody), { headers: { 'content-type': type } })
    .formData()
    .catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof File)) throw invalid('file is missing')
  return { name: file.name, bytes: Buffer.from(await file.arrayBuffer()) }
}

function fileIn(call: Call): StoredFile {
  const file = filesOf(call).find(({ id }) => id === call.params[1])
  if (file === undefined) throw notFound(`file ${call.params[1]}`)
  return file
}

function filesOf(call: Call): readonly StoredFile[] {
  const { id } = opportunityIn(call)
  return [...call.state.files.values()].filter(({ opportunityId }) => opportunityId === id)
}
