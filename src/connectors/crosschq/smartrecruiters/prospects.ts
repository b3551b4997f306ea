import { FatalError } from '../../../lib/errors.ts'
import type { Prospect } from '../../../systems/crosschq/prospect-schema.ts'
import type { SmartRecruitersCandidate } from '../../../systems/smartrecruiters/candidate-schema.ts'
import type { CandidateSource } from '../../../systems/smartrecruiters/candidates.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import type { SmartRecruitersExport } from '../export-config.ts'
import type { KnownPerson, ProspectPlace, ProspectPort } from '../prospect-port.ts'

/** A prospect becomes a candidate with a source of the company's own, on each of the jobs or in the talent pool (S27–S29). */
export function smartRecruitersProspects(client: SmartRecruiters, rules: SmartRecruitersExport): ProspectPort {
  const { tags, jobs } = rules
  const source = { typeId: rules.sourceType ?? '', id: rules.sourceId ?? '' }
  const look = async (id: string) => {
    const candidate = await client.candidate(id)
    return candidate && knownPerson(candidate)
  }
  return {
    marks: { source: `${source.typeId} / ${source.id}`, tags, jobs },
    needs: ['firstName', 'lastName', 'email'],
    validate: () => validate(client, source, jobs),
    async find(email) {
      const found = await client.candidatesWithEmail(email)
      // A list does not tell sources, and only of one person would they be asked for.
      const [only] = found.length === 1 ? [await look(found[0]!.id)] : []
      return only ? [only] : found.map(knownPerson)
    },
    look,
    create: (prospect, place) => create(client, { source, tags }, prospect, place),
    madeSince: (prospect, place) => madeSince(client, prospect, place),
    async addTags(target, added) {
      return { ...(await client.addTags(target, added)), target }
    },
    async addSource(target, job) {
      return { ...(await client.setSource(target, job, source)), target }
    },
  }
}

/** Before anybody is made: whoever comes without the source passes for one who came by the API. */
async function validate(client: SmartRecruiters, source: CandidateSource, jobs: readonly string[]) {
  try {
    return (await sourceProblem(client, source)) ?? (await jobProblem(client, jobs))
  } catch (error) {
    if (!(error instanceof FatalError) || error.facts.permission !== 'configuration_read') throw error
    return `SmartRecruiters does not let us read "Company Settings" (${error.facts.permission}), so nobody can tell whether the source of export exists; grant it, then the export goes on by itself`
  }
}

async function sourceProblem(client: SmartRecruiters, { typeId, id }: CandidateSource): Promise<string | undefined> {
  const types = await client.sourceTypes()
  if (!types.some((type) => type.id === typeId)) {
    const known = types.map((type) => type.id).join(', ') || 'none'
    return `export.sourceType: SmartRecruiters has no source type "${typeId}" (it has ${known}), so nobody is exported`
  }
  if (await client.source(typeId, id)) return undefined
  return `export.sourceId: SmartRecruiters has no source "${id}" of the type "${typeId}" (any more), so nobody is exported; look at Settings > Custom Candidate Sources`
}

async function jobProblem(client: SmartRecruiters, jobs: readonly string[]): Promise<string | undefined> {
  for (const job of jobs) {
    if (!(await client.job(job)))
      return `export.jobs: SmartRecruiters has no job ${job} (any more), so nobody is exported`
  }
  return undefined
}

/** What an application's source reads where nobody gave it one. */
const NO_SOURCE = 'API'

/** A source can only be replaced, so one that says where the person came from stays. */
function knownPerson({ id, tags, applications }: SmartRecruitersCandidate): KnownPerson {
  const unsourced = applications.filter(({ source }) => source === undefined || source === NO_SOURCE)
  return { id, targets: [id], tags, unsourced: unsourced.map(({ jobId }) => jobId) }
}

async function create(
  client: SmartRecruiters,
  marks: { readonly source: CandidateSource; readonly tags: readonly string[] },
  { firstName = '', lastName = '', email = '', phone, linkedinUrl }: Prospect,
  { job }: ProspectPlace,
) {
  const person = { firstName, lastName, email, ...(phone && { phone }), ...(linkedinUrl && { linkedin: linkedinUrl }) }
  const { id, requestId } = await client.createCandidate({ ...person, ...marks }, job)
  return { target: id, ...(requestId && { requestId }) }
}

/** Whoever is in the talent pool only stands in no list. */
async function madeSince(client: SmartRecruiters, { email = '' }: Prospect, { job }: ProspectPlace) {
  if (job === undefined) return 'unsure'
  const found = await client.candidatesWithEmail(email)
  return found.filter((one) => jobsOf(one).includes(job)).map(({ id }) => id)
}

function jobsOf({ applications, otherJobIds }: SmartRecruitersCandidate): readonly string[] {
  return [...applications.map(({ jobId }) => jobId), ...otherJobIds]
}
