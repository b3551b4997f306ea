import type { FastifyRequest } from 'fastify'
import { equalSecrets } from '../../lib/secrets.ts'
import { createFailures } from '../failures.ts'
import { type Console, sendPage } from './console.ts'
import { refuseForeign, refuseForged } from './foreign.ts'
import { safeNext } from './next.ts'
import { sessionOf, signIn, signOut } from './session.ts'
import { signInPage } from './sign-in-page.ts'

/** A token of the config becomes a session; the token itself is in no page, no address and no cookie. */
export function registerSignIn({ scope, parts }: Console): void {
  const failures = createFailures()
  const options = { schema: { hide: true } }

  scope.get('/sign-in', options, async (request, reply) => {
    const next = safeNext((request.query as { next?: unknown }).next)
    if (await sessionOf(parts, request)) return reply.redirect(next, 303)
    return sendPage(reply, signInPage({ next }))
  })

  scope.post('/sign-in', options, async (request, reply) => {
    refuseForeign(request)
    const form = formOf(request)
    const next = safeNext(form.get('next'))
    const sent = form.get('token')?.trim() ?? ''
    // Every one is compared, so that the time taken does not tell which comes close.
    const [token] = parts.tokens.filter((known) => equalSecrets(known.token, sent))
    if (!token) return refuseToken(request, next)
    await signIn(parts, request, reply, token)
    request.log.info({ by: token.name, role: token.role }, 'signed in to the console')
    return reply.redirect(next, 303)

    function refuseToken({ ip, log }: FastifyRequest, next: string) {
      const wait = failures.note(ip)
      if (wait === undefined) {
        log.warn({ remote: ip, route: '/sign-in' }, 'unknown token')
        return sendPage(reply, signInPage({ next, problem: 'No such token is known here.', status: 401 }))
      }
      reply.header('retry-after', String(wait))
      const problem = `Too many wrong tokens came from your address. Wait ${wait} seconds.`
      return sendPage(reply, signInPage({ next, problem, status: 429 }))
    }
  })

  scope.post('/sign-out', options, async (request, reply) => {
    const session = await sessionOf(parts, request)
    if (session) refuseForged(request, session, formOf(request))
    await signOut(parts, request, reply)
    return reply.redirect('/sign-in', 303)
  })
}

function formOf({ body }: FastifyRequest): URLSearchParams {
  return body instanceof URLSearchParams ? body : new URLSearchParams()
}
