import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { tokenHash } from '../notify/link.ts'
import { type Prompt, promptByToken } from '../store/prompts.ts'
import { answerPrompt } from '../sync/answer.ts'
import { type AnswerPage, askPage, refusalPage, thanksPage } from './answer-pages.ts'
import { wake } from './ask.ts'
import { createFailures, type Failures } from './failures.ts'
import type { HttpParts, ServedConnection } from './parts.ts'

type Asking = FastifyRequest<{ Params: { readonly token: string } }>

interface Opened {
  readonly prompt: Prompt
  readonly served: ServedConnection
}

/**
 * The owner's answer to a hiring prompt, without a sign-in: who holds the link may answer, once. GET and HEAD change
 * nothing, however often mail scanners and browsers fetch them (S60); only POST decides.
 */
export async function registerAnswers(scope: FastifyInstance, parts: HttpParts): Promise<void> {
  const failures = createFailures()
  const options = { schema: { hide: true } }
  scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, text, done) =>
    done(null, new URLSearchParams(String(text))),
  )
  scope.get('/answers/:token', options, async (request: Asking, reply) => {
    const opened = await open(parts, failures, request, reply)
    return show(reply, 'status' in opened ? opened : askPage(opened.prompt.facts))
  })
  scope.post('/answers/:token', options, async (request: Asking, reply) => {
    const opened = await open(parts, failures, request, reply)
    return show(reply, 'status' in opened ? opened : await decide(parts, opened, request))
  })
}

async function open(
  parts: HttpParts,
  failures: Failures,
  { params, ip }: Asking,
  reply: FastifyReply,
): Promise<Opened | AnswerPage> {
  const hash = tokenHash(params.token)
  const prompt = hash === undefined ? undefined : await promptByToken(parts.db, hash, nowOf(parts))
  if (!prompt) {
    const wait = failures.note(ip)
    if (wait === undefined) return refusalPage('unknown')
    reply.header('retry-after', `${wait}`)
    return refusalPage('tooMany')
  }
  if (prompt.state !== 'open') return refusalPage(prompt.state)
  const served = parts.connections.get(prompt.connection)
  const isAwake = served?.isEnabled === true && served.connection.answers !== undefined && parts.isReady()
  return isAwake ? { prompt, served } : refusalPage('asleep')
}

async function decide(parts: HttpParts, { prompt, served }: Opened, { body, log }: Asking): Promise<AnswerPage> {
  const answer = answerIn(body)
  if (!answer) return askPage(prompt.facts, true)
  const { connection } = served
  const isTaken = await answerPrompt(parts.db, connection, prompt, { answer, now: nowOf(parts) })
  if (!isTaken) return refusalPage('answered')
  log.info({ connection: connection.id, notification: prompt.id }, 'hiring prompt answered')
  await wake(parts, connection.id)
  return thanksPage(answer, prompt.facts)
}

/** Said once, and plainly; anything else is no answer. */
function answerIn(body: unknown): 'hired' | 'not_hired' | undefined {
  const said = body instanceof URLSearchParams ? body.getAll('answer') : []
  return (['hired', 'not_hired'] as const).find((answer) => said.length === 1 && said[0] === answer)
}

function nowOf({ now }: HttpParts): Date {
  return now?.() ?? new Date()
}

function show(reply: FastifyReply, { status, html, headers }: AnswerPage): FastifyReply {
  return reply.code(status).headers(headers).type('text/html; charset=utf-8').send(html)
}
