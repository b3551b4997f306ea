import type { Application, Contact, Note, Opportunity, Posting, StoredFile, Webhook } from './model.ts'
import { invalid } from './refusal.ts'
import type { Call } from './route.ts'
import type { State } from './state.ts'

type View = Readonly<Record<string, unknown>>

export function opportunityView({ state, query }: Call, opportunity: Opportunity): View {
  const expanded = expandedIn(query, ['applications', 'stage', 'owner', 'followers', 'sourcedBy', 'contact'])
  const { application, contactId, id, ...rest } = opportunity
  const contact = state.contacts.get(contactId)!
  const user = userIn(state)
  const view = {
    id,
    name: contact.name,
    headline: contact.headline,
    contact: expanded.has('contact') ? contactView(contact) : contactId,
    location: contact.location,
    phones: contact.phones,
    emails: contact.emails,
    links: contact.links,
    ...rest,
    stage: expanded.has('stage') ? state.stages.find((stage) => stage.id === rest.stage) : rest.stage,
    owner: expanded.has('owner') ? user(rest.owner) : rest.owner,
    sourcedBy: expanded.has('sourcedBy') ? user(rest.sourcedBy) : rest.sourcedBy,
    followers: expanded.has('followers') ? rest.followers.map(user) : rest.followers,
    applications: applicationsOf(opportunity, expanded.has('applications')),
    lastInteractionAt: rest.lastAdvancedAt,
    snoozedUntil: null,
    urls: { list: 'https://hire.lever.co/candidates', show: `https://hire.lever.co/candidates/${id}` },
    dataProtection: null,
    isAnonymized: false,
  }
  return expanded.size > 0 ? view : included(query, view)
}

export function applicationView(application: Application, { id, archived }: Opportunity): View {
  const empty = { name: null, email: null, phone: null, company: null, links: [], comments: null, customQuestions: [] }
  return { ...application, opportunityId: id, candidateId: id, ...empty, archived, requisitionForHire: null }
}

export function contactView({ links: _, location, ...contact }: Contact): View {
  return { ...contact, isAnonymized: false, location: { name: location }, dataProtection: null }
}

export function postingView({ state, query }: Call, posting: Posting): View {
  const expanded = expandedIn(query, ['user', 'owner', 'hiringManager', 'followers'])
  const user = userIn(state)
  const people = (['user', 'owner', 'hiringManager'] as const).map((name) => {
    return [name, expanded.has(name) ? user(posting[name]) : posting[name]]
  })
  const categories = {
    ...posting.categories,
    allLocations: [posting.categories.location].filter((each) => each !== null),
  }
  const view = { ...posting, ...Object.fromEntries(people), categories, urls: null, requisitionCodes: [] }
  return expanded.size > 0 ? view : included(query, view)
}

export function noteView({ id, value, secret, user, createdAt, deletedAt }: Note): View {
  const field = { type: 'note', text: 'Comment', value, user, score: null, stage: null, createdAt }
  return { id, text: 'Note', fields: [field], user, secret, completedAt: createdAt, createdAt, deletedAt }
}

export function fileView({ settings }: State, { id, name, bytes, uploadedAt }: StoredFile): View {
  const number = (value: number) => (settings.fileNumbers === 'text' ? String(value) : value)
  const ext = /\.[^.]*$/.exec(name)?.[0] ?? ''
  const downloadUrl = `https://api.lever.co/v1/files/${id}/download`
  return { id, downloadUrl, ext, name, uploadedAt: number(uploadedAt), status: 'processed', size: number(bytes.length) }
}

/** The signature token is told once, when the webhook is made. */
export function webhookView({ id, event, url, origins, createdAt }: Webhook, signatureToken?: string): View {
  const configuration = { conditions: { origins }, ...(signatureToken !== undefined && { signatureToken }) }
  return { id, event, url, configuration, createdAt, updatedAt: createdAt }
}

function applicationsOf(opportunity: Opportunity, isExpanded: boolean): readonly unknown[] {
  const { application } = opportunity
  if (application === null) return []
  return [isExpanded ? applicationView(application, opportunity) : application.id]
}

function userIn({ users }: State): (id: string | null) => unknown {
  return (id) => (id === null ? null : (users.get(id) ?? null))
}

function expandedIn(query: URLSearchParams, known: readonly string[]): ReadonlySet<string> {
  const asked = query.getAll('expand')
  if (!asked.every((name) => known.includes(name))) throw invalid('expand is not known')
  return new Set(asked)
}

/** Only what was asked for; `expand` overrides it. */
function included(query: URLSearchParams, view: View): View {
  const asked = query.getAll('include').filter((name) => name in view)
  return asked.length === 0 ? view : Object.fromEntries(['id', ...asked].map((name) => [name, view[name]]))
}
