import type { ChartHop } from '../../systems/charthop/client.ts'
import type { Systems } from './collections.ts'
import { type DesiredHire, type HireContext, type HireFacts, type HireSource, hireOf } from './hire.ts'
import { holderOf } from './hire-desire.ts'
import { type ActualHire, hireId, personIdOf } from './hire-plan.ts'

/** Looks only at what can be a hire; a company's past hires cost nothing. */
export async function gatherFacts(
  { ashby, charthop }: Systems,
  source: HireSource,
  context: HireContext,
): Promise<HireSource> {
  const hire = hireOf(source, context)
  if ('type' in hire) return source
  const candidate = await ashby.candidate(source.row.candidateId)
  if (source.acknowledged !== undefined) {
    const { jobId, startDate } = source.acknowledged as DesiredHire
    const isMoved = hire.startDate !== startDate
    const placements = isMoved ? await charthop.placements(jobId) : []
    return { ...source, facts: { candidate, job: undefined, placements, persons: [] } }
  }
  const job = await charthop.job(hire.jobId, codesOf(context, 'job'))
  const placements = job ? await charthop.placements(hire.jobId) : []
  const emails = new Set(
    (candidate?.emails ?? []).concat(candidate?.email ?? []).map((email) => email.trim().toLowerCase()),
  )
  const persons = source.link ? [personIdOf(source.link.target)] : await personsWith(emails, context)
  return { ...source, facts: { candidate, job, placements, persons } satisfies HireFacts }
}

async function personsWith(emails: ReadonlySet<string>, context: HireContext): Promise<string[]> {
  const persons = new Set<string>()
  for (const email of emails) for (const id of await context.peopleWith(email)) persons.add(id)
  return [...persons].sort()
}

/** ChartHop can be asked for an e-mail only in a URL, where none may stand; so everybody is listed and matched here. */
export async function peopleByEmail(charthop: ChartHop): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = new Map<string, string[]>()
  for await (const { rows } of charthop.people()) {
    for (const { id, emails } of rows)
      for (const email of new Set(emails)) ids.set(email, [...(ids.get(email) ?? []), id])
  }
  return ids
}

/** What ChartHop has of a hire now. */
export async function actualHire(
  charthop: ChartHop,
  personId: string,
  jobId: string,
  context: HireContext,
): Promise<ActualHire | undefined> {
  const person = await charthop.person(personId, codesOf(context, 'person'))
  if (!person) return undefined
  const job = await charthop.job(jobId, codesOf(context, 'job'))
  const isPlaced = job !== undefined && holderOf(job, job.personId ? [] : await charthop.placements(jobId)) === personId
  const isElsewhere = person.jobId !== undefined && person.jobId !== jobId
  return {
    id: hireId(personId, jobId),
    personId,
    isPlaced,
    ...(isElsewhere && { otherJobId: person.jobId! }),
    custom: { person: person.custom, job: job?.custom ?? {} },
  }
}

function codesOf({ fields }: HireContext, holder: 'person' | 'job'): string[] {
  return fields.filter((one) => one.holder === holder).map(({ field }) => field.code)
}
