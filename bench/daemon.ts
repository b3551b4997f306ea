import { setTimeout as delay } from 'node:timers/promises'
import packageJson from '../package.json' with { type: 'json' }
import { refuseUnless } from './counts.ts'
import type { DaemonCommands } from './daemon-process.ts'
import { type Remote, startProcess } from './process.ts'
import { benchToken, type World } from './world.ts'

export type BenchDaemon = Remote<DaemonCommands>

const giveUpAfterMs = 180_000

/** The daemon in a process of its own, with what `npm start` tells Node; its run at the start is over. */
export async function startBenchDaemon(world: World): Promise<BenchDaemon> {
  const flags = packageJson.scripts.start.split(' ').filter((word) => word.startsWith('--'))
  const daemon = await startProcess<DaemonCommands>('./daemon-process.ts', [world.configPath, world.databaseUrl], flags)
  await runsSettled(world)
  return daemon
}

/** A run as a button asks for it, awaited. */
export async function runOnce(world: World, daemon: BenchDaemon): Promise<void> {
  const headers = { authorization: `Bearer ${benchToken}` }
  const answer = await fetch(`${await daemon.url()}/api/v1/connections/headcount/sync`, { method: 'POST', headers })
  refuseUnless(answer.status === 202, `a run was asked for and answered with ${answer.status}`)
  await runsSettled(world)
}

/** Waits until no run is queued or running; all must have gone well. */
export async function runsSettled({ app }: World): Promise<void> {
  const { knex: db } = app.database
  const giveUpAt = Date.now() + giveUpAfterMs
  while (await db('runs').whereIn('state', ['queued', 'running']).first('id')) {
    refuseUnless(Date.now() < giveUpAt, 'a run did not end')
    await delay(50)
  }
  const bad = await db('runs').whereNot('state', 'success').first('state', 'problem')
  refuseUnless(!bad, `a run ended ${bad?.state}: ${bad?.problem}`)
}
