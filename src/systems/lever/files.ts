import { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import { fileForm, type UploadedFile } from '../../lib/form.ts'
import { looseNumber } from '../../lib/loose.ts'
import type { Actor } from './actor.ts'
import { type Ask, dataOf, inPath, unclear } from './call.ts'
import { allOf } from './listing.ts'
import { id, moment, text } from './schema-parts.ts'

/** https://hire.lever.co/developer/documentation#files */
export interface LeverFile {
  readonly id: string
  readonly name?: string
  /** ISO 8601 in UTC. */
  readonly uploadedAt?: string
  /** In bytes. */
  readonly size?: number
  /** processing, processed, unsupported or error. */
  readonly status?: string
}

export interface NewFile extends UploadedFile {
  readonly applicationId: string
}

export interface FileCalls {
  /** All of them or an error. */
  files(applicationId: string): Promise<readonly LeverFile[]>
  /** Look at `files` first: nothing stops a second one. At most 30 MB; docx, doc, js, jpg, png, pdf or txt. */
  attachFile(input: NewFile): Promise<{ readonly id: string }>
}

export function fileCalls(ask: Ask, actor: Actor): FileCalls {
  return {
    files: (applicationId) =>
      allOf(ask, { ...filesOf(applicationId), permission: 'files:read', about: 'record', row: File }),
    attachFile: async ({ applicationId, ...file }) => {
      checkFile(file)
      const question = { ...filesOf(applicationId), permission: 'files:write', query: actor.required(TEMPLATE) }
      const answered = await ask({ ...question, method: 'POST', effect: 'once', content: await fileForm(file) })
      const read = File.safeParse(dataOf(answered))
      if (read.success) return { id: read.data.id }
      throw unclear(answered, 'Lever took the file and told no id; look for it among the files')
    },
  }
}

const TEMPLATE = '/opportunities/{opportunityId}/files'
const MOST_BYTES = 30_000_000
const TYPES = /\.(docx?|js|jpg|png|pdf|txt)$/i

function filesOf(applicationId: string) {
  return { template: TEMPLATE, path: `/opportunities/${inPath(applicationId, TEMPLATE)}/files` }
}

/** Told before 30 MB are on their way. */
function checkFile({ name, bytes }: UploadedFile): void {
  const facts = { path: TEMPLATE }
  if (!TYPES.test(name)) throw new RejectedRecordError('Lever takes docx, doc, js, jpg, png, pdf and txt files', facts)
  if (bytes.length > MOST_BYTES) throw new RejectedRecordError('Lever takes files of at most 30 MB', facts)
}

/** The reference prints time and size as texts. */
const File = z.object({
  id,
  name: text,
  uploadedAt: moment,
  size: looseNumber,
  status: text,
}) satisfies z.ZodType<LeverFile>
