import { changeContact, contactFor } from './contacts.ts'
import type { ArchiveReason, Id, Opportunity, Origin, Phone, Posting } from './model.ts'
import { addOpportunity, archive, changeOpportunity, changePosting, deleteOpportunity, moveTo } from './pipeline.ts'
import { type SettingUp, settingUp } from './setting-up.ts'
import type { State } from './state.ts'

export interface Person {
  readonly name?: string
  readonly email?: string
  readonly phones?: readonly Phone[]
  readonly origin?: Origin
  readonly owner?: Id
  readonly sources?: readonly string[]
  readonly tags?: readonly string[]
}

/** What people do in Lever. Each sets off webhooks as there. */
export interface Actions extends SettingUp {
  /** Somebody applies for a posting. */
  apply(postingId: Id, person?: Person): Opportunity
  /** Somebody is put into the pipeline without a posting. */
  addLead(person?: Person): Opportunity
  move(opportunityId: Id, stage: Id, userId?: Id): Opportunity
  archive(opportunityId: Id, reasonId?: Id): Opportunity
  hire(opportunityId: Id): Opportunity
  unarchive(opportunityId: Id): Opportunity
  setOwner(opportunityId: Id, userId: Id | null): Opportunity
  tag(opportunityId: Id, tag: string): Opportunity
  addLink(opportunityId: Id, link: string): void
  deleteOpportunity(opportunityId: Id, userId?: Id): void
  editPosting(postingId: Id, changes: Partial<Omit<Posting, 'id'>>): Posting
}

export function createActions(state: State): Actions {
  const find = (id: Id): Opportunity => required(state.opportunities.get(id), 'opportunity')
  const posting = (id: Id): Posting => required(state.postings.get(id), 'posting')
  return {
    ...settingUp(state),
    apply: (postingId, person = {}) =>
      enter(state, { origin: 'applied', ...person }, 'applicant-new', posting(postingId)),
    addLead: (person = {}) => enter(state, { origin: 'sourced', ...person }, 'lead-new'),
    move: (id, stage, userId) => moveTo(state, find(id), known(state, stage), userId ?? null),
    archive: (id, reasonId) => archive(state, find(id), reasonId ?? reasonOf(state, 'non-hired')),
    hire: (id) => archive(state, find(id), reasonOf(state, 'hired')),
    unarchive: (id) => archive(state, find(id), null),
    setOwner: (id, owner) => changeOpportunity(state, find(id), { owner }),
    tag: (id, tag) => changeOpportunity(state, find(id), { tags: [...find(id).tags, tag] }),
    addLink: (id, link) => {
      const contact = required(state.contacts.get(find(id).contactId), 'contact')
      changeContact(state, contact, { links: [...contact.links, link] })
    },
    deleteOpportunity: (id, userId) => deleteOpportunity(state, find(id), userId ?? null),
    editPosting: (id, changes) => changePosting(state, posting(id), changes),
  }
}

type Arrival = Person & { readonly origin: Origin }

function enter(state: State, { name, email, phones, ...draft }: Arrival, stage: Id, posting?: Posting): Opportunity {
  const emails = email === undefined ? [] : [email]
  const { contact } = contactFor(state, { name: name ?? 'Ida Applicant', emails, phones: phones ?? [] })
  return addOpportunity(state, { ...draft, contact, posting, stage, appliedBy: 'posting' })
}

function known({ stages }: State, stage: Id): Id {
  return required(
    stages.find(({ id }) => id === stage),
    'stage',
  ).id
}

function reasonOf({ reasons }: State, type: ArchiveReason['type']): Id {
  const found = [...reasons.values()].find((reason) => reason.type === type && reason.status === 'active')
  return required(found, `active ${type} reason`).id
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no such ${what}`)
  return value
}
