import { startAshbySandbox } from '../systems/ashby/sandbox.ts'
import { SANDBOX_TOKEN, startChartHopSandbox } from '../systems/charthop/sandbox.ts'
import { startCrosschqSandbox } from '../systems/crosschq/sandbox.ts'
import { startLeverSandbox } from '../systems/lever/sandbox.ts'
import { startSmartRecruitersSandbox } from '../systems/smartrecruiters/sandbox.ts'
import { startWilloSandbox } from '../systems/willo/sandbox.ts'
import { setUpVendors } from './demo/vendors.ts'
import { aborted, stopSignal } from './signals.ts'
import { printJson, tell } from './terminal.ts'

const ports = { charthop: 4701, ashby: 4702, crosschq: 4703, willo: 4704, lever: 4705, smartrecruiters: 4706 } as const
const ashbyKey = 'ashby-sandbox-key'

/** The vendors on this machine, for whoever wants to try things against them. What they are told is gone when they end. */
export async function sandbox({ empty }: { readonly empty?: boolean }): Promise<number> {
  const signal = stopSignal(() => {})
  await using charthop = await startChartHopSandbox({ port: ports.charthop, keepCalls: false })
  await using ashby = await startAshbySandbox({ port: ports.ashby, keepCalls: false })
  await using crosschq = await startCrosschqSandbox({ port: ports.crosschq, keepCalls: false })
  await using willo = await startWilloSandbox({ port: ports.willo, keepCalls: false })
  await using lever = await startLeverSandbox({ port: ports.lever, keepCalls: false })
  await using smartrecruiters = await startSmartRecruitersSandbox({ port: ports.smartrecruiters, keepCalls: false })
  const accounts = { references: crosschq, 'references-lever': crosschq, 'references-sr': crosschq }
  if (!empty) setUpVendors({ charthop, ashby, lever, smartrecruiters, willo, crosschq: accounts })
  // The form of a connection's blocks in the config file.
  printJson({
    charthop: { baseUrl: charthop.url, org: charthop.org.slug, token: SANDBOX_TOKEN },
    ashby: { baseUrl: ashby.url, apiKey: ashbyKey },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token },
    willo: { baseUrl: willo.url, apiKey: willo.key },
    lever: { baseUrl: lever.url, apiKey: lever.key, performAs: lever.userId },
    smartrecruiters: { baseUrl: smartrecruiters.url, auth: { type: 'apiKey', key: smartrecruiters.apiKey } },
  })
  tell('Sandboxes of ChartHop, Ashby, Crosschq, Willo, Lever and SmartRecruiters; Ctrl-C ends them.')
  await aborted(signal)
  return 0
}
