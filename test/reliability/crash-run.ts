import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config/load.ts'
import { connectorSchemas } from '../../src/connectors/index.ts'
import { requestRun } from '../../src/store/runs.ts'
import { type KillPoint, killAt } from './kill-at.ts'

/** One process of the real program that does `runs` runs, or kills itself when it comes to a point for the n-th time. */
export interface CrashRun {
  readonly config: string
  readonly runs: number
  readonly kill?: KillPoint
}

const { config, runs, kill }: CrashRun = JSON.parse(process.argv[2]!)
const stopping = new AbortController()
process.on('SIGTERM', () => stopping.abort())

const { passed, checkpoint } = killAt(kill)
const app = await openApp(loadConfig(config, { connectors: connectorSchemas }), {
  level: 'silent',
  engine: {
    // The sandboxes answer at once, so a lost write need not be given the five seconds of production.
    settleGraceMs: 100,
    inFlight: 1,
    checkpoint,
  },
})
const [open] = app.connections.values()
for (let run = 0; run < runs; run += 1) {
  await requestRun(app.database.knex, { connection: open!.config.id, trigger: 'command' })
  const executed = await app.execute(open!, { dryRun: false, signal: stopping.signal })
  console.log(
    JSON.stringify({ executed: executed.type, ...(executed.type === 'done' && { state: executed.end.state }) }),
  )
}
console.log(JSON.stringify({ passed }))
await app.close()
