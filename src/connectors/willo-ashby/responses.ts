import type { Flow } from '../flow.ts'
import { givenOf } from './given.ts'
import { responsePages } from './pages.ts'
import { isPublicOfInterview } from './public-values.ts'
import {
  type ActualNote,
  type DesiredNote,
  desireResponse,
  isAnswered,
  planResponse,
  type ResponseContext,
  type ResponseSource,
} from './response.ts'
import { applyResponse, candidateOf, readResponse, settleResponse } from './response-writes.ts'
import type { InterviewRow } from './rows.ts'
import type { Systems } from './systems.ts'

export interface ResponseRules {
  readonly sendNotifications: boolean
}

type ResponsesFlow = Flow<ResponseSource, DesiredNote, ActualNote, ResponseContext>

/** Whoever has answered in Willo gets one note in Ashby, whatever the mapping says by then (S76). */
export function responsesFlow({ ashby }: Systems, { sendNotifications }: ResponseRules): ResponsesFlow {
  return {
    name: 'responses',
    source: 'willo.participants',
    // For the titles; no participant refers to it.
    related: ['willo.interviews'],
    settings: async () => ({}),
    prepare: async (mirror) => ({
      owners: new Map(
        givenOf(await mirror.created('invitations')).map(({ participant, application }) => [participant, application]),
      ),
      titles: new Map((await mirror.rows<InterviewRow>('willo.interviews')).map(({ id, title }) => [id, title])),
    }),
    async gather(given, context) {
      const source = given as ResponseSource
      // A note that was written by a run which then died is known by its link alone.
      const isNoted = source.link !== undefined && source.acknowledged !== undefined
      if (isNoted || !isAnswered(source, context)) return source
      return { ...source, facts: await candidateOf(ashby, context.owners.get(source.id)!) }
    },
    desire: desireResponse,
    find: async ({ link }) =>
      link ? { type: 'object', id: link.target, actual: { id: link.target }, origin: 'linked' } : { type: 'none' },
    plan: planResponse,
    apply: (change) => applyResponse(ashby, change, sendNotifications),
    settle: (change, context, meantAt) => settleResponse(ashby, change, context, meantAt),
    readBack: (source, target) => readResponse(ashby, source, target),
    pages: ({ row }, mirror) => responsePages(row, mirror),
    isPublic: isPublicOfInterview,
  }
}
