import { z } from 'zod'
import { fileForm, type UploadedFile } from '../../lib/form.ts'
import { looseText } from '../../lib/loose.ts'
import { id } from './application-schema.ts'
import { type Ask, newId, type Written, write } from './call.ts'
import { wholeList } from './paging.ts'

export interface SmartRecruitersAttachment {
  readonly id: string
  readonly name?: string
  /** `GENERIC_FILE`, `RESUME`, `COVER_LETTER` or `AVATAR`. */
  readonly type?: string
}

export interface NewAttachment extends UploadedFile {
  readonly candidateId: string
  readonly jobId: string
}

export interface AttachmentCalls {
  /** Of this person on this job. */
  attachments(candidateId: string, jobId: string): Promise<readonly SmartRecruitersAttachment[]>
  /** Look at `attachments` first: nothing stops a second one. Which sizes and kinds are taken is not documented. */
  attachFile(input: NewAttachment): Promise<Written & { readonly id: string }>
}

export function attachmentCalls(ask: Ask): AttachmentCalls {
  return {
    attachments: (id, jobId) =>
      wholeList(ask, {
        endpoint: 'GET /candidates/{id}/jobs/{jobId}/attachments',
        ids: { id, jobId },
        row: Attachment,
      }),
    attachFile: (input) => attachFile(ask, input),
  }
}

const Attachment = z.object({ id, name: looseText, type: looseText }) satisfies z.ZodType<SmartRecruitersAttachment>

async function attachFile(ask: Ask, { candidateId, jobId, ...file }: NewAttachment) {
  // As a résumé, it could take the place of the person's own.
  const content = await fileForm(file, { attachmentType: 'GENERIC_FILE' })
  const endpoint = 'POST /candidates/{id}/jobs/{jobId}/attachments'
  const answered = await write(ask, { endpoint, ids: { id: candidateId, jobId }, content, effect: 'once' })
  return { id: newId(answered), requestId: answered.answer.requestId }
}
