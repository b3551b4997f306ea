import { setTimeout as delay } from 'node:timers/promises'
import packageJson from '../package.json' with { type: 'json' }
import { refuseUnless } from './counts.ts'
import type { DaemonCommands } from './daemon-process.ts'
import { type Remote, startProcess } from './process.ts'
import { benchToken, type World } from './world.ts'

export type BenchDaemon = Remote<DaemonCommands>

const giveUpAfterMs = 180_000

/** The same, and its run at the start is over. */
export async function startBenchDaemon(world: World): Promise<BenchDaemon> {
  const daemon = await launchDaemon(world)
  await runsSettled(world)
  return daemon
}

/** The daemon in a process of its own, with what `npm start` tells Node; it has begun its run at the start. */
export function launchDaemon({ configPath, databaseUrl }: World): Promise<BenchDaemon> {
  const flags = packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--'))
  return startProcess<DaemonCommands>('./daemon-process.ts', [configPath, databaseUrl], flags)
}

/** A run as a button asks for it, awaited. */
export async function runOnce(world: World, daemon: BenchDaemon): Promise<void> {
  await askForRun(daemon, world.id)
  await runsSettled(world)
}

export async function askForRun(daemon: BenchDaemon, connection: string): Promise<void> {
  const headers = { authorization: `Bearer ${benchToken}` }
  const answer = await fetch(`${await daemon.url()}/api/v1/connections/${connection}/sync`, { method: 'POST', headers })
  refuseUnless(answer.status === 202, `a run was asked for and answered with ${answer.status}`)
}

/** Waits until no run is queued or running; all must have gone well. */
export async function runsSettled(world: World): Promise<void> {
  await noRunWaits(world)
  const bad = await world.app.database.knex('runs').whereNot('state', 'success').first('state', 'problem')
  refuseUnless(!bad, `a run ended ${bad?.state}: ${bad?.problem}`)
}

export async function noRunWaits({ app }: World): Promise<void> {
  const { knex: db } = app.database
  const giveUpAt = Date.now() + giveUpAfterMs
  while (await db('runs').whereIn('state', ['queued', 'running']).first('id')) {
    refuseUnless(Date.now() < giveUpAt, 'a run did not end')
    await delay(50)
  }
}
