import { randomUUID } from 'node:crypto'
import { FatalError, RejectedRecordError, RetryableError } from '../../../lib/errors.ts'
import type { Mirror } from '../../mirror.ts'
import type { Desk, Keeping, PartnerAnswer } from '../../partner.ts'
import type { RequestRules } from '../config.ts'
import { madeRequests, REQUESTS } from '../made.ts'
import type { Memory } from '../memory.ts'
import { REQUEST_ROWS } from '../request-collection.ts'
import { type RequestRow, rowOf } from '../request-row.ts'
import { isRunning, type MadeRequest, requestsOf, standingOf } from '../request-wants.ts'
import { ORDERS, type Systems } from './collections.ts'
import { alreadyCompleted, alreadyRunning, refused, started, tryAgain, waitsInPlan } from './partner-answers.ts'
import { type Start, StartBody } from './partner-body.ts'
import { judgeStart } from './partner-verdict.ts'
import { type OrderRow, withState } from './rows.ts'

export interface PartnerParts {
  readonly systems: Systems
  readonly rules: RequestRules
  readonly memory: Memory
}

/** How long Ashby waits for an answer is not documented; a person waits with it. */
const WAIT_MS = 15_000

/** Somebody pressed Start: a run makes the request at once, and what came of it is the answer (S13). */
export async function start(parts: PartnerParts, body: unknown, desk: Desk): Promise<PartnerAnswer> {
  const read = StartBody.safeParse(body)
  if (!read.success) return refused(`The start cannot be read: ${read.error.issues[0]?.path.join('.') || 'its body'}`)
  const problem = problemOf(read.data, parts)
  if (problem) return refused(problem)
  const fresh = await freshRows(parts, read.data, desk.mirror)
  if (!fresh) return tryAgain('Crosschq does not answer now; try again in a minute')
  const placed = await desk.alone(placeOf(read.data), (keeping) => place(parts, read.data, fresh, keeping, desk.now()))
  return 'status' in placed ? placed : carryOut(parts, placed, desk)
}

function problemOf({ template, person }: Start, { systems }: PartnerParts): string | undefined {
  const isKnown = systems.mapping().templates.some(({ id }) => id === template)
  if (!isKnown)
    return 'This assessment type is no longer set up; choose another one, or add its template to the mapping'
  return person.email
    ? undefined
    : 'The candidate has no e-mail address, and Crosschq writes to it; add one and start again'
}

function placeOf({ application, template }: Pick<Start, 'application' | 'template'>): string {
  return `${application}/${template}`
}

/** What the mirror believes to be running may be over by now. Undefined: Crosschq cannot be asked. */
async function freshRows({ systems }: PartnerParts, { application, template }: Start, mirror: Mirror) {
  const running = (await requests(mirror, application, [])).filter((one) => one.template === template && isRunning(one))
  const rows: RequestRow[] = []
  for (const one of running) {
    const request = await systems.crosschq.request(one.id).catch(unlessRefused)
    if (request === 'unanswered') return undefined
    if (request) rows.push(rowOf(request, one))
  }
  return rows
}

/** Where Crosschq refuses to tell, because of our key or of this request, what the mirror has still counts. */
function unlessRefused(error: unknown): 'unanswered' | undefined {
  if (error instanceof RetryableError) return 'unanswered'
  if (error instanceof RejectedRecordError || error instanceof FatalError) return undefined
  throw error
}

async function requests(
  mirror: Mirror,
  application: string,
  fresh: readonly RequestRow[],
): Promise<readonly MadeRequest[]> {
  const orders = await mirror.rowsByRef<OrderRow>(ORDERS, application)
  const known = await mirror.rowsByRef<RequestRow>(REQUEST_ROWS, application)
  const calledOff = orders.filter(({ state }) => state === 'cancelled').map(({ id }) => id)
  return requestsOf(application, (await madeRequests(mirror)).values(), { rows: [...known, ...fresh], calledOff })
}

