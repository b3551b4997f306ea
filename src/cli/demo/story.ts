import { dayFrom } from '../../sandbox/demo-company.ts'
import { nextHire } from '../../sandbox/demo-hiring.ts'
import { linksOf } from '../../store/links.ts'
import { lastRun, type StoredRun, waitingRuns } from '../../store/runs.ts'
import type { Tally } from '../../sync/engine.ts'
import { RefusedError } from '../failures.ts'
import { print } from '../terminal.ts'
import { switchOnLeverWebhooks } from './lever.ts'
import type { ConnectionName } from './mappings.ts'
import { runCycle, since, until } from './pace.ts'
import type { DemoWorld } from './world.ts'

/** The daemon runs every connection once when it starts. */
export function firstCycle({ app }: DemoWorld, connection: ConnectionName, signal: AbortSignal): Promise<StoredRun> {
  const { knex } = app.database
  return until('the first cycle', signal, () => lastRun(knex, connection, { isFull: true }))
}

/** The vendors are told where to send webhooks: Ashby, Willo and SmartRecruiters through their APIs, the others as on their pages. */
export async function registerHooks({ app, charthop, lever, crosschq, files }: DemoWorld, url: string): Promise<void> {
  for (const { config, connection } of app.connections.values())
    await connection.registerHooks?.((event) => `${url}/hooks/${config.id}/${event}`)
  charthop.webhooks.settings.url = `${url}/hooks/headcount/change?token=${files.chartHopHookToken}`
  switchOnLeverWebhooks(lever)
  for (const [id, { webhooks }] of Object.entries(crosschq))
    webhooks.settings.url = `${url}/hooks/${id}/reference-request`
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
export async function tellIdleCycle(
  world: DemoWorld,
  connections: readonly ConnectionName[],
  signal: AbortSignal,
): Promise<void> {
  const { knex } = world.app.database
  // Webhooks of the story may still be worked on.
  await until('the runs before', signal, async () => (await waitingRuns(knex)).length === 0 || undefined)
  const runs: StoredRun[] = []
  for (const connection of connections) runs.push(await runCycle(world, connection, signal))
  const tallies = runs.flatMap(({ flows }) => Object.values(flows as unknown as Readonly<Record<string, Tally>>))
  const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0)
  const counts = runs.flatMap(({ calls }) => Object.values(calls as Readonly<Record<string, number>>))
  const calls = counts.reduce((total, count) => total + count, 0)
  print(
    `A second cycle over everything: ${sum(({ read }) => read)} records read in ${calls} calls, ${sum(({ applied }) => applied)} writes.\n`,
  )
}

async function recentOpening({ app, charthop }: DemoWorld, title: string) {
  const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === title)
  const links = await linksOf(app.database.knex, { connection: 'headcount', flow: 'openings' })
  const link = job && links.get(job.id)
  if (!link) throw new RefusedError(`The first cycle made no opening for "${title}"; the log says why`)
  return { jobId: link.record, openingId: link.target }
}
