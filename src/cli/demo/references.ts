import { RefusedError } from '../failures.ts'
import { print } from '../terminal.ts'
import type { Arrived } from './arrivals.ts'
import { answerAll, calledOff, requestFor } from './crosschq.ts'
import { type Pace, since } from './pace.ts'
import type { DemoWorld } from './world.ts'

/** A reference check from the start to the report: by the tile where the daemon can be called, else by its trigger. */
export async function tellReferences(world: DemoWorld, pace: Pace, partnerUrl?: string): Promise<void> {
  const { asked } = world.people
  const request = await start(world, asked, pace, partnerUrl)
  print(`  … and Crosschq asks for references ${request.when}, in the name of ${request.found.requestor}.`)
  answerAll(world.crosschq.references, request.found.id)
  const report = await pace.until('references', 'the report', () => reportOf(world, asked))
  print(`  The references have answered; ${report.when} Ashby shows ${shown(world, asked)},`)
  print(`    and among the candidate's files "${report.found.name}" (${report.found.bytes?.length} bytes).\n`)
}

/** Archived in Ashby: Crosschq need not ask any further. */
export async function tellRejection(world: DemoWorld, pace: Pace): Promise<void> {
  const { ashby, crosschq, people } = world
  const request = await start(world, people.rejected, pace)
  print(`  … and Crosschq asks for references ${request.when}. Then the application is archived …`)
  ashby.archiveApplication(people.rejected.applicationId)
  const { found, when } = await pace.until('references', 'the cancellation', () =>
    calledOff(crosschq.references, request.found.id),
  )
  print(`  … and ${when} the request is ${found.state}, the candidate ${found.hiringStatus} in Crosschq.\n`)
}

async function start(world: DemoWorld, who: Arrived, pace: Pace, partnerUrl?: string) {
  const { ashby, crosschq } = world
  const request = () => requestFor(crosschq.references, who)
  if (partnerUrl) return { ...(await press(world, who, partnerUrl)), found: request()! }
  print(`In Ashby, ${who.name} is moved to the stage Reference Check …`)
  ashby.moveToStage(who.applicationId, 'Reference Check')
  return pace.until('references', 'the request', request)
}

/** As on a candidate's page: the button waits for our answer. */
async function press({ ashby, files }: DemoWorld, { name, applicationId }: Arrived, partnerUrl: string) {
  print(`In Ashby, a recruiter adds the assessment "Sales references" to ${name} and presses Start …`)
  const began = performance.now()
  const tile = ashby.partner({ baseUrl: partnerUrl, key: files.partnerKey })
  const { status } = await tile.startAssessment({ applicationId, assessmentTypeId: 'sales' })
  if (status !== 200) throw new RefusedError(`The start was answered ${status}; the log says why`)
  return { when: `after ${since(began)}` }
}

function reportOf({ ashby }: DemoWorld, { candidateId }: Arrived) {
  return [...ashby.state.files.all()].find((file) => file.candidateId === candidateId && file.bytes)
}

/** With a tile the assessment tells the result, without one a note does. */
function shown({ ashby }: DemoWorld, { applicationId }: Arrived): string {
  const assessment = [...ashby.state.assessments.all()].find((one) => one.applicationId === applicationId)
  return assessment?.result ? `the assessment as COMPLETE, score ${assessment.result.value}` : 'a note with the link'
}
