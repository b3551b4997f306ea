import { demoCompany } from '../../sandbox/demo-company.ts'
import type { AshbySandbox } from '../../systems/ashby/sandbox.ts'
import type { ChartHopSandbox } from '../../systems/charthop/sandbox.ts'
import type { CrosschqSandbox } from '../../systems/crosschq/sandbox.ts'
import type { LeverSandbox } from '../../systems/lever/sandbox.ts'
import type { SmartRecruitersSandbox } from '../../systems/smartrecruiters/sandbox.ts'
import type { WilloSandbox } from '../../systems/willo/sandbox.ts'
import { setUpArrivals, setUpWillo } from './arrivals.ts'
import { setUpAshby } from './ashby.ts'
import { setUpChartHop } from './charthop.ts'
import { setUpCrosschq } from './crosschq.ts'
import { setUpLever } from './lever.ts'
import { setUpSmartRecruiters } from './smartrecruiters.ts'

export interface Vendors {
  readonly charthop: ChartHopSandbox
  readonly ashby: AshbySandbox
  readonly lever: LeverSandbox
  readonly smartrecruiters: SmartRecruitersSandbox
  readonly willo: WilloSandbox
  /** By connection an account of its own: in each there is one address for webhooks. */
  readonly crosschq: Readonly<Record<'references' | 'references-lever' | 'references-sr', CrosschqSandbox>>
}

/** The same company in all of them. */
export function setUpVendors({ charthop, ashby, lever, smartrecruiters, willo, crosschq }: Vendors) {
  setUpChartHop(charthop, demoCompany)
  setUpAshby(ashby, demoCompany)
  for (const account of Object.values(crosschq)) setUpCrosschq(account)
  const people = {
    ...setUpArrivals(ashby),
    lever: setUpLever(lever),
    smartrecruiters: setUpSmartRecruiters(smartrecruiters),
  }
  return { people, ...setUpWillo(willo) }
}

export type People = ReturnType<typeof setUpVendors>['people']
