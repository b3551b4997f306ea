import { print } from '../terminal.ts'
import { answerAll, requestFor } from './crosschq.ts'
import { stageCalled } from './lever.ts'
import type { Pace } from './pace.ts'
import type { DemoWorld } from './world.ts'

const CONNECTION = 'references-lever'

/** From the move in Lever to the report on the opportunity, and the hire in both. */
export async function tellLever({ lever, crosschq: accounts, people }: DemoWorld, pace: Pace): Promise<void> {
  const crosschq = accounts[CONNECTION]
  const { name, email, opportunityId } = people.lever.hired
  print(`In Lever, ${name}, on a posting with the tag "sales", is moved to the stage Reference check …`)
  lever.move(opportunityId, stageCalled(lever, 'Reference check'))
  const request = await pace.until(CONNECTION, 'the request', () => requestFor(crosschq, { email }))
  const { id, requestor } = request.found
  print(`  … and Crosschq asks for references ${request.when}, in the name of ${requestor}.`)
  answerAll(crosschq, id)
  const report = await pace.until(CONNECTION, 'the link to the report', () => linksOf(lever, opportunityId)[0])
  print(`  The references have answered; ${report.when} the opportunity has a link to the report (${report.found}).`)
  lever.hire(opportunityId)
  const hired = await pace.until(CONNECTION, 'the hire', () => {
    const status = crosschq.state.requests.get(id)?.hiringStatus
    return status === 'hired' ? status : undefined
  })
  print(`  ${name} is hired in Lever, and ${hired.when} ${hired.found} in Crosschq.\n`)
}

function linksOf({ state }: DemoWorld['lever'], opportunityId: string): readonly string[] {
  const contact = state.opportunities.get(opportunityId)?.contactId ?? ''
  return state.contacts.get(contact)?.links ?? []
}
