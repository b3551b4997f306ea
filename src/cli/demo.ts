import { readFileSync } from 'node:fs'
import { type Daemon, startDaemon } from '../daemon.ts'
import { requestRun } from '../store/runs.ts'
import { connectionId } from './demo/files.ts'
import { tellFirstCycle } from './demo/first-cycle.ts'
import { firstCycle, registerHooks, tellEdit, tellHire, tellIdleCycle } from './demo/story.ts'
import { type DemoWorld, demoWorld } from './demo/world.ts'
import { commandLine, type Globals } from './open.ts'
import { runHere } from './run-here.ts'
import { aborted, stopSignal } from './signals.ts'
import { print, tell } from './terminal.ts'

/** The whole of Hirewire against both vendors' sandboxes. Nothing leaves this machine, and nothing is left on it. */
export async function demo({ once }: Globals & { readonly once?: boolean }): Promise<number> {
  const signal = stopSignal(() => {})
  print('ChartHop and Ashby are played by sandboxes on this machine; an invented company is in both.')
  await using world = await demoWorld()
  try {
    // Awaited here: the world is taken down as soon as this function returns.
    return await (once ? oneCycle(world, signal) : story(world, signal))
  } catch (error) {
    if (signal.aborted) return 0
    tell(`The end of the log:\n${readFileSync(world.files.log, 'utf8').split('\n').slice(-10).join('\n')}`)
    throw error
  }
}

async function oneCycle(world: DemoWorld, signal: AbortSignal): Promise<number> {
  print('One cycle:\n')
  const { id } = await requestRun(world.app.database.knex, { connection: connectionId, trigger: 'command' })
  const run = await runHere(world.app, world.open, id, { dryRun: false, signal })
  await tellFirstCycle(world, run)
  return run.state === 'failed' || run.state === 'held' ? 1 : 0
}

async function story(world: DemoWorld, signal: AbortSignal): Promise<number> {
  const daemon = await startDaemon(world.app)
  try {
    print(`The daemon starts (log: ${world.files.log}) and runs the connection for the first time:\n`)
    await tellFirstCycle(world, await firstCycle(world, signal))
    await registerHooks(world, daemon.url)
    await tellHire(world, signal)
    await tellEdit(world, signal)
    await tellIdleCycle(world, signal)
    print(whatToTry(world, daemon))
    await aborted(signal)
    return 0
  } finally {
    await daemon.stop()
  }
}

function whatToTry({ files, charthop }: DemoWorld, { url }: Daemon): string {
  const [job] = charthop.state.jobs.keys()
  const curl = `curl -H 'Authorization: Bearer ${files.token}'`
  const globals = { config: files.config }
  return [
    `It runs on, every 5 minutes and at each webhook. API: ${url}/api/v1, token: ${files.token}`,
    `  ${curl} ${url}/api/v1/connections`,
    `  ${curl} -X POST ${url}/api/v1/connections/${connectionId}/sync`,
    `  curl ${url}/metrics`,
    ...[`status`, `runs`, `fields ${connectionId}`, `explain ${connectionId} ${job} costCenter`, `check`].map(
      (words) => `  ${commandLine(words, globals)}`,
    ),
    `  edit ${files.config.replace(/hirewire\.yaml$/, 'mapping.yaml')} and see: ${commandLine(`plan ${connectionId}`, globals)}`,
    'Ctrl-C ends it and removes everything.',
  ].join('\n')
}
