import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApp } from '../src/app.ts'
import type { LoggedCall } from '../src/sandbox/server.ts'
import { requestRun } from '../src/store/runs.ts'
import { startCrosschqSandbox } from '../src/systems/crosschq/sandbox.ts'
import { type LeverSandbox, startLeverSandbox } from '../src/systems/lever/sandbox.ts'
import { configFrom } from './config.ts'
import { refuseUnless } from './counts.ts'
import type { DatabaseServer } from './database.ts'
import { atLeast, type Measure } from './measure.ts'
import { conditions } from './world.ts'

/** As Lever permits: https://hire.lever.co/developer/documentation#rate-limits. The first ones may go at once. */
const permitted = { perSecond: 10, atOnce: 8 }

/** A bulk of prospects into Lever, which counts calls as the real one does: how much of what it permits is used? */
export async function measureExport(server: DatabaseServer, prospects: number): Promise<Measure> {
  await using crosschq = await startCrosschqSandbox()
  await using lever = await startLeverSandbox({ latencyMs: conditions.latencyMs })
  for (let at = 0; at < prospects; at++) crosschq.addProspect({ email: `prospect-${at}@example.com` })
  const config = writeConfig(server.folder, crosschq, lever)
  const app = await openApp(configFrom(config, await server.create()), { level: 'silent' })
  try {
    await requestRun(app.database.knex, { connection: 'bench-export', trigger: 'command' })
    const executed = await app.execute([...app.connections.values()][0]!, {
      ...{ dryRun: false, signal: new AbortController().signal },
    })
    refuseUnless(executed.type === 'done' && executed.end.state === 'success', 'the export did not succeed')
  } finally {
    await app.close()
  }
  refuseUnless(lever.state.opportunities.size === prospects, `${lever.state.opportunities.size} of ${prospects} came`)
  return measureOf(lever.server.calls, prospects)
}

function measureOf(all: readonly LoggedCall[], prospects: number): Measure {
  const calls = all.slice(all.findIndex(({ query }) => query.includes('email=')))
  const refused = calls.filter(({ status }) => status === 429).length
  refuseUnless(refused === 0, `${refused} calls were too many for Lever`)
  const seconds = (calls.at(-1)!.at - calls[0]!.at) / 1000
  const most = permitted.atOnce + permitted.perSecond * seconds
  const how = `${calls.length} calls in ${seconds.toFixed(1)} s, none of them answered 429; three for each of ${prospects} people`
  return atLeast('export: calls ÷ what Lever permits in that time', calls.length / most, 0.95, how)
}

function writeConfig(folder: string, crosschq: { url: string; token: string }, lever: LeverSandbox): string {
  const mapping = join(folder, 'export-mapping.yaml')
  writeFileSync(mapping, 'version: 1\ntemplates: []\n')
  const connection = {
    ...{ id: 'bench-export', connector: 'crosschq-lever', mapping },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token, rate: { perSecond: 200, inFlight: 4 } },
    lever: { baseUrl: lever.url, apiKey: lever.key, performAs: lever.userId },
    ...{ trigger: { stage: 'Reference check' }, export: { existing: true } },
  }
  const path = join(folder, 'export.yaml')
  // JSON is YAML.
  writeFileSync(path, JSON.stringify({ server: { port: 0 }, connections: [connection] }))
  return path
}