/** Alone with this application and template, so that two presses of the button are one order. */
async function place(
  { rules }: PartnerParts,
  start: Start,
  fresh: readonly RequestRow[],
  { mirror, keep }: Keeping,
  now: Date,
): Promise<OrderRow | PartnerAnswer> {
  const { application, template } = start
  const orders = (await mirror.rowsByRef<OrderRow>(ORDERS, application)).filter((order) => order.template === template)
  const made = await requests(mirror, application, fresh)
  const verdict = judgeStart(template, orders, made, { now, allowRepeat: rules.allowRepeat })
  if (verdict.type === 'running') return alreadyRunning()
  if (verdict.type === 'completed') return alreadyCompleted()
  const askedAt = now.toISOString()
  const order: OrderRow =
    verdict.type === 'same'
      ? { ...verdict.order, ...start, state: verdict.order.state === 'started' ? 'started' : 'wanted', askedAt }
      : { ...start, id: randomUUID(), state: 'wanted', at: askedAt, askedAt }
  await keep(ORDERS, order)
  return order
}

async function carryOut(parts: PartnerParts, order: OrderRow, desk: Desk): Promise<PartnerAnswer> {
  if (await isMade(desk.mirror, order)) return confirm(order, desk)
  const ended = await desk.run([`${REQUESTS}/${order.application}`], WAIT_MS)
  if (await isMade(desk.mirror, order)) return confirm(order, desk)
  const standing = await desk.standing(REQUESTS, order.application)
  // Whether Crosschq got it is not known yet: the next run finds out, and Ashby's next try gets the same assessment.
  if (standing?.isUnclear)
    return tryAgain('Whether Crosschq took the request is not clear yet; start again in a minute')
  if (await isMadeAfterAll(order, desk)) return confirm(order, desk)
  return ended === 'late' ? tryAgain('Crosschq took too long; start again') : reason(parts, order, desk, standing)
}

async function isMade(mirror: Mirror, { id }: OrderRow): Promise<boolean> {
  return [...(await madeRequests(mirror)).values()].some(({ key }) => key === id)
}

/** From now on Ashby may be told of it. Whom it is about stands in Crosschq now, and no longer here. */
async function confirm(order: OrderRow, desk: Desk): Promise<PartnerAnswer> {
  await desk.alone(placeOf(order), async ({ mirror, keep }) => {
    const now = (await mirror.row<OrderRow>(ORDERS, order.id)) ?? order
    if (now.state !== 'cancelled') await keep(ORDERS, withState(now, 'started'))
  })
  return started(order.id)
}

/** True when it was made a moment before it would have been withdrawn. */
function isMadeAfterAll(order: OrderRow, desk: Desk): Promise<boolean> {
  return desk.alone(placeOf(order), async ({ mirror, keep }) => {
    if (await isMade(mirror, order)) return true
    const now = await mirror.row<OrderRow>(ORDERS, order.id)
    if (now?.state === 'wanted') await keep(ORDERS, withState(now, 'withdrawn'))
    return false
  })
}

async function reason(
  { memory, rules }: PartnerParts,
  order: OrderRow,
  desk: Desk,
  standing: Awaited<ReturnType<Desk['standing']>>,
): Promise<PartnerAnswer> {
  const rival = standingOf(
    { key: order.id, template: order.template },
    await requests(desk.mirror, order.application, []),
    rules.allowRepeat,
  )
  if (rival.type === 'running') return alreadyRunning()
  if (rival.type === 'completed') return alreadyCompleted()
  if (standing?.state === 'held') return waitsInPlan()
  if (standing?.reason === 'over_limit') return tryAgain('Too many requests for a few minutes; start again in five')
  if (standing?.state !== 'attention') return tryAgain('Crosschq could not be reached; start again in a minute')
  const wording = memory.wordings.get(order.id)
  return refused(wording ? `Crosschq refused the request: ${wording}` : (standing.message ?? 'The request is refused'))
}
