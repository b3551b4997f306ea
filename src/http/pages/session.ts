import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { equalSecrets } from '../../lib/secrets.ts'
import { beginSession, endSession, loadSession } from '../../store/sessions.ts'
import type { AuthToken, HttpParts } from '../parts.ts'

/** A signed-in person: whose token it is, and what their forms must carry. */
export interface Session {
  readonly idHash: string
  readonly token: AuthToken
  /** Only the pages of this session know it, so that no other site's form is taken for one of theirs. */
  readonly csrf: string
}

const COOKIE = 'hirewire_session'

/** A new id each time: one that somebody put into the browser before is never taken over. */
export async function signIn(
  parts: HttpParts,
  request: FastifyRequest,
  reply: FastifyReply,
  token: AuthToken,
): Promise<void> {
  await signOut(parts, request, reply)
  const id = randomBytes(32).toString('base64url')
  await beginSession(parts.db, digest(id), { tokenName: token.name, tokenHash: digest(token.token) })
  reply.setCookie(COOKIE, id, attributes(parts, request))
}

export async function signOut(parts: HttpParts, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const id = request.cookies[COOKIE]
  if (id) await endSession(parts.db, digest(id))
  reply.clearCookie(COOKIE, attributes(parts, request))
}

/** Ends with its token: one that is no longer in the config, or was changed there, signs nobody in. */
export async function sessionOf({ db, tokens }: HttpParts, { cookies }: FastifyRequest): Promise<Session | undefined> {
  const id = cookies[COOKIE]
  if (!id || !/^[\w-]{43}$/.test(id)) return undefined
  const idHash = digest(id)
  const stored = await loadSession(db, idHash)
  const token = stored && tokens.find(({ name }) => name === stored.tokenName)
  if (!token || !equalSecrets(digest(token.token), stored.tokenHash)) return undefined
  return { idHash, token, csrf: createHmac('sha256', id).update('csrf').digest('base64url') }
}

/** https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie */
function attributes({ publicUrl }: HttpParts, { host }: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: isBehindTls(publicUrl, host) } as const
}

/** At the public address; over a plain loopback address the browser would not send it back. */
function isBehindTls(publicUrl: string | undefined, host: string): boolean {
  return publicUrl?.startsWith('https://') === true && new URL(publicUrl).host === host.toLowerCase()
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
