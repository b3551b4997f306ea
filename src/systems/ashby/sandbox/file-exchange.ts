import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { StoredFile } from './model-files.ts'
import type { World } from './world.ts'

/**
 * Where bytes come and go, outside the API and without its keys; with Ashby it is another host, whose answers are not
 * documented. Those here are like an object store's: 204 for an upload, 403 for what is too late or not as declared.
 */
const PATH = '/files/'

export function uploadUrl(world: World, { id }: StoredFile): string {
  return `${world.address()}${PATH}${id}`
}

/** Good for a short while only: https://developers.ashbyhq.com/reference/fileinfo */
export function downloadUrl(world: World, { id }: StoredFile): string {
  return `${world.address()}${PATH}${id}?signature=${world.tokens.issue('file', id, {})}`
}

export function isFileExchange({ path }: SandboxRequest): boolean {
  return path.startsWith(PATH)
}

export function exchangeFile(world: World, request: SandboxRequest): SandboxAnswer | Promise<SandboxAnswer> {
  const file = world.files.get(request.path.slice(PATH.length))
  if (file === undefined) return { status: 404, body: 'no such file' }
  if (request.method === 'POST') return upload(world, file, request)
  return request.method === 'GET' ? download(world, file, request) : { status: 405, body: 'POST or GET' }
}

async function upload(world: World, file: StoredFile, request: SandboxRequest): Promise<SandboxAnswer> {
  if (world.clock.now() >= file.uploadableUntil) return { status: 403, body: 'the upload expired' }
  if (file.candidateId !== undefined) return { status: 403, body: 'the handle was used' }
  const form = await formIn(request)
  if (form === undefined) return { status: 400, body: 'no multipart form' }
  const sent = form.at(-1)?.[1]
  if (form.at(-1)?.[0] !== 'file' || !(sent instanceof File)) return { status: 400, body: 'the last part must be file' }
  const problem = fieldProblem(file, form.slice(0, -1)) ?? sizeProblem(file, sent)
  if (problem !== undefined) return { status: 403, body: problem }
  world.files.put({ ...file, bytes: Buffer.from(await sent.arrayBuffer()) })
  return { status: 204, body: undefined }
}

type Part = readonly [name: string, content: string | File]

async function formIn({ headers, rawBody }: SandboxRequest): Promise<readonly Part[] | undefined> {
  const contentType = headers['content-type'] ?? ''
  if (!/^multipart\/form-data\b/i.test(contentType)) return undefined
  try {
    const form = await new Response(new Uint8Array(rawBody), { headers: { 'content-type': contentType } }).formData()
    return [...form.entries()]
  } catch {
    return undefined
  }
}

function fieldProblem({ fields }: StoredFile, parts: readonly Part[]): string | undefined {
  const missing = Object.entries(fields).find(
    ([name, content]) => !parts.some((part) => part[0] === name && part[1] === content),
  )
  if (missing !== undefined) return `the field ${missing[0]} is missing or changed`
  const unknown = parts.find(([name]) => !(name in fields))
  return unknown && `the field ${unknown[0]} was not asked for`
}

function sizeProblem({ contentLength, contentType }: StoredFile, sent: File): string | undefined {
  if (sent.size !== contentLength) return `${sent.size} bytes came, ${contentLength} were declared`
  return sent.type.toLowerCase() === contentType.toLowerCase() ? undefined : 'the type is not the declared one'
}

function download(world: World, file: StoredFile, { query }: SandboxRequest): SandboxAnswer {
  const { type } = world.tokens.read('file', file.id, query.get('signature') ?? '')
  if (type !== 'good') return { status: 403, body: 'the address is no good or expired' }
  return { status: 200, headers: { 'content-type': file.contentType }, body: file.bytes }
}
