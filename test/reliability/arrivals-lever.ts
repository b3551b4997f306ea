import type { SandboxClock } from '../../src/sandbox/clock.ts'
import type { LeverSandboxOptions } from '../../src/systems/lever/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import { createLeverWorld, type LeverWorld, linksOf } from '../references-lever.ts'
import { type ArrivalAts, type ArrivalNow, TAGGED } from './arrival-ats.ts'
import { type ArrivalRules, OTHER_OWNER, worldOptions } from './arrival-story.ts'

type Opportunity = LeverWorld['lever'] extends { state: { opportunities: ReadonlyMap<string, infer T> } } ? T : never

export async function leverArrivals(
  database: TestDatabase,
  id: string,
  { clock, rules, ...quirks }: { readonly clock: SandboxClock; readonly rules: ArrivalRules } & LeverSandboxOptions,
): Promise<ArrivalAts> {
  const world = await createLeverWorld({
    ...worldOptions({ database, id, clock, rules }),
    ...{ lever: { clock, ...quirks }, mapping: TAGGED },
  })
  const { lever, rita, stageId } = world
  lever.addUser({ name: 'Omar Other', email: OTHER_OWNER })
  const jobs = [world.postingId, lever.addPosting({ text: 'Seller', tags: ['sales'], owner: rita }).id]
  const users = new Map([...lever.state.users.values()].map((user) => [user.email, user.id]))
  const contactOf = (application: string) =>
    lever.state.contacts.get(lever.state.opportunities.get(application)!.contactId)!
  const stages = { place: stageId, before: 'applicant-new', after: 'offer' }
  return {
    ...{
      world,
      vendor: 'lever',
      server: lever.server,
      trigger: 'stage Reference check',
      takesHires: true,
      needsHooks: false,
    },
    allowed: ['POST /v1/opportunities/{id}/addLinks', 'PUT /v1/opportunities/{id}/archived'],
    apply: (email, job) => void lever.apply(jobs[job]!, { name: 'Ada Lovelace', ...(email && { email }) }),
    applyAgain(application) {
      const [email] = contactOf(application).emails
      const { posting } = lever.state.opportunities.get(application)!.application!
      if (email) lever.apply(jobs.find((job) => job !== posting)!, { email })
    },
    move(application, to) {
      if (!lever.state.opportunities.get(application)!.archived) lever.move(application, stages[to])
    },
    reject: (application) => void lever.archive(application),
    hire: (application) => void lever.hire(application),
    takeBack: (application) => void lever.unarchive(application),
    setEmail(application, email) {
      const contact = contactOf(application)
      world.lever.state.contacts.set(contact.id, { ...contact, emails: email ? [email] : [] })
    },
    setTag: (job, tag) => void lever.editPosting(jobs[job]!, { tags: tag ? ['urgent', tag] : [] }),
    setOwner: (job, email) => void lever.editPosting(jobs[job]!, { owner: email ? users.get(email)! : null }),
    now: () => new Map([...lever.state.opportunities.values()].map((one) => [one.id, nowOf(world, one)])),
    shown: (request, application) => {
      const links = linksOf(world, application).filter((link) => link.includes(request)).length
      return { links, files: 0, takesFile: false }
    },
    others: () => others(world),
  }
}

function nowOf({ lever: { state }, stageId }: LeverWorld, one: Opportunity): ArrivalNow {
  const { archived, application, stage, stageChanges, contactId, owner } = one
  const arrivals = stageChanges.filter(({ toStageId }) => toStageId === stageId).map(({ updatedAt }) => updatedAt)
  const posting = state.postings.get(application!.posting)!
  const ownerId = owner ?? posting.owner ?? application!.postingOwner
  const isHired = archived !== null && state.reasons.get(archived.reason)?.type === 'hired'
  return {
    standing: archived === null ? 'active' : isHired ? 'hired' : 'rejected',
    isInPlace: stage === stageId,
    arrivedAt: stage === stageId ? arrivals.at(-1) : undefined,
    arrivals: new Set(arrivals),
    email: state.contacts.get(contactId)!.emails[0],
    tag: posting.tags.at(-1),
    owner: ownerId === null ? undefined : state.users.get(ownerId)!.email,
  }
}

/** Hires and links are ours as well; they are checked by themselves. */
function others({ lever: { state }, crosschq }: LeverWorld): string {
  const opportunities = [...state.opportunities.values()].map(({ archived: _a, updatedAt: _u, ...one }) => one)
  const contacts = [...state.contacts.values()].map((contact) => {
    return { ...contact, links: contact.links.filter((link) => !link.startsWith(crosschq.url)) }
  })
  const kept = [state.postings, state.users, state.notes, state.files].map((one: ReadonlyMap<string, object>) => [
    ...one.values(),
  ])
  return JSON.stringify([opportunities, contacts, kept, state.stages])
}
