import { demoInterview } from '../../sandbox/demo-arrivals.ts'
import { loadRecords } from '../../store/records.ts'
import { print } from '../terminal.ts'
import type { Pace } from './pace.ts'
import type { DemoWorld } from './world.ts'

/** A candidate arrives at a stage, is invited, answers, and the recruiter finds a note. */
export async function tellInterview({ ashby, willo, people }: DemoWorld, pace: Pace): Promise<void> {
  const { name, email, applicationId, candidateId } = people.invited
  print(`In Ashby, ${name} is moved to the stage Interview …`)
  ashby.moveToStage(applicationId, 'Interview')
  const invited = await pace.until('interviews', 'the invitation', () =>
    [...willo.state.participants.values()].find((participant) => participant.email === email),
  )
  print(`  … and has an invitation to the Willo interview "${demoInterview}" ${invited.when}.`)
  willo.complete(invited.found.key)
  const noted = await pace.until('interviews', 'the note', () =>
    [...ashby.state.notes.all()].find((note) => note.candidateId === candidateId),
  )
  print(`  The interview is answered; ${noted.when} the candidate has a note in Ashby:`)
  print(`    ${textOf(noted.found.content)}\n`)
}

/** What cannot be done waits where people see it. */
export async function tellWaiting({ ashby, app, people }: DemoWorld, pace: Pace): Promise<void> {
  const { name, applicationId } = people.unreachable
  print(`${name} is moved there too, but has no e-mail address …`)
  ashby.moveToStage(applicationId, 'Interview')
  const place = { connection: 'interviews', flow: 'invitations' }
  const { found, when } = await pace.until('interviews', 'the record', async () => {
    const record = (await loadRecords(app.database.knex, place, [applicationId])).get(applicationId)
    return record?.state === 'attention' ? record : undefined
  })
  print(`  … and is shown by "status" ${when}: ${found.reason}, ${found.message}\n`)
}

function textOf(html: string): string {
  return html.replace(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2 ($1)').replaceAll(/<[^>]*>/g, '')
}
