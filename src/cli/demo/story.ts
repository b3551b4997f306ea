import { setTimeout as delay } from 'node:timers/promises'
import { dayFrom } from '../../sandbox/demo-company.ts'
import { nextHire } from '../../sandbox/demo-hiring.ts'
import { linksOf } from '../../store/links.ts'
import { lastRun, requestRun, type StoredRun, waitingRuns } from '../../store/runs.ts'
import type { Tally } from '../../sync/engine.ts'
import { RefusedError } from '../failures.ts'
import { runHere } from '../run-here.ts'
import { print } from '../terminal.ts'
import { connectionId } from './files.ts'
import type { DemoWorld } from './world.ts'

const patienceMs = 60_000

/** The daemon runs every connection once when it starts. */
export function firstCycle({ app }: DemoWorld, signal: AbortSignal): Promise<StoredRun> {
  const { knex } = app.database
  return until('the first cycle', signal, () => lastRun(knex, connectionId, { isFull: true }))
}

/** Both vendors are told where to send their webhooks: Ashby through its API, ChartHop by its support. */
export async function registerHooks({ open, charthop, files }: DemoWorld, url: string): Promise<void> {
  await open.connection.registerHooks?.((event) => `${url}/hooks/${connectionId}/${event}`)
  charthop.webhooks.settings.url = `${url}/hooks/${connectionId}/change?token=${files.chartHopHookToken}`
}

/** A recruiter opens an approved opening, makes an offer on it and hires: the person arrives by Ashby's webhook. */
export async function tellHire(world: DemoWorld, signal: AbortSignal): Promise<void> {
  const { ashby, charthop } = world
  const { jobId, openingId } = await recentOpening(world, 'Site Reliability Engineer')
  const ashbyJob = ashby.addJob({ title: 'Site Reliability Engineer' })
  ashby.openOpening(openingId, ashbyJob.id)
  const { name, email, startsInDays } = nextHire
  const { application } = ashby.addCandidateWithApplication({ name, email, jobId: ashbyJob.id, stage: 'Offer' })
  const startDate = dayFrom(new Date(ashby.clock.now()).toISOString().slice(0, 10), startsInDays)
  const offer = ashby.makeOffer({ applicationId: application.id, openingId, startDate })
  ashby.acceptOffer(offer.id)
  print(`In Ashby, ${name} accepts the offer for "Site Reliability Engineer" and is hired …`)
  const began = performance.now()
  ashby.hire(application.id)
  await until('the hire', signal, async () => charthop.state.jobs.get(jobId)?.now.personId)
  const view = charthop.state.jobs.get(jobId)!.now
  print(`  … and is in ChartHop after ${since(began)}: job ${jobId} is ${view.state}, starting ${startDate}.\n`)
}

/** An edit in ChartHop travels by webhook and is in Ashby a moment later. */
export async function tellEdit(world: DemoWorld, signal: AbortSignal): Promise<void> {
  const { ashby, charthop } = world
  const { jobId, openingId } = await recentOpening(world, 'Platform Engineer')
  const shown = () =>
    ashby.state.openings.get(openingId)?.latestVersion.customFields.find(({ title }) => title === 'Cost Center')?.value
  print(`In ChartHop, the cost center of "Platform Engineer" changes from ${shown()} to CC-777 …`)
  const began = performance.now()
  charthop.editJob(jobId, { costCenter: 'CC-777' })
  await until('the edit', signal, async () => shown() === 'CC-777' || undefined)
  print(`  … and on its opening in Ashby after ${since(began)}.\n`)
}

/** Nothing changed, so nothing is written. */
export async function tellIdleCycle({ app, open }: DemoWorld, signal: AbortSignal): Promise<void> {
  const { knex } = app.database
  // Webhooks of the story may still be worked on.
  await until('the runs before', signal, async () => (await waitingRuns(knex)).length === 0 || undefined)
  const { id } = await requestRun(knex, { connection: connectionId, trigger: 'request' })
  const run = await runHere(app, open, id, { dryRun: false, signal })
  const tallies = Object.values(run.flows as unknown as Readonly<Record<string, Tally>>)
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  const calls = Object.values(run.calls as Readonly<Record<string, number>>).reduce((total, count) => total + count, 0)
  print(
    `A second cycle over everything: ${sum(({ read }) => read)} records read in ${calls} calls, ${sum(({ applied }) => applied)} writes.\n`,
  )
}

async function recentOpening({ app, charthop }: DemoWorld, title: string) {
  const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === title)
  const links = await linksOf(app.database.knex, { connection: connectionId, flow: 'openings' })
  const link = job && links.get(job.id)
  if (!link) throw new RefusedError(`The first cycle made no opening for "${title}"; the log says why`)
  return { jobId: link.record, openingId: link.target }
}

async function until<T>(what: string, signal: AbortSignal, look: () => Promise<T | undefined>): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (signal.aborted) throw new RefusedError('Stopped.')
    if (Date.now() > end)
      throw new RefusedError(`Waited ${patienceMs / 1_000} s for ${what}; the log says why it did not come`)
    await delay(10)
  }
}

function since(began: number): string {
  return `${Math.round(performance.now() - began)} ms`
}
