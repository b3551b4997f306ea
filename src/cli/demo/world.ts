import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, type OpenConnection, openApp } from '../../app.ts'
import { demoCompany } from '../../sandbox/demo-company.ts'
import { stopEmbedded } from '../../store/embedded.ts'
import { type AshbySandbox, startAshbySandbox } from '../../systems/ashby/sandbox.ts'
import { type ChartHopSandbox, startChartHopSandbox } from '../../systems/charthop/sandbox.ts'
import { connectionNamed, readConfig } from '../open.ts'
import { setUpAshby } from './ashby.ts'
import { setUpChartHop } from './charthop.ts'
import { connectionId, type DemoFiles, writeFiles } from './files.ts'

/** Both vendors with the company in them, and Hirewire between them as an admin would have set it up. */
export interface DemoWorld extends AsyncDisposable {
  readonly charthop: ChartHopSandbox
  readonly ashby: AshbySandbox
  readonly files: DemoFiles
  readonly app: App
  readonly open: OpenConnection
}

/** Leaves nothing behind when disposed: no process, no port, no file. */
export async function demoWorld(): Promise<DemoWorld> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-demo-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const charthop = stack.use(await startChartHopSandbox({ keepCalls: false }))
  const ashby = stack.use(await startAshbySandbox({ keepCalls: false }))
  setUpChartHop(charthop, demoCompany)
  setUpAshby(ashby, demoCompany)
  const files = await writeFiles(folder, charthop, ashby)
  // A command somebody tries beside the demo must not keep the database alive whose files go away.
  stack.defer(() => stopEmbedded(files.dataDir).catch(() => undefined))
  const app = await openApp(readConfig({ config: files.config }).config, {
    destination: { write: (line) => appendFileSync(files.log, line) },
  })
  stack.defer(() => app.close())
  const kept = stack.move()
  return {
    ...{ charthop, ashby, files, app, open: connectionNamed(app, connectionId) },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
