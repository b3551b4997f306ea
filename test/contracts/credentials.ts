import type { OpenApi, Operation } from './document.ts'

type Headers = Readonly<Record<string, string>>
type Scheme = OpenApi['components']['securitySchemes'][string]

/** One of the document's schemes must be used; a call that says it needs none may come as it likes. */
export function credentialProblems({ components }: OpenApi, { security }: Operation, headers: Headers): string[] {
  if (security?.length === 0) return []
  const schemes = Object.values(components.securitySchemes)
  if (schemes.some(hasOwnHeader(headers))) return []
  const given = schemeOf(headers.authorization)
  return schemes.map(authorizationFor).includes(given) ? [] : [`header authorization: ${given}`]
}

const BARE = 'a bare key'

/** A key in a header of its own, as SmartRecruiters has it. */
function hasOwnHeader(headers: Headers): (scheme: Scheme) => boolean {
  return ({ type, name = '' }) => type === 'apiKey' && name !== 'Authorization' && Boolean(headers[name.toLowerCase()])
}

function authorizationFor({ type, scheme, name }: Scheme): string | undefined {
  if (type === 'http') return scheme
  // https://www.rfc-editor.org/rfc/rfc6750
  if (type === 'oauth2') return 'bearer'
  return name === 'Authorization' ? BARE : undefined
}

/** What stands before the secret, and never the secret. */
function schemeOf(authorization: string | undefined): string {
  if (authorization === undefined) return 'none'
  const [scheme = '', ...secret] = authorization.split(' ')
  return secret.length === 0 ? BARE : scheme.toLowerCase()
}
