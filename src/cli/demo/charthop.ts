import { customValues, type DemoCompany, dayFrom } from '../../sandbox/demo-company.ts'
import { formerContractor } from '../../sandbox/demo-hiring.ts'
import type { DemoJob } from '../../sandbox/demo-jobs.ts'
import type { ChartHopSandbox } from '../../systems/charthop/sandbox.ts'

/** Enters the company into ChartHop as its people would; the answer is the id of each job, by title. */
export function setUpChartHop(charthop: ChartHopSandbox, company: DemoCompany): ReadonlyMap<string, string> {
  const today = new Date(charthop.clock.now()).toISOString().slice(0, 10)
  for (const name of company.departments) charthop.addGroup('DEPARTMENT', name)
  for (const name of company.locations) charthop.addGroup('LOCATION', name)
  for (const field of company.fields) charthop.addField({ entityType: 'JOB', ...field })
  charthop.addPerson(formerContractor)
  return new Map(company.jobs.map((job, at) => [job.title, addJob(charthop, job, at, today)]))
}

function addJob(charthop: ChartHopSandbox, job: DemoJob, at: number, today: string): string {
  const { title, department, location, recruit, req, employment = 'FULL', state } = job
  const { id } = charthop.addJob({
    ...{ title, department, location, recruit, req, employment },
    description: `${title} in ${department}, ${location}.`,
    createDate: dayFrom(today, -60 - at),
    startDatePlanned: dayFrom(today, 30 + (at % 6) * 15),
    custom: customValues(job, at, today),
  })
  if (state === 'filled') charthop.fillJob(id, holder(title, at), dayFrom(today, -40))
  if (state === 'announced') charthop.fillJob(id, holder(title, at), dayFrom(today, 25))
  if (state === 'deleted') charthop.deleteJob(id, dayFrom(today, -1))
  return id
}

const names = ['Ada Byron', 'Grace Murray', 'Katherine Coleman', 'Hedy Kiesler', 'Radia Perl', 'Barbara Huber'] as const

function holder(title: string, at: number) {
  const [first = '', last = ''] = names[at % names.length]!.split(' ')
  return { first, last, workEmail: `${title.toLowerCase().replaceAll(' ', '.')}@acme.example.com` }
}
