import type { Ashby } from '../../../systems/ashby/client.ts'
import type { CandidatePage } from '../host.ts'

/** The candidate whose application it is now: one who was merged lives on under another id. */
export function candidatePage(ashby: Ashby): CandidatePage {
  return {
    async find(id) {
      const application = await ashby.application(id)
      const candidate = application && (await ashby.candidate(application.candidateId))
      return candidate && { id: candidate.id, name: candidate.name, fileNames: candidate.files.map(({ name }) => name) }
    },
    notes: async ({ id }) =>
      (await ashby.notes(id)).map(({ content, createdAt }) => ({ text: content, at: createdAt })),
    async addNote({ id: candidateId }, html) {
      const { requestId } = await ashby.createNote({ candidateId, html })
      return { ...(requestId && { requestId }) }
    },
    async addFile({ id: candidateId }, { name, bytes }) {
      const { requestId } = await ashby.attachFile({ candidateId, name, contentType: 'application/pdf', bytes })
      return { ...(requestId && { requestId }) }
    },
  }
}
