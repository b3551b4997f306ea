import { linksOf } from '../../store/links.ts'
import type { StoredRun } from '../../store/runs.ts'
import { summarise } from '../summary.ts'
import { renderSummary } from '../summary-text.ts'
import { print } from '../terminal.ts'
import type { DemoWorld } from './world.ts'

/** What the first cycle of a connection made, counted; of openings and hires with examples. */
export async function tellFirstCycle(world: DemoWorld, run: StoredRun): Promise<void> {
  const summary = await summarise(world.app, run)
  print(renderSummary(summary, { config: world.files.config }))
  if (run.connection === 'headcount') await tellExamples(world)
  else print('')
}

export function tellSilence(): void {
  print(
    "No reference check and no invitation was sent: in a first cycle, whoever stands in a trigger's stage already is the past.\n",
  )
}

async function tellExamples(world: DemoWorld): Promise<void> {
  const openings = await linked(world, 'openings')
  const created = openings.filter(({ origin }) => origin === 'created')
  const hires = await linked(world, 'hires')
  print(
    [
      '',
      `Of ${world.charthop.state.jobs.size} ChartHop jobs, ${openings.length} are recruited for: ${created.length} openings were made`,
      `(Approved: recruiters open them), ${openings.length - created.length} that recruiters had made by hand were linked. ${hires.length} hires arrived.`,
      ...created.slice(0, 3).flatMap((link) => exampleOpening(world, link)),
      ...hires.slice(0, 3).map((link) => exampleHire(world, link.target)),
      '',
    ].join('\n'),
  )
}

async function linked({ app }: DemoWorld, flow: string) {
  return [...(await linksOf(app.database.knex, { connection: 'headcount', flow })).values()]
}

function exampleOpening(
  { ashby }: DemoWorld,
  { record, target }: { readonly record: string; readonly target: string },
) {
  const opening = ashby.state.openings.get(target)
  if (!opening) return []
  const { latestVersion, openingState } = opening
  const fields = latestVersion.customFields.slice(0, 4).map(({ title, value }) => `${title} ${JSON.stringify(value)}`)
  return [
    `  job ${record} -> opening "${latestVersion.identifier}", ${openingState}`,
    `    with ${latestVersion.customFields.length} custom fields: ${fields.join(', ')}, …`,
  ]
}

/** A hire's target names the person and the job. */
function exampleHire({ charthop }: DemoWorld, target: string): string {
  const [person = '', job = ''] = target.split('@')
  const { first = '', last = '' } = charthop.state.persons.get(person)?.now.name ?? {}
  const view = charthop.state.jobs.get(job)?.now
  return `  hire -> ${first} ${last} in ChartHop, ${view?.values.title}, state ${view?.state}`
}
