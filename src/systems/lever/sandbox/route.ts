import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import type { ApiKey, Id, Opportunity, Posting, User } from './model.ts'
import { forbidden, invalid, notFound, Refusal, unsupported } from './refusal.ts'
import type { State } from './state.ts'

export interface Call {
  readonly state: State
  readonly request: SandboxRequest
  readonly query: URLSearchParams
  readonly key: ApiKey
  /** What stands for each `:` of the route's path. */
  readonly params: readonly string[]
}

export interface Route {
  readonly method: string
  /** Below the API's base path, with `:id` for what varies. */
  readonly path: string
  readonly permission: string
  readonly handle: (call: Call) => SandboxAnswer | Promise<SandboxAnswer>
}

export const BASE_PATH = '/v1'

export function ok(data: unknown, status = 200): SandboxAnswer {
  return { status, body: { data } }
}

/** What Lever can do and this sandbox does not. */
export function refuse(): never {
  throw unsupported()
}

export function opportunityIn({ state, key, params }: Call): Opportunity {
  const found = state.opportunities.get(params[0] ?? '')
  if (found === undefined) throw notFound(`opportunity ${params[0]}`)
  return seen(found, key, state)
}

export function postingIn({ state, key, params }: Call): Posting {
  const found = state.postings.get(params[0] ?? '')
  if (found === undefined) throw notFound(`posting ${params[0]}`)
  return seen(found, key, state)
}

/** A key without access to confidential records: what it is told of one is not documented. */
function seen<T extends Opportunity | Posting>(found: T, key: ApiKey, { settings }: State): T {
  if (found.confidentiality === 'non-confidential' || key.confidential) return found
  throw settings.hiddenRecord === 404 ? notFound('the record') : forbidden('This is confidential')
}

/** Which confidentiality a list is asked for, as a test of its rows. */
export function confidentialityOf({ query, key, state }: Call): (row: Opportunity | Posting) => boolean {
  const asked = query.get('confidentiality') ?? 'non-confidential'
  if (!['confidential', 'non-confidential', 'all'].includes(asked)) throw invalid('confidentiality is not known')
  if (asked !== 'non-confidential' && !key.confidential) {
    throw new Refusal(state.settings.refusedConfidential, 'Forbidden', 'This key has no access to confidential data')
  }
  return (row) => asked === 'all' || row.confidentiality === asked
}

/** In whose name; null where nobody is named. */
export function actorOf({ state, query }: Call, isRequired: boolean): Id | null {
  const id = query.get('perform_as')
  if (id === null && isRequired) throw invalid('perform_as is required')
  if (id === null) return null
  const user: User | undefined = state.users.get(id)
  if (user === undefined) throw invalid('perform_as is not a user')
  if (user.deactivatedAt !== null && state.settings.deactivatedActor === 'refused') {
    throw invalid('perform_as is a deactivated user')
  }
  return id
}
