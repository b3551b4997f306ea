import type { ReferenceRequest } from './model.ts'
import { linksTo } from './reports.ts'
import { progressOf, type State } from './state.ts'

/** A request as GET gives it; the names are mixed (`created_at`, but `updated_on`), as known clients read them. */
export function requestView(request: ReferenceRequest, state: State, origin: string): Record<string, unknown> {
  const { settings } = state
  return {
    ...coreView(request, state, origin),
    job_position: request.jobPosition,
    ...(settings.hasScore && { score: request.score ?? null }),
    ...(settings.hasHiringStatus && {
      hiring_status: request.hiringStatus,
      hiring_status_updated_on: timestamp(request.hiringStatusAt),
    }),
  }
}

/** The body of a webhook spells `job_role` with an underscore, and has no position. */
export function webhookView(request: ReferenceRequest, state: State, origin: string): Record<string, unknown> {
  return { ...coreView(request, state, origin), job_role: request.jobrole }
}

export function timestamp(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString()
}

function coreView(request: ReferenceRequest, state: State, origin: string): Record<string, unknown> {
  const { statusWords, referenceWords } = state.settings
  return {
    id: request.id,
    candidate: request.candidate,
    status: statusWords[request.state],
    status_updated_on: timestamp(request.stateChangedAt),
    progress: progressOf(request),
    references: request.references.map(({ state: word, relationship: _, ...person }) => {
      return { ...person, status: referenceWords[word] }
    }),
    ...linksTo(request, state, origin),
    created_at: timestamp(request.createdAt),
    updated_on: timestamp(request.updatedAt),
  }
}
