import { FatalError, RetryableError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import { type Ask, factsOf, problemOf, type Question, send } from './call.ts'
import { pagesOf } from './paging.ts'
import { type AshbyUser, User } from './people-schema.ts'
import { type AshbyDepartment, type AshbyKey, type AshbyLocation, Department, Key, Location } from './schema.ts'

export interface OrganizationCalls {
  departments(): AsyncIterable<Page<AshbyDepartment>>
  locations(): AsyncIterable<Page<AshbyLocation>>
  /** Those who may no longer sign in too: a hiring team can still name them. */
  users(since?: string): AsyncIterable<Page<AshbyUser>>
  /** "unreadable": the key may not look at itself, which says nothing about its other permissions. */
  keyScopes(): Promise<AshbyKey | 'unreadable'>
}

export function organizationCalls(ask: Ask): OrganizationCalls {
  const parameters = { includeArchived: true }
  return {
    departments: () => pagesOf(ask, { endpoint: 'department.list', row: Department, parameters }),
    locations: () => pagesOf(ask, { endpoint: 'location.list', row: Location, parameters }),
    users: (since) =>
      pagesOf(ask, { endpoint: 'user.list', row: User, parameters: { includeDeactivated: true }, since }),
    keyScopes: () => keyScopes(ask),
  }
}

async function keyScopes(ask: Ask): Promise<AshbyKey | 'unreadable'> {
  const question: Question = { endpoint: 'apiKey.info', effect: 'read', body: {} }
  try {
    const reply = await send(ask, question)
    const key = Key.safeParse(reply.results)
    if (key.success) return key.data
    throw new RetryableError(`The key's description cannot be read: ${problemOf(key.error)}`, factsOf(question, reply))
  } catch (error) {
    if (isForbidden(error)) return 'unreadable'
    throw error
  }
}

/** A bare 403 does not tell a missing permission from an unknown key; the first read of anything else does. */
function isForbidden(error: unknown): boolean {
  if (!(error instanceof FatalError) || error.facts.status !== 403) return false
  return error.facts.permission !== undefined || error.facts.code === undefined
}
