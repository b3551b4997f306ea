import { mapping } from './company.ts'
import type { DatabaseServer } from './database.ts'
import type { HeadcountVendors } from './headcount-vendors-process.ts'
import { type Remote, startProcess } from './process.ts'
import { openWorld, type World } from './world.ts'

/** A company in ChartHop and Ashby: every job has its opening, filled in. */
export interface Headcount extends World {
  readonly jobs: number
  readonly vendors: Remote<HeadcountVendors>
}

/** Where no tick may come between, `schedule` says so. */
export async function createHeadcount(
  server: DatabaseServer,
  jobs: number,
  { schedule }: { readonly schedule?: string } = {},
): Promise<Headcount> {
  const vendors = await startProcess<HeadcountVendors>('./headcount-vendors-process.ts', [String(jobs)])
  const { charthop, ashby, org, token } = await vendors.addresses()
  const world = await openWorld(server, {
    ...{ vendors, mapping },
    connection: (rate) => ({
      ...{ id: 'headcount', connector: 'charthop-ashby', ...(schedule && { schedule }) },
      charthop: { baseUrl: charthop, org, token, webhookToken: 'bench-webhook-token', rate },
      ashby: { baseUrl: ashby, apiKey: 'ashby-sandbox-key', rate },
    }),
    fill: () => refuseUnlessFilled(vendors),
  })
  return { ...world, jobs, vendors }
}

async function refuseUnlessFilled(vendors: Remote<HeadcountVendors>): Promise<void> {
  const { count, filled, jobs } = await vendors.openings()
  if (count !== jobs || filled !== jobs) throw new Error(`${jobs} jobs, ${count} openings, ${filled} of them filled in`)
}
