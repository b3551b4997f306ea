import type { Contact } from './model.ts'
import { type State, tell } from './state.ts'

export type ContactDraft = Partial<Omit<Contact, 'id'>>

/** The known person with one of the addresses, as they are, or a new one. */
export function contactFor(
  state: State,
  draft: ContactDraft,
): { readonly contact: Contact; readonly isKnown: boolean } {
  const known = findByEmail(state, draft.emails ?? [])
  if (known !== undefined) return { contact: known, isKnown: true }
  const contact: Contact = {
    name: null,
    headline: null,
    location: null,
    emails: [],
    phones: [],
    links: [],
    ...draft,
    id: state.nextId('contact'),
  }
  state.contacts.set(contact.id, contact)
  tell(state, [{ event: 'contactCreated', data: { contactId: contact.id } }])
  return { contact, isKnown: false }
}

export function changeContact(state: State, contact: Contact, changes: ContactDraft): Contact {
  const changed = { ...contact, ...changes }
  state.contacts.set(contact.id, changed)
  tell(state, [{ event: 'contactUpdated', data: { contactId: contact.id } }])
  return changed
}

export function sameEmail({ settings }: State, a: string, b: string): boolean {
  return settings.exactEmails ? a === b : a.toLowerCase() === b.toLowerCase()
}

function findByEmail(state: State, emails: readonly string[]): Contact | undefined {
  return [...state.contacts.values()].find((contact) =>
    contact.emails.some((known) => emails.some((email) => sameEmail(state, known, email))),
  )
}
