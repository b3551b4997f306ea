import { readFileSync } from 'node:fs'
import { type Daemon, startDaemon } from '../daemon.ts'
import { tellFirstCycle, tellSilence } from './demo/first-cycle.ts'
import { tellInterview, tellWaiting } from './demo/interviews.ts'
import { connectionNames } from './demo/mappings.ts'
import { byCycles, byWebhooks, type Pace, runCycle } from './demo/pace.ts'
import { tellReferences, tellRejection } from './demo/references.ts'
import { tellLever } from './demo/references-lever.ts'
import { tellSmartRecruiters, tellSmartRecruitersRejection } from './demo/references-sr.ts'
import { firstCycle, registerHooks, tellEdit, tellHire, tellIdleCycle } from './demo/story.ts'
import { type DemoWorld, demoWorld } from './demo/world.ts'
import { commandLine, type Globals } from './open.ts'
import { aborted, stopSignal } from './signals.ts'
import { print, tell } from './terminal.ts'

/** The whole of Hirewire against the vendors' sandboxes. Nothing leaves this machine, and nothing is left on it. */
export async function demo({ once }: Globals & { readonly once?: boolean }): Promise<number> {
  const signal = stopSignal(() => {})
  print(
    'ChartHop, Ashby, Lever, SmartRecruiters, Crosschq and Willo are played by sandboxes on this machine; an invented',
  )
  print('company is in them.')
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
  print('One cycle of each connection:\n')
  let isFailed = false
  for (const connection of connectionNames) {
    const run = await runCycle(world, connection, signal)
    await tellFirstCycle(world, run)
    isFailed ||= run.state === 'failed' || run.state === 'held'
  }
  tellSilence()
  const pace = byCycles(world, signal)
  await tellInterview(world, pace)
  await tellWaiting(world, pace)
  await tellReferences(world, pace)
  await tellOthers(world, pace)
  return isFailed ? 1 : 0
}

async function story(world: DemoWorld, signal: AbortSignal): Promise<number> {
  const daemon = await startDaemon(world.app)
  try {
    print(`The daemon starts (log: ${world.files.log}) and runs each connection for the first time:\n`)
    for (const connection of connectionNames) await tellFirstCycle(world, await firstCycle(world, connection, signal))
    tellSilence()
    await registerHooks(world, daemon.url)
    await tellHire(world, signal)
    await tellEdit(world, signal)
    const pace = byWebhooks(signal)
    await tellInterview(world, pace)
    await tellWaiting(world, pace)
    await tellReferences(world, pace, `${daemon.url}/partner/references`)
    await tellOthers(world, pace)
    await tellIdleCycle(world, connectionNames, signal)
    print(whatToTry(world, daemon))
    await aborted(signal)
    return 0
  } finally {
    await daemon.stop()
  }
}

async function tellOthers(world: DemoWorld, pace: Pace): Promise<void> {
  await tellRejection(world, pace)
  await tellLever(world, pace)
  await tellSmartRecruiters(world, pace)
  await tellSmartRecruitersRejection(world, pace)
}

function whatToTry({ files, charthop, people }: DemoWorld, { url }: Daemon): string {
  const [job] = charthop.state.jobs.keys()
  const curl = `curl -H 'Authorization: Bearer ${files.token}'`
  const globals = { config: files.config }
  return [
    'It runs on, every 5 minutes and at each webhook. The console, with ten things to try in the README:',
    `  ${url}/   sign in with the token ${files.token}`,
    'The same by API and commands:',
    `  ${curl} ${url}/api/v1/connections`,
    `  ${curl} -X POST ${url}/api/v1/connections/headcount/sync`,
    `  curl ${url}/metrics`,
    ...[
      ...['status', 'runs', 'jobs interviews', 'fields headcount', `explain headcount ${job} costCenter`],
      ...[`explain references ${people.asked.applicationId}`, 'check'],
    ].map((words) => `  ${commandLine(words, globals)}`),
    `  edit ${files.mappings.headcount} and see: ${commandLine('plan headcount', globals)}`,
    'Ctrl-C ends it and removes everything.',
  ].join('\n')
}
