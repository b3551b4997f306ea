import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type App, openApp } from '../../app.ts'
import { stopEmbedded } from '../../store/embedded.ts'
import { startAshbySandbox } from '../../systems/ashby/sandbox.ts'
import { startChartHopSandbox } from '../../systems/charthop/sandbox.ts'
import { startCrosschqSandbox } from '../../systems/crosschq/sandbox.ts'
import { startLeverSandbox } from '../../systems/lever/sandbox.ts'
import { startSmartRecruitersSandbox } from '../../systems/smartrecruiters/sandbox.ts'
import { startWilloSandbox } from '../../systems/willo/sandbox.ts'
import { readConfig } from '../open.ts'
import type { DemoOptions } from './config-text.ts'
import { type DemoFiles, writeFiles } from './files.ts'
import { type People, setUpVendors, type Vendors } from './vendors.ts'

/** The vendors with the company in them, and Hirewire between them as an admin would have set it up. */
export interface DemoWorld extends Vendors, AsyncDisposable {
  readonly people: People
  readonly files: DemoFiles
  readonly app: App
}

/** Leaves nothing behind when disposed: no process, no port, no file. */
export async function demoWorld(options: DemoOptions = {}): Promise<DemoWorld> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-demo-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const { keepCalls = false } = options
  const account = async () => stack.use(await startCrosschqSandbox({ keepCalls }))
  const vendors: Vendors = {
    charthop: stack.use(await startChartHopSandbox({ keepCalls })),
    ashby: stack.use(await startAshbySandbox({ keepCalls })),
    // Lever and SmartRecruiters take ten calls a second; nobody watches a demo for that.
    lever: stack.use(await startLeverSandbox({ rate: 'none', keepCalls })),
    smartrecruiters: stack.use(await startSmartRecruitersSandbox({ limits: undefined, keepCalls })),
    willo: stack.use(await startWilloSandbox({ keepCalls })),
    crosschq: { references: await account(), 'references-lever': await account(), 'references-sr': await account() },
  }
  const { people, interview } = setUpVendors(vendors)
  const files = await writeFiles(folder, vendors, { interview, ...options })
  // A command somebody tries beside the demo must not keep the database alive whose files go away.
  stack.defer(() => stopEmbedded(files.dataDir).catch(() => undefined))
  const app = await openApp(readConfig({ config: files.config }).config, {
    destination: { write: (line) => appendFileSync(files.log, line) },
  })
  stack.defer(() => app.close())
  const kept = stack.move()
  return { ...vendors, people, files, app, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
