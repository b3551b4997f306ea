import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { notFound, Refusal, toAnswer } from './refusal.ts'
import { answerReport } from './reports.ts'
import { ROUTES, type Route } from './routes.ts'
import { answerScreen } from './screen.ts'
import type { State } from './state.ts'

export interface RouterParts {
  readonly state: State
  /** Known keys; one that is removed is refused from then on. */
  readonly tokens: ReadonlySet<string>
  /** Known only once the server listens. */
  readonly origin: () => string
}

/** Which path, who calls, which method: each refused in the way of Django REST before the next is looked at. */
export function createRouter(parts: RouterParts): (request: SandboxRequest) => SandboxAnswer {
  return (request) => {
    try {
      const { state, origin } = parts
      return answerReport(state, request) ?? answerScreen(state, request, origin()) ?? route(parts, request)
    } catch (error) {
      if (error instanceof Refusal) return toAnswer(error, parts.state.settings)
      throw error
    }
  }
}

function route({ state, tokens, origin }: RouterParts, request: SandboxRequest): SandboxAnswer {
  const { settings } = state
  const { path, method } = request
  const found = routesAt(path, state)
  if (found.length === 0 && settings.missingSlash === 'redirect' && routesAt(`${path}/`, state).length > 0) {
    return { status: 301, headers: { location: `${path}/` }, body: undefined }
  }
  if (found.length === 0) throw notFound()
  authorise(tokens, request, settings.isPartnerApiOn)
  const match = found.find(({ route }) => route.method === method)
  if (match === undefined) throw new Refusal(405, `Method "${method}" not allowed.`)
  return match.route.handle({ state, request, origin: origin(), id: match.id })
}

function routesAt(path: string, { settings }: State): readonly { readonly route: Route; readonly id: string }[] {
  return ROUTES.filter(({ isOn }) => isOn === undefined || isOn(settings)).flatMap((route) => {
    const [before = '', after] = route.path.split(':id')
    if (after === undefined) return route.path === path ? [{ route, id: '' }] : []
    if (!path.startsWith(before) || !path.endsWith(after)) return []
    const id = path.slice(before.length, path.length - after.length)
    return id === '' || id.includes('/') ? [] : [{ route, id }]
  })
}

/** The key stands alone in the header: https://support.crosschq.com/knowledge/crosschq-partner-api-v2 */
function authorise(tokens: ReadonlySet<string>, { headers }: SandboxRequest, isOn: boolean): void {
  if (headers.authorization === undefined) throw new Refusal(401, 'No credentials were given.')
  if (!tokens.has(headers.authorization)) throw new Refusal(401, 'The token is not valid.')
  if (!isOn) throw new Refusal(403, 'The partner API is switched off for this account.')
}
