import { print } from '../terminal.ts'
import { answerAll, calledOff, requestFor } from './crosschq.ts'
import type { Pace } from './pace.ts'
import { type SmartRecruitersArrived, standingAt } from './smartrecruiters.ts'
import type { DemoWorld } from './world.ts'

const CONNECTION = 'references-sr'

/** From the step in SmartRecruiters to the report as a note and as a file. */
export async function tellSmartRecruiters(world: DemoWorld, pace: Pace): Promise<void> {
  const { reported } = world.people.smartrecruiters
  const request = await comeToStep(world, reported, pace)
  print(`  … and Crosschq asks for references ${request.when}, in the name of ${request.found.requestor}.`)
  answerAll(world.crosschq[CONNECTION], request.found.id)
  const report = await pace.until(CONNECTION, 'the report', () => reportOf(world, reported))
  const { note, file } = report.found
  print(`  The references have answered; ${report.when} the candidate has a note in SmartRecruiters:`)
  for (const line of note.content.split('\n').slice(0, 3)) print(`    | ${line}`)
  print(`    and the attachment "${file.name}" (${file.bytes.length} bytes).\n`)
}

/** Rejected in SmartRecruiters: Crosschq need not ask any further. */
export async function tellSmartRecruitersRejection(world: DemoWorld, pace: Pace): Promise<void> {
  const { smartrecruiters, people } = world
  const { rejected } = people.smartrecruiters
  const request = await comeToStep(world, rejected, pace)
  print(`  … and Crosschq asks for references ${request.when}. Then the candidate is rejected …`)
  smartrecruiters.reject(rejected.candidateId, rejected.jobId)
  const { found, when } = await pace.until(CONNECTION, 'the cancellation', () =>
    calledOff(world.crosschq[CONNECTION], request.found.id),
  )
  print(`  … and ${when} the request is ${found.state}, the candidate ${found.hiringStatus} in Crosschq.`)
  print(
    '  (An API key stands in this config. With auth: { type: oauth } an administrator allows access in a browser:\n' +
      '   GET /oauth/references-sr/start leads to the page where that is done.)\n',
  )
}

function comeToStep(world: DemoWorld, { name, email, candidateId, jobId }: SmartRecruitersArrived, pace: Pace) {
  print(`In SmartRecruiters, ${name} comes to the step Crosschq, on a job whose "Crosschq tag" is engineering …`)
  world.smartrecruiters.move(candidateId, jobId, standingAt('Crosschq'))
  return pace.until(CONNECTION, 'the request', () => requestFor(world.crosschq[CONNECTION], { email }))
}

function reportOf({ smartrecruiters: { state } }: DemoWorld, { candidateId }: SmartRecruitersArrived) {
  const note = [...state.messages.values()].find(({ candidateIds }) => candidateIds.includes(candidateId))
  const file = [...state.attachments.values()].find((each) => each.candidateId === candidateId)
  return note && file && { note, file }
}
