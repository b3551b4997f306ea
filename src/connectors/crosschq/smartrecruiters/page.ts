import { RetryableError } from '../../../lib/errors.ts'
import { partsOfApplicationId } from '../../../systems/smartrecruiters/application-schema.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import type { CandidatePage } from '../host.ts'

/** The candidate on one job: files are kept for that job. `id` is the application's. */
export function candidatePage(smartRecruiters: SmartRecruiters): CandidatePage {
  return {
    async find(id) {
      const { candidateId, jobId } = partsOf(id)
      const candidate = await smartRecruiters.candidate(candidateId)
      if (!candidate || !(await smartRecruiters.application(candidateId, jobId))) return undefined
      const files = await smartRecruiters.attachments(candidateId, jobId)
      const name = `${candidate.firstName} ${candidate.lastName}`
      return { id, name, fileNames: files.flatMap((file) => file.name ?? []) }
    },
    async notes({ id }) {
      const notes = await smartRecruiters.notes(partsOf(id).candidateId)
      if (notes === 'not allowed') throw new RetryableError('SmartRecruiters shows notes to administrators only')
      return notes.map(({ content, createdAt = new Date().toISOString() }) => ({ text: content, at: createdAt }))
    },
    async addNote({ id }, text) {
      const { requestId } = await smartRecruiters.createNote({ candidateId: partsOf(id).candidateId, text })
      return { ...(requestId && { requestId }) }
    },
    async addFile({ id }, { name, bytes }) {
      const file = { ...partsOf(id), name, contentType: 'application/pdf', bytes }
      const { requestId } = await smartRecruiters.attachFile(file)
      return { ...(requestId && { requestId }) }
    },
  }
}

function partsOf(application: string) {
  const parts = partsOfApplicationId(application)
  if (!parts) throw new Error(`no id of an application: ${application}`)
  return parts
}
