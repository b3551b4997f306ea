import { z } from 'zod'
import { RejectedRecordError, RetryableError } from '../../lib/errors.ts'
import type { UploadedFile } from '../../lib/form.ts'
import type { Upload, UploadPlace } from '../../lib/upload.ts'
import { type Ask, factsOf, type Question, type Written, write, written } from './call.ts'

export interface NewFile extends UploadedFile {
  readonly candidateId: string
}

export type SendFile = (file: UploadedFile, place: UploadPlace) => Promise<Upload>

/**
 * Three steps: Ashby names a place, the file goes there, the candidate gets it. Only the last can be seen and cannot be
 * undone; whatever fails before is begun anew. https://developers.ashbyhq.com/reference/filecreatefileuploadhandle
 */
export async function attachFile(ask: Ask, sendFile: SendFile, { candidateId, ...file }: NewFile): Promise<Written> {
  const place = questionOfPlace(file)
  const { handle, url, fields, requestId } = await write(ask, place, Place)
  const upload = await sendFile(file, { url, fields })
  if (upload.type === 'refused') throw failureOf(upload, place, requestId)
  const body = { candidateId, fileHandle: handle }
  return await written(ask, { endpoint: 'candidate.uploadFile', effect: 'once', body })
}

function questionOfPlace({ name, contentType, bytes }: UploadedFile): Question {
  const body = { fileUploadContext: 'CandidateFiles', filename: name, contentType, contentLength: bytes.length }
  // A place that nothing is put into is of no consequence.
  return { endpoint: 'file.createFileUploadHandle', effect: 'repeatable', body }
}

/** The place is valid for ten minutes, so another try needs another place. */
const Place = z.object({ handle: z.string().min(1), url: z.string(), fields: z.record(z.string(), z.string()) })

function failureOf(upload: Upload & { type: 'refused' }, place: Question, requestId: string | undefined): Error {
  const message = `The file is not at the place that Ashby named: ${upload.reason}`
  const facts = factsOf(place, { requestId })
  // The same kind of place would be named again.
  if (upload.refusal === 'refusedAddress') return new RejectedRecordError(message, facts)
  return new RetryableError(message, facts)
}
