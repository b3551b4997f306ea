import { demoCompany } from '../sandbox/demo-company.ts'
import { startAshbySandbox } from '../systems/ashby/sandbox.ts'
import { SANDBOX_TOKEN, startChartHopSandbox } from '../systems/charthop/sandbox.ts'
import { startCrosschqSandbox } from '../systems/crosschq/sandbox.ts'
import { startWilloSandbox } from '../systems/willo/sandbox.ts'
import { setUpAshby } from './demo/ashby.ts'
import { setUpChartHop } from './demo/charthop.ts'
import { aborted, stopSignal } from './signals.ts'
import { printJson, tell } from './terminal.ts'

const ports = { charthop: 4701, ashby: 4702, crosschq: 4703, willo: 4704 } as const
const ashbyKey = 'ashby-sandbox-key'

/** The vendors on this machine, for whoever wants to try things against them. What they are told is gone when they end. */
export async function sandbox({ empty }: { readonly empty?: boolean }): Promise<number> {
  const signal = stopSignal(() => {})
  await using charthop = await startChartHopSandbox({ port: ports.charthop, keepCalls: false })
  await using ashby = await startAshbySandbox({ port: ports.ashby, keepCalls: false })
  await using crosschq = await startCrosschqSandbox({ port: ports.crosschq, keepCalls: false })
  await using willo = await startWilloSandbox({ port: ports.willo, keepCalls: false })
  if (!empty) {
    setUpChartHop(charthop, demoCompany)
    setUpAshby(ashby, demoCompany)
  }
  // The form of a connection's blocks in the config file.
  printJson({
    charthop: { baseUrl: charthop.url, org: charthop.org.slug, token: SANDBOX_TOKEN },
    ashby: { baseUrl: ashby.url, apiKey: ashbyKey },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token },
    willo: { baseUrl: willo.url, apiKey: willo.key },
  })
  tell('Sandboxes of ChartHop, Ashby, Crosschq and Willo; Ctrl-C ends them.')
  await aborted(signal)
  return 0
}
