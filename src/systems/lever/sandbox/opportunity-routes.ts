import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { contactFor } from './contacts.ts'
import { opportunityFilter, within } from './filters.ts'
import { NewOpportunity, read } from './input.ts'
import type { Contact, Posting } from './model.ts'
import { pageOf } from './paging.ts'
import { addOpportunity } from './pipeline.ts'
import { invalid, notFound } from './refusal.ts'
import { actorOf, type Call, ok, opportunityIn, type Route } from './route.ts'
import { applicationView, contactView, opportunityView } from './views.ts'

const READ = 'opportunities:read'

/** https://hire.lever.co/developer/documentation#opportunities */
export const OPPORTUNITY_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/opportunities', permission: READ, handle: list },
  { method: 'POST', path: '/opportunities', permission: 'opportunities:write', handle: create },
  { method: 'GET', path: '/opportunities/deleted', permission: READ, handle: listDeleted },
  {
    method: 'GET',
    path: '/opportunities/:id',
    permission: READ,
    handle: (call) => ok(opportunityView(call, opportunityIn(call))),
  },
  { method: 'GET', path: '/opportunities/:id/applications', permission: 'applications:read', handle: listApplications },
  { method: 'GET', path: '/contacts/:id', permission: 'contact:read', handle: readContact },
]

/** Newest first: the order is not documented. */
function list(call: Call): SandboxAnswer {
  const rows = [...call.state.opportunities.values()].filter(opportunityFilter(call)).reverse()
  return pageOf(
    call,
    rows,
    ({ id }) => id,
    (row) => opportunityView(call, row),
  )
}

function listDeleted(call: Call): SandboxAnswer {
  const isWanted = within(call.query, 'deleted_at', ({ deletedAt }: { deletedAt: number }) => deletedAt)
  return pageOf(
    call,
    call.state.deleted.filter(isWanted),
    ({ id }) => id,
    (row) => row,
  )
}

function listApplications(call: Call): SandboxAnswer {
  const opportunity = opportunityIn(call)
  const rows = opportunity.application === null ? [] : [opportunity.application]
  return pageOf(
    call,
    rows,
    ({ id }) => id,
    (row) => applicationView(row, opportunity),
  )
}

function readContact({ state, params }: Call): SandboxAnswer {
  const contact = state.contacts.get(params[0] ?? '')
  if (contact === undefined) throw notFound(`contact ${params[0]}`)
  return ok(contactView(contact))
}

/** A known address makes a further opportunity of the person there, whose data wins over what was sent. */
function create(call: Call): SandboxAnswer {
  const { state } = call
  const actor = actorOf(call, true)
  const { emails, name, headline, location, phones, links, postings, ...draft } = read(NewOpportunity, call.request)
  checkReferences(call, draft)
  const posting = postings?.[0] === undefined ? undefined : postingCalled(call, postings[0])
  const given = { emails, name, headline, location, phones, links }
  const { contact, isKnown } = personFor(call, draft.contact, given)
  const sourcedBy = draft.origin === 'sourced' ? actor : null
  const made = addOpportunity(state, { ...draft, contact, posting, sourcedBy, appliedBy: 'user' })
  return { status: 201, body: { deduped: isKnown, data: opportunityView(call, made) } }
}

function checkReferences(
  { state }: Call,
  { stage, owner, createdAt }: Pick<ReturnType<typeof NewOpportunity.parse>, 'stage' | 'owner' | 'createdAt'>,
): void {
  if (stage !== undefined && !state.stages.some(({ id }) => id === stage)) throw invalid('stage is not known')
  if (owner !== undefined && !state.users.has(owner)) throw invalid('owner is not known')
  if (createdAt !== undefined && createdAt > state.clock.now()) throw invalid('createdAt is in the future')
}

function postingCalled({ state }: Call, id: string): Posting {
  const posting = state.postings.get(id)
  if (posting === undefined) throw invalid('postings: no such posting')
  return posting
}

function personFor({ state }: Call, contactId: string | undefined, given: object) {
  if (contactId === undefined) return contactFor(state, withoutUndefined(given))
  const contact: Contact | undefined = state.contacts.get(contactId)
  if (contact === undefined) throw invalid('contact is not known')
  return { contact, isKnown: true }
}

function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
}
