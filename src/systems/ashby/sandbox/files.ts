import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { downloadUrl, uploadUrl } from './file-exchange.ts'
import { number, uuid } from './input.ts'
import type { Candidate } from './model.ts'
import { type StoredFile, UPLOAD_CONTEXTS } from './model-files.ts'
import { found, invalidInput } from './refusal.ts'
import { showCandidate } from './views.ts'
import { timestamp, type World } from './world.ts'

/** https://developers.ashbyhq.com/reference/filecreatefileuploadhandle */
const UPLOAD_LIFETIME_MS = 10 * 60_000

const createInput = z.object({
  fileUploadContext: z.enum(UPLOAD_CONTEXTS),
  filename: z.string().min(1),
  contentType: z.string().min(1),
  contentLength: number.pipe(z.int().nonnegative()),
})

/** https://developers.ashbyhq.com/reference/filecreatefileuploadhandle, fileinfo and candidateuploadfile */
export const fileEndpoints: Endpoints = {
  'file.createFileUploadHandle': endpoint('candidatesWrite', createInput, (input, world) => {
    const file = world.files.put(newFile(world, input))
    return { results: { handle: file.handle, url: uploadUrl(world, file), fields: file.fields } }
  }),

  'candidate.uploadFile': endpoint(
    'candidatesWrite',
    z.object({ candidateId: uuid, fileHandle: z.string() }),
    ({ candidateId, fileHandle }, world) => {
      const candidate = found(world.candidates.get(candidateId), 'Candidate', world.settings.notFoundCode)
      const file = found(fileOf(world, fileHandle), 'File', world.settings.notFoundCode)
      checkIsUsable(file)
      return { results: showCandidate(attach(world, candidate, file)) }
    },
  ),

  'file.info': endpoint('candidatesRead', z.object({ fileHandle: z.string() }), ({ fileHandle }, world) => {
    const file = found(fileOf(world, fileHandle), 'File', world.settings.notFoundCode)
    if (file.bytes === undefined) throw invalidInput('fileHandle: nothing was uploaded')
    return { results: { url: downloadUrl(world, file) } }
  }),
}

function newFile(world: World, input: z.output<typeof createInput>): StoredFile {
  const id = world.ids.uuid('file')
  const { fileUploadContext: context, filename: name, contentType, contentLength } = input
  return {
    ...{ id, name, context, contentType, contentLength },
    handle: world.ids.uuid('fileHandle'),
    // Undocumented: which fields there are. The caller sends them back as they came.
    fields: { key: `uploads/${id}`, 'Content-Type': contentType, policy: world.ids.uuid('uploadPolicy') },
    uploadableUntil: world.clock.now() + UPLOAD_LIFETIME_MS,
  }
}

function fileOf(world: World, handle: string): StoredFile | undefined {
  return world.files.all().find((file) => file.handle === handle)
}

/** Undocumented: that a handle made for a résumé or a form is of no use here. */
function checkIsUsable({ bytes, candidateId, context }: StoredFile): void {
  if (bytes === undefined) throw invalidInput('fileHandle: nothing was uploaded')
  if (candidateId !== undefined) throw invalidInput('fileHandle: already used')
  if (context !== 'CandidateFiles') throw invalidInput(`fileHandle: made for ${context}`)
}

function attach(world: World, candidate: Candidate, file: StoredFile): Candidate {
  const { id, name, handle } = world.files.put({ ...file, candidateId: candidate.id })
  const fileHandles = [...candidate.fileHandles, { id, name, handle }]
  return world.candidates.put({ ...candidate, fileHandles, updatedAt: timestamp(world) })
}
