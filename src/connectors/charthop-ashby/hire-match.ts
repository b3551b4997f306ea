import type { ChartHop } from '../../systems/charthop/client.ts'
import type { Found } from '../flow.ts'
import type { DesiredHire, HireContext, HireSource } from './hire.ts'
import { actualHire } from './hire-facts.ts'
import { type ActualHire, personIdOf } from './hire-plan.ts'
import { attention, skip } from './skips.ts'

/** By link, else by e-mail. One run makes nobody twice, and one hire is written for one application. */
export async function findHire(
  charthop: ChartHop,
  source: HireSource,
  desired: DesiredHire,
  context: HireContext,
): Promise<Found<ActualHire>> {
  const { link, facts } = source
  const personId = link ? personIdOf(link.target) : facts?.persons[0]
  if (personId) {
    const actual = await actualHire(charthop, personId, desired.jobId, context)
    const writtenFor = actual && context.written.get(actual.id)
    if (!link && writtenFor) return taken(writtenFor, personId, desired.jobId)
    if (actual) return { type: 'object', id: actual.id, actual, origin: link ? 'linked' : 'adopted' }
    return attention('person_gone', `person ${personId} no longer exists in ChartHop; nothing is made again`)
  }
  const claimedBy = context.claims.get(desired.email)
  if (claimedBy && claimedBy !== source.id) {
    return skip('same_person', `application ${claimedBy} is making this person in the same run`, 'nextRun')
  }
  context.claims.set(desired.email, source.id)
  return { type: 'none' }
}

/** The same person, the same job, another application: one of the two is not true any more, and only people know which. */
function taken(application: string, personId: string, jobId: string): Found<ActualHire> {
  return attention(
    'hire_taken',
    `person ${personId} was hired into ChartHop job ${jobId} for application ${application} already; nothing was written`,
  )
}
