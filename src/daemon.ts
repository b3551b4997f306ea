import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { type App, mailProblem } from './app.ts'
import { createServer } from './http/server.ts'
import { startCron, type Ticking } from './scheduler/cron.ts'
import { type Queue, startWorker } from './scheduler/queue.ts'
import { forgetOldDeliveries } from './store/hooks.ts'
import { isHeld } from './store/leases.ts'
import { forgetPeople } from './store/notifications.ts'
import { requestScheduledRun, waitingRuns } from './store/runs.ts'

export interface Daemon {
  /** Where it listens. */
  readonly url: string
  /** Finishes the call in flight, takes no new one, and ends. Bounded: 20 s. */
  stop(): Promise<void>
}

/** Another process holds the lease: look again soon, without keeping a worker waiting. */
const busyAgainMs = 2_000
const stopWithinMs = 20_000
/** How soon a switch or a key of another process is known here, and a run that nobody is at is taken up. */
const lookEveryMs = 5_000
const mailEveryMs = 30_000

/** The long-running process: schedule, queue, hooks and API around the same runs a command makes. */
export async function startDaemon(app: App): Promise<Daemon> {
  const stopping = new AbortController()
  const queue: Queue = await startWorker(app.database, app.logger, (id) => work(app, queue, id, stopping.signal))
  const tick = async (id: string) => {
    if (isEnabled(app, id) && (await requestScheduledRun(app.database.knex, id))) await queue.add(id)
    await forgetOldDeliveries(app.database.knex)
    await forgetPeople(app.database.knex, app.engine.now())
  }
  // Also of those that are off: they may be switched on at any time.
  const schedules = new Map(app.config.connections.map(({ id, schedule }) => [id, schedule]))
  const cron = startCron(schedules, tick, (error) =>
    app.logger.error({ error }, 'tick failed; the next one tries again'),
  )
  const steps: (() => Promise<unknown>)[] = [() => cron.stop(), () => queue.close()]
  const stop = () => within(stopWithinMs, () => stopAll(app, stopping, steps))
  try {
    const server = await serve(app, { queue, cron }, stopping.signal)
    steps.splice(1, 0, () => server.close())
    await resume(app, queue, tick)
    void keepLooking(app, queue, stopping.signal)
    void keepMailing(app, stopping.signal)
    return { url: addressOf(server), stop }
  } catch (error) {
    // Such as a port in use: a worker left behind would keep the process alive, and at work.
    await stop()
    throw error
  }
}

/**
 * A requested run, and a requested dry run, until neither is there: what is asked for while one goes on follows at once,
 * since whoever asked found us busy. A plan may be asked of a disabled connection too (R22).
 */
async function work(app: App, queue: Queue, id: string, signal: AbortSignal): Promise<void> {
  const open = app.connections.get(id)
  if (!open) return
  for (let isIdle = false; !isIdle; ) {
    isIdle = true
    for (const dryRun of [false, true]) {
      if (signal.aborted) return
      const executed = await app.execute(open, { dryRun, signal })
      if (executed.type === 'busy') return queue.add(id, { inMs: busyAgainMs })
      if (executed.type !== 'done') continue
      isIdle = false
      // Not waited for: a slow mail server must not hold up the next run.
      void mail(app, signal)
    }
  }
}

/**
 * What a process left when it died or was lost: its task stays locked for hours in the queue, so the run is asked for
 * again by whoever sees first that nobody is at it.
 */
async function rescue(app: App, queue: Queue): Promise<void> {
  const { knex } = app.database
  for (const { connection, dryRun } of await waitingRuns(knex)) {
    // What was asked for before it was switched off waits until it is on again.
    if (!dryRun && !isEnabled(app, connection)) continue
    if (!(await isHeld(knex, connection))) await queue.add(connection)
  }
}

async function keepLooking(app: App, queue: Queue, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await delay(lookEveryMs, undefined, { signal, ref: false }).catch(() => {})
    if (signal.aborted) return
    await look(app, queue).catch((error: unknown) =>
      app.logger.warn({ error }, 'could not look for switches, keys and runs left behind'),
    )
  }
}

async function look(app: App, queue: Queue): Promise<void> {
  await app.refresh()
  await rescue(app, queue)
}

function isEnabled({ connections }: App, id: string): boolean {
  return connections.get(id)?.isEnabled === true
}

async function keepMailing(app: App, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await mail(app, signal)
    await delay(mailEveryMs, undefined, { signal, ref: false }).catch(() => {})
  }
}

function mail(app: App, signal: AbortSignal): Promise<void> {
  return app.sendMail(signal).catch((error: unknown) => app.logger.warn({ error }, 'mails are sent later'))
}

/** What was asked for before a restart is done now, and every connection runs once at the start (docs/operations.md). */
async function resume(app: App, queue: Queue, tick: (id: string) => Promise<void>): Promise<void> {
  await rescue(app, queue)
  for (const id of app.connections.keys()) if (isEnabled(app, id)) await tick(id)
}

/** Who brings runs about. */
interface Asked {
  readonly queue: Queue
  readonly cron: Ticking
}

async function serve(app: App, { queue, cron }: Asked, stopping: AbortSignal): Promise<FastifyInstance> {
  const { host, port, publicUrl } = app.config.server
  const problem = mailProblem(app.config)
  const server = await createServer({
    db: app.database.knex,
    connections: app.connections,
    tokens: app.config.auth.tokens,
    logger: app.logger,
    metrics: app.metrics,
    ...(publicUrl && { publicUrl }),
    ...(problem && { mailProblem: problem }),
    nextRun: cron.next,
    switchConnection: app.switchConnection,
    keys: app.keys,
    mappings: app.mappings,
    wake: (id) => queue.add(id),
    isReady: () => !stopping.aborted,
    now: () => app.engine.now(),
  })
  await server.listen({ host, port })
  return server
}

function addressOf(server: FastifyInstance): string {
  const [address] = server.addresses()
  if (!address || typeof address === 'string') return String(address)
  return `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`
}

/** An error while stopping is told and does not keep the rest from stopping. */
async function stopAll(app: App, stopping: AbortController, steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  stopping.abort()
  for (const step of steps) {
    await step().catch((error: unknown) => app.logger.error({ error }, 'trouble while stopping'))
  }
}

async function within(ms: number, act: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([act(), late])
  clearTimeout(timer)
}
