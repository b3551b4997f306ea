import cookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { leaveFlash, takeFlash } from '../../store/sessions.ts'
import { refuseUnknownName } from '../gate.ts'
import { type HttpParts, type Role, roles } from '../parts.ts'
import { answerError, problemOf } from '../problem.ts'
import { type Api, apiOf, queryOf } from './api.ts'
import { errorPage } from './error-page.ts'
import { refuseForged } from './foreign.ts'
import { pageHeaders } from './headers.ts'
import { renderPage } from './html.ts'
import { type Flash, layout } from './layout.ts'
import type { Page } from './page.ts'
import { type Session, sessionOf } from './session.ts'
import { arrivalPage } from './sign-in-page.ts'

/** One look at the console by a signed-in person. */
export interface Visit {
  readonly request: FastifyRequest
  readonly session: Session
  readonly api: Api
  readonly params: Readonly<Record<string, string>>
  /** What stands behind the `?`; said twice, the first counts. */
  readonly query: Readonly<Record<string, string | undefined>>
  can(role: Role): boolean
}

/** Where the person goes next, and what is said there. */
export interface Done {
  readonly to: string
  readonly said: string
}

export type Act = (visit: Visit, form: URLSearchParams) => Promise<Done | Page>

/** A YAML mapping of many templates, percent-encoded. */
const MOST_BYTES = 1024 * 1024

/** What pages and forms are made with: nobody sees one who is not signed in, and errors are pages too. */
export interface Console {
  page(url: string, show: (visit: Visit) => Promise<Page>): void
  /** A form's address. It is a POST, so that no link and no other site does it, and it ends in a page to look at. */
  action(url: string, act: Act): void
  scope: FastifyInstance
  parts: HttpParts
  visitOf(request: FastifyRequest): Promise<Visit | undefined>
}

export async function openConsole(scope: FastifyInstance, parts: HttpParts): Promise<Console> {
  await scope.register(cookie)
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) =>
    done(null, new URLSearchParams(String(text))),
  )
  scope.addHook('onRequest', async (request, reply) => {
    reply.headers(pageHeaders)
    refuseUnknownName(request, parts)
  })
  scope.setErrorHandler((error, request, reply) => sendError(parts, error, request, reply))
  const options = { schema: { hide: true } }
  const visitOf = async (request: FastifyRequest) => {
    const session = await sessionOf(parts, request)
    return session && visit(scope, request, session)
  }
  return {
    scope,
    parts,
    visitOf,
    page(url, show) {
      scope.get(url, options, async (request, reply) => {
        const seen = await visitOf(request)
        if (!seen) return toSignIn(request, reply)
        return sendPage(reply, await show(seen), seen.session, await flashOf(parts, seen.session))
      })
    },
    action(url, act) {
      scope.post(url, { ...options, bodyLimit: MOST_BYTES }, async (request, reply) => {
        const seen = await visitOf(request)
        if (!seen) return toSignIn(request, reply)
        const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
        refuseForged(request, seen.session, form)
        const done = await act(seen, form)
        if ('main' in done) return sendPage(reply, done, seen.session)
        await leaveFlash(parts.db, seen.session.idHash, { said: done.said })
        return reply.redirect(done.to, 303)
      })
    },
  }
}

function visit(scope: FastifyInstance, request: FastifyRequest, session: Session): Visit {
  const { params, query } = request as { params: Visit['params']; query: Record<string, string | string[] | undefined> }
  const first = Object.entries(query).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value] as const)
  return {
    ...{ request, session, params },
    api: apiOf(scope, request, session),
    query: Object.fromEntries(first),
    can: (role) => roles.indexOf(session.token.role) >= roles.indexOf(role),
  }
}

async function flashOf({ db }: HttpParts, { idHash }: Session): Promise<Flash | undefined> {
  return (await takeFlash(db, idHash)) as Flash | undefined
}

export function sendPage(reply: FastifyReply, page: Page, session?: Session, flash?: Flash): FastifyReply {
  const html = renderPage(layout(page, session, flash))
  return reply
    .code(page.status ?? 200)
    .type('text/html; charset=utf-8')
    .send(html)
}

/**
 * The cookie does not come along from another site's link (SameSite=Strict), such as one in a mail: a person who is signed in
 * goes on from a page of ours, and then it does.
 */
function toSignIn(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isFromElsewhere = request.headers['sec-fetch-site'] === 'cross-site'
  if (request.method === 'GET' && isFromElsewhere && request.headers.cookie === undefined) {
    return sendPage(reply, arrivalPage(request.url))
  }
  const next = request.method === 'GET' && request.url !== '/' ? { next: request.url } : {}
  return reply.redirect(`/sign-in${queryOf(next)}`, 303)
}

/** The same words a program gets, as a page, with the way back. */
async function sendError(parts: HttpParts, error: unknown, request: FastifyRequest, reply: FastifyReply) {
  if (String(request.headers.accept ?? '').includes('application/json')) return answerError(error, request, reply)
  const refusal = problemOf(error, request)
  const session = await sessionOf(parts, request).catch(() => undefined)
  reply.headers(refusal.headers ?? {})
  return sendPage(reply, errorPage(refusal, request), session)
}
