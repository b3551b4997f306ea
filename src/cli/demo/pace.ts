import { setTimeout as delay } from 'node:timers/promises'
import { requestRun } from '../../store/runs.ts'
import { RefusedError } from '../failures.ts'
import { connectionNamed } from '../open.ts'
import { runHere } from '../run-here.ts'
import type { ConnectionName } from './mappings.ts'
import type { DemoWorld } from './world.ts'

export type Look<T> = () => T | undefined | Promise<T | undefined>

/** How the story waits for what it set off. */
export interface Pace {
  /** What is found in the end, and when that was, in words. */
  until<T>(
    connection: ConnectionName,
    what: string,
    look: Look<T>,
  ): Promise<{ readonly found: T; readonly when: string }>
}

const patienceMs = 60_000

/** Beside a daemon: webhooks have it look at once. */
export function byWebhooks(signal: AbortSignal): Pace {
  return {
    async until(_connection, what, look) {
      const began = performance.now()
      const found = await until(what, signal, look)
      return { found, when: `after ${since(began)}` }
    },
  }
}

/** Without a daemon nobody hears webhooks: the next cycle finds it. */
export function byCycles(world: DemoWorld, signal: AbortSignal): Pace {
  return {
    async until(connection, what, look) {
      await runCycle(world, connection, signal)
      const found = await look()
      if (found === undefined) throw new RefusedError(`The cycle did not bring ${what}; the log says why`)
      return { found, when: 'in the next cycle' }
    },
  }
}

export async function runCycle({ app }: DemoWorld, connection: ConnectionName, signal: AbortSignal) {
  const { id } = await requestRun(app.database.knex, { connection, trigger: 'command' })
  return runHere(app, connectionNamed(app, connection), id, { dryRun: false, signal })
}

export async function until<T>(what: string, signal: AbortSignal, look: Look<T>): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (signal.aborted) throw new RefusedError('Stopped.')
    if (Date.now() > end)
      throw new RefusedError(`Waited ${patienceMs / 1_000} s for ${what}; the log says why it did not come`)
    await delay(10)
  }
}

export function since(began: number): string {
  return `${Math.round(performance.now() - began)} ms`
}
