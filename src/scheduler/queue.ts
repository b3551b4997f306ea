import { setTimeout as delay } from 'node:timers/promises'
import { Logger as GraphileLogger, makeWorkerUtils, type Runner, run } from 'graphile-worker'
import type { Logger } from '../lib/logger.ts'
import type { Database } from '../store/database.ts'

/** The queue between whoever wants a run and the workers that do it. Any number of processes share one database. */
export interface Queue {
  /** Ticks, hooks and buttons of one connection become one task until it starts. */
  add(connection: string, options?: { readonly inMs?: number }): Promise<void>
  close(): Promise<void>
}

const taskName = 'sync'

/** For a process that only asks for runs, such as a command beside the daemon. */
export async function openQueue(database: Database, logger: Logger): Promise<Queue> {
  const pgPool = database.createPool({ max: 2 })
  const utils = await makeWorkerUtils({ pgPool, logger: quiet(logger) })
  return {
    add: (connection, options) => addTask(utils, connection, options),
    async close() {
      await utils.release()
      await pgPool.end()
    },
  }
}

/** For the daemon: also does the tasks. `close` waits for the running one. */
export async function startWorker(
  database: Database,
  logger: Logger,
  work: (connection: string) => Promise<void>,
): Promise<Queue> {
  const pgPool = database.createPool({ max: 6 })
  const runner: Runner = await run({
    pgPool,
    concurrency: 4,
    noHandleSignals: true,
    logger: quiet(logger),
    taskList: { [taskName]: (payload) => work((payload as { connection: string }).connection) },
  })
  return {
    add: (connection, options) => addTask(runner, connection, options),
    async close() {
      await runner.stop()
      // It does not wait for the note that a task is done; without that note the task stays locked for hours.
      while (pgPool.waitingCount > 0) await delay(10)
      await pgPool.end()
    },
  }
}

/**
 * No named queue: a worker killed in the middle of a task would keep its queue locked for four hours. The lease already
 * keeps one connection's runs apart (docs/decisions/0003).
 */
async function addTask(
  { addJob }: Pick<Runner, 'addJob'>,
  connection: string,
  { inMs = 0 }: { readonly inMs?: number } = {},
): Promise<void> {
  const runAt = inMs > 0 ? { runAt: new Date(Date.now() + inMs) } : {}
  await addJob(taskName, { connection }, { jobKey: `${taskName}:${connection}`, maxAttempts: 3, ...runAt })
}

/** The library's own story of polls and pools is of use only when something is wrong with it. */
function quiet(logger: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === 'error') logger.warn({ queue: message }, 'queue trouble')
    else logger.trace({ queue: message }, 'queue')
  })
}
