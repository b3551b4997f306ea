import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { ChartHop } from '../../systems/charthop/client.ts'
import type { Named, Receipt } from '../flow.ts'
import { holderOf } from './hire-desire.ts'
import { peopleByEmail } from './hire-facts.ts'
import { hireId, personIdOf } from './hire-plan.ts'

interface Placing {
  readonly type: 'HIRE' | 'MOVE'
  readonly jobId: string
  readonly date: string
  readonly otherJobId: string | null
}

interface Person {
  readonly first: string | null
  readonly last: string
  readonly email: string
  readonly phone: string | null
  readonly jobId: string
}

export async function applyHire(charthop: ChartHop, { action, input, target }: Change): Promise<Receipt> {
  if (action === 'person.create') {
    const { first, last, email, phone, jobId } = input as unknown as Person
    const { id, requestId } = await charthop.createPerson({
      last,
      email,
      ...(first && { first }),
      ...(phone && { phone }),
    })
    return { target: hireId(id!, jobId), ...(requestId && { requestId }) }
  }
  const personId = personIdOf(target!)
  const written =
    action === 'person.place'
      ? await charthop.place(placing(input, personId))
      : await setValues(charthop, action, input, personId)
  return { target: target!, ...(written.requestId && { requestId: written.requestId }) }
}

function placing(input: Json, personId: string) {
  const { type, jobId, date, otherJobId } = input as unknown as Placing
  return { type, jobId, date, personId, ...(otherJobId && { otherJobId }) }
}

function setValues(charthop: ChartHop, action: string, input: Json, personId: string) {
  const { values, jobId } = input as unknown as { values: Record<string, Json>; jobId: string }
  return action === 'person.setValues' ? charthop.updatePerson(personId, values) : charthop.updateJob(jobId, values)
}

/** A person is found by e-mail, a placement on the job itself; values are compared again by the next plan. */
export async function settleHire(
  charthop: ChartHop,
  { action, input, target }: Change,
): Promise<Receipt | 'absent' | 'unsure'> {
  if (action === 'person.create') {
    const { email, jobId } = input as unknown as Person
    const persons = (await peopleByEmail(charthop)).get(email) ?? []
    if (persons.length > 1) return 'unsure'
    return persons[0] ? { target: hireId(persons[0], jobId) } : 'absent'
  }
  if (action !== 'person.place') return 'absent'
  const { jobId } = input as unknown as Placing
  const job = await charthop.job(jobId, [])
  const isPlaced = job && holderOf(job, await charthop.placements(jobId)) === personIdOf(target!)
  return isPlaced ? { target: target! } : 'absent'
}

/** A person as ChartHop's pages have them, who is linked together with the job. */
export async function namedHire(charthop: ChartHop, { input }: Change, id: string): Promise<Named | 'absent'> {
  const { jobId } = input as unknown as Person
  return (await charthop.person(id, [])) ? { target: hireId(id, jobId) } : 'absent'
}
