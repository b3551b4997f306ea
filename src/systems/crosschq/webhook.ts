import { isObject, textOf } from '../../lib/loose.ts'
import { equalSecrets } from '../../lib/secrets.ts'
import { isRequestId } from './paths.ts'

export interface CrosschqHook {
  /** The request to look at again. Nothing else in a hook is believed. */
  readonly requestId?: string
}

export interface CrosschqHookAuth {
  /** As chosen in Crosschq beside the webhook's address. */
  readonly auth: 'token' | 'basic' | 'none'
  readonly secret: string
}

/**
 * Crosschq signs nothing; it sends what was typed in as token. In which form is not documented
 * (https://support.crosschq.com/knowledge/crosschq-interview-partner-api names "Basic" and "Token"), so the secret may stand
 * alone, after a scheme, or in Basic's base64, as user name, as password or as both.
 */
export function verifyCrosschqAuth(header: string | undefined, { auth, secret }: CrosschqHookAuth): boolean {
  if (auth === 'none') return true
  // Every form is compared, so that the time taken does not tell which comes close.
  const matches = formsOf((header ?? '').trim()).filter((form) => equalSecrets(form, secret))
  return matches.length > 0
}

/** The fields of the request stand at the top or, should they be wrapped, inside; the names' case is not certain. */
export function readCrosschqHook(body: unknown): CrosschqHook {
  const rows = isObject(body) ? [...WRAPPERS.map((name) => folded(body)[name]).filter(isObject), body] : []
  const ids = rows.map(folded).flatMap(({ requestid, referencerequestid, id }) => [requestid, referencerequestid, id])
  return { requestId: ids.map(textOf).find((text) => text !== undefined && isRequestId(text)) }
}

const WRAPPERS = ['referencerequest', 'request', 'data', 'payload']

function formsOf(header: string): readonly string[] {
  const [, , value = ''] = /^(token|bearer|basic) +(.+)$/i.exec(header) ?? []
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  return [header, value, decoded, decoded.slice(0, Math.max(colon, 0)), decoded.slice(colon + 1)]
}

function folded(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.toLowerCase().replace(/[^a-z]/g, ''), value]),
  )
}
