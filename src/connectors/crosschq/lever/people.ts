import type { Lever } from '../../../systems/lever/client.ts'
import type { LeverUser } from '../../../systems/lever/organization.ts'
import type { Person } from '../host.ts'
import { splitName } from '../split-name.ts'

/** Users of Lever by id, each asked for once. */
export type People = (id: string) => Promise<LeverUser | undefined>

export type Reachable = LeverUser & { readonly email: string }

export function peopleOf(lever: Pick<Lever, 'user'>): People {
  const known = new Map<string, Promise<LeverUser | undefined>>()
  return (id) => {
    const found = known.get(id) ?? lever.user(id)
    known.set(id, found)
    return found
  }
}

/** The first who may still sign in and can be written to. */
export async function firstReachable(
  people: People,
  ids: readonly (string | undefined)[],
): Promise<Reachable | undefined> {
  for (const id of new Set(ids)) {
    const user = id === undefined ? undefined : await people(id)
    if (user && isReachable(user)) return user
  }
  return undefined
}

export function isReachable(user: LeverUser): user is Reachable {
  return user.isActive && user.email !== undefined
}

/** Crosschq wants a name with a hiring manager's address; undefined where Lever has none. */
export function named({ name, email }: Reachable): Person | undefined {
  return name === undefined ? undefined : { ...splitName(name), email }
}
