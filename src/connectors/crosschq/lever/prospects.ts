import { UnknownOutcomeError } from '../../../lib/errors.ts'
import type { Prospect } from '../../../systems/crosschq/prospect-schema.ts'
import type { LeverApplication } from '../../../systems/lever/application-schema.ts'
import type { Lever } from '../../../systems/lever/client.ts'
import type { LeverExport } from '../export-config.ts'
import type { KnownPerson, ProspectPlace, ProspectPort } from '../prospect-port.ts'

interface LeverProspectParts {
  readonly lever: Lever
  readonly rules: LeverExport
  /** The id of the user in whose name Lever books what is made. */
  readonly performAs: string | undefined
}

/** A prospect becomes an opportunity: without a posting a lead, with several postings one opportunity for each (S64). */
export function leverProspects({ lever, rules, performAs }: LeverProspectParts): ProspectPort {
  const { source, tags, jobs } = rules
  const known = (applications: readonly LeverApplication[]) => knownPerson(applications, source)
  return {
    marks: { source, tags, jobs },
    needs: [],
    validate: () => validate(lever, jobs, performAs),
    async find(email) {
      const byPerson = Map.groupBy(await lever.applicationsOf(email), ({ candidateId }) => candidateId)
      return [...byPerson.values()].map(known)
    },
    async look(target) {
      const application = await lever.application(target)
      return application && known([application])
    },
    create: (prospect, place) => create(lever, rules, prospect, place),
    madeSince: (prospect, place, since) => madeSince(lever, source, { prospect, place, since }),
    async addTags(target, added) {
      await lever.addTags(target, added)
      return { target }
    },
    async addSource(target) {
      await lever.addSources(target, [source])
      return { target }
    },
  }
}

/** Any source will do: Lever makes what it does not know. */
async function validate(lever: Lever, jobs: readonly string[], performAs: string | undefined) {
  const user = performAs === undefined ? undefined : await lever.user(performAs)
  if (!user?.isActive)
    return 'lever.performAs names no active user; Lever takes prospects only in the name of one, so put their id there'
  for (const job of jobs) {
    if (!(await lever.job(job))) return `export.jobs: Lever has no posting ${job} (any more), so nobody is exported`
  }
  return undefined
}

/** All of one person: what is newest and still active stands for them. */
function knownPerson(applications: readonly LeverApplication[], source: string): KnownPerson {
  const [first] = applications.toSorted((a, b) => rank(b).localeCompare(rank(a)))
  const { id, tags, sources } = first!
  const isSourced = sources.some((one) => one.trim().toLowerCase() === source.toLowerCase())
  return { id, targets: applications.map((one) => one.id), tags, unsourced: isSourced ? [] : [id] }
}

function rank({ archived, createdAt = '' }: LeverApplication): string {
  return `${archived ? 0 : 1} ${createdAt}`
}

async function create(lever: Lever, { source, tags }: LeverExport, prospect: Prospect, { job, target }: ProspectPlace) {
  const { email, phone, linkedinUrl, jobTitle, company } = prospect
  const candidateId = target === undefined ? undefined : (await lever.application(target))?.candidateId
  const headline = [jobTitle, company].filter(Boolean).join(', ')
  const { id } = await lever.createProspect({
    name: [prospect.firstName, prospect.lastName].filter(Boolean).join(' '),
    sources: [source],
    tags,
    ...(email && { email }),
    ...(phone && { phone }),
    ...(headline && { headline }),
    ...(linkedinUrl && { links: [linkedinUrl] }),
    ...(job && { jobId: job }),
    ...(candidateId && { candidateId }),
  })
  return { target: target ?? id }
}

interface Lost {
  readonly prospect: Prospect
  readonly place: ProspectPlace
  readonly since: Date
}

/** By address; whoever has none by name and source among what was made since. */
async function madeSince(lever: Lever, source: string, { prospect, place, since }: Lost): Promise<readonly string[]> {
  const from = since.toISOString()
  const candidates = prospect.email ? await lever.applicationsOf(prospect.email) : await madeFrom(lever, from)
  const name = [prospect.firstName, prospect.lastName].filter(Boolean).join(' ')
  const isOurs = (made: LeverApplication) =>
    (made.createdAt ?? from) >= from &&
    made.job?.id === place.job &&
    made.sources.includes(source) &&
    (prospect.email !== undefined || (made.emails.length === 0 && made.name === name))
  return candidates.filter(isOurs).map(({ id }) => id)
}

async function madeFrom(lever: Lever, createdSince: string): Promise<readonly LeverApplication[]> {
  const made = new Map<string, LeverApplication>()
  for await (const { rows, rejected } of lever.applications({ createdSince })) {
    if (rejected.length > 0) throw new UnknownOutcomeError('Lever gave an opportunity that cannot be read')
    for (const row of rows) made.set(row.id, row)
  }
  return [...made.values()]
}
