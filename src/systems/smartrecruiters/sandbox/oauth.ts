import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { type Access, type Client, type Grant, newSecret } from './access.ts'
import type { State } from './state.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** The page where people allow access, and the call for tokens; undefined for every other path. */
export function answerOAuth(state: State, access: Access, request: SandboxRequest): SandboxAnswer | undefined {
  if (request.method === 'GET' && request.path === '/identity/oauth/allow')
    return allowPage(state, access, request.query)
  if (request.method === 'POST' && request.path === '/identity/oauth/token') return tokens(state, access, request)
  return undefined
}

/** A person clicks Allow Access: where their browser goes from there. */
export function allow(state: State, access: Access, query: URLSearchParams, userId: string): string {
  const { client, redirectUri, scopes } = readAllow(access, query)
  const grant: Grant = { id: state.ids.uuid('grant'), clientId: client.id, userId, scopes }
  access.grants.set(grant.id, grant)
  const code = newSecret()
  access.codes.set(code, { grantId: grant.id, expiresAt: state.clock.now() + state.settings.codeSeconds * 1000 })
  return withQuery(redirectUri, { code, state: query.get('state') })
}

export function deny(access: Access, query: URLSearchParams): string {
  const answer = { error: 'access_denied', error_description: 'The user denied access', state: query.get('state') }
  return withQuery(readAllow(access, query).redirectUri, answer)
}

/** People have no session here: whoever clicks is the first user. */
function allowPage(state: State, access: Access, query: URLSearchParams): SandboxAnswer {
  const answer = query.get('answer')
  try {
    if (answer === 'allow') return redirect(allow(state, access, query, [...state.users.keys()][0] ?? ''))
    if (answer === 'deny') return redirect(deny(access, query))
    readAllow(access, query)
  } catch {
    return page(400, '<h1>This app asks in a way that is not allowed</h1>')
  }
  const link = (word: string) => `?${new URLSearchParams([...query, ['answer', word]])}`.replaceAll('&', '&amp;')
  return page(200, `<a href="${link('allow')}">Allow Access</a> <a href="${link('deny')}">Deny</a>`)
}

/** An empty scope is invalid; without any, the app's own hold. */
function readAllow({ clients }: Access, query: URLSearchParams) {
  const client = clients.get(query.get('client_id') ?? '')
  const redirectUri = query.get('redirect_uri') ?? ''
  const scope = query.get('scope')
  if (client?.kind !== 'app' || !client.redirectUris.includes(redirectUri)) throw new Error('unknown client or address')
  if (scope === '') throw new Error('empty scope')
  const scopes = scope?.split(' ') ?? client.scopes
  if (!scopes.every((each) => client.scopes.includes(each))) throw new Error('unknown scope')
  return { client, redirectUri, scopes }
}

function tokens(state: State, access: Access, request: SandboxRequest): SandboxAnswer {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? ''))
    return wrong('invalid_request')
  const form = new URLSearchParams(request.rawBody.toString('utf8'))
  const client = clientOf(access, request, form)
  if (client === undefined) return { status: 401, body: { error: 'invalid_client' } }
  const grantType = form.get('grant_type')
  if (grantType === 'client_credentials') return forCredential(state, access, client)
  const kept = grantType === 'authorization_code' ? access.codes : access.refreshTokens
  const given = form.get(grantType === 'authorization_code' ? 'code' : 'refresh_token') ?? ''
  if (grantType !== 'authorization_code' && grantType !== 'refresh_token') return wrong('unsupported_grant_type')

  const token = kept.get(given)
  // Both work once.
  kept.delete(given)
  const grant = access.grants.get(token?.grantId ?? '')
  const isGood = token !== undefined && token.expiresAt > state.clock.now() && grant?.clientId === client.id
  return isGood ? forGrant(state, access, grant) : wrong('invalid_grant')
}

function clientOf({ clients }: Access, { headers }: SandboxRequest, form: URLSearchParams): Client | undefined {
  const basic = /^Basic (\S+)$/i.exec(headers.authorization ?? '')?.[1]
  const pair = basic === undefined ? undefined : Buffer.from(basic, 'base64').toString('utf8').split(':')
  const [id, secret] = pair ?? [form.get('client_id'), form.get('client_secret')]
  const client = clients.get(id ?? '')
  return client?.secret === secret ? client : undefined
}

function forGrant(state: State, access: Access, { id, ...grant }: Grant): SandboxAnswer {
  const refresh_token = newSecret()
  const expiresAt = state.clock.now() + state.settings.refreshTokenDays * DAY_MS
  access.refreshTokens.set(refresh_token, { grantId: id, expiresAt })
  return { status: 200, body: { ...accessToken(state, access, { ...grant, grantId: id }), refresh_token } }
}

function forCredential(state: State, access: Access, { id, kind, userId, scopes }: Client): SandboxAnswer {
  if (kind !== 'credential') return wrong('unauthorized_client')
  return { status: 200, body: accessToken(state, access, { clientId: id, userId, scopes }) }
}

function accessToken(state: State, access: Access, grant: Omit<Grant, 'id'> & { readonly grantId?: string }) {
  const { accessTokenSeconds } = state.settings
  const access_token = newSecret()
  access.accessTokens.set(access_token, { ...grant, expiresAt: state.clock.now() + accessTokenSeconds * 1000 })
  return { access_token, token_type: 'bearer', expires_in: accessTokenSeconds }
}

/** How errors look is undocumented; this is https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
function wrong(error: string): SandboxAnswer {
  return { status: 400, body: { error, error_description: 'The request is not valid' } }
}

function redirect(location: string): SandboxAnswer {
  return { status: 302, headers: { location }, body: undefined }
}

function page(status: number, content: string): SandboxAnswer {
  const body = `<!DOCTYPE html><html><head><title>SmartRecruiters sandbox</title></head><body>${content}</body></html>`
  return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body }
}

function withQuery(address: string, query: Readonly<Record<string, string | null>>): string {
  const url = new URL(address)
  for (const [name, value] of Object.entries(query)) if (value !== null) url.searchParams.set(name, value)
  return url.href
}
