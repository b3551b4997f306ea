import { refuseUnless } from './counts.ts'
import type { DatabaseServer } from './database.ts'
import type { InterviewVendors } from './interview-vendors-process.ts'
import { type Remote, startProcess } from './process.ts'
import { openWorld, type World } from './world.ts'

/** Ashby's applications, a tenth of them in a stage that invites to an interview in Willo. */
export interface Interviews extends World {
  readonly applications: number
  readonly vendors: Remote<InterviewVendors>
}

export interface InterviewsOptions {
  /** Whether the first synchronisation is over. */
  readonly isFilled: boolean
  /** Ashby's own; less makes a short list a long chain. */
  readonly pageSize?: number
}

export async function createInterviews(
  server: DatabaseServer,
  applications: number,
  { isFilled, pageSize = 100 }: InterviewsOptions,
): Promise<Interviews> {
  const sizes = [applications, pageSize].map(String)
  const vendors = await startProcess<InterviewVendors>('./interview-vendors-process.ts', sizes)
  const { willo, willoKey, ashby } = await vendors.addresses()
  const world = await openWorld(server, {
    vendors,
    mapping: await mappingFor(vendors),
    connection: (rate) => ({
      // The plan with the longest interval: ticks come between the cycles that are measured as rarely as they may.
      ...{ id: 'interviews', connector: 'willo-ashby', plan: 'launch' },
      willo: { baseUrl: willo, apiKey: willoKey, webhookToken: 'bench-webhook-token', rate },
      ashby: { baseUrl: ashby, apiKey: 'ashby-sandbox-key', webhookSecret: 'bench-webhook-secret', rate },
    }),
    ...(isFilled && {
      fill: async () => refuseUnless((await vendors.invited()) === 0, 'the first synchronisation invited somebody'),
    }),
  })
  return { ...world, applications, vendors }
}

async function mappingFor(vendors: Remote<InterviewVendors>): Promise<string> {
  const triggers = (await vendors.jobTitles()).map((job) => `      - { job: ${job}, stage: Interview }\n`)
  return `version: 1\ninterviews:\n  - interview: ${await vendors.interview()}\n    triggers:\n${triggers.join('')}`
}
