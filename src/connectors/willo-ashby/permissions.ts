import { type Permission, permissionOfScope } from '../../systems/ashby/permissions.ts'
import {
  comparedPermissions,
  firstPage,
  ifAnswered,
  type PermissionLine,
  type Probes,
  probedPermissions,
  unknownPermissions,
} from '../permission.ts'
import type { Systems } from './systems.ts'

export const neededPermissions: readonly Permission[] = [
  'jobsRead',
  'interviewsRead',
  'candidatesRead',
  'candidatesWrite',
]

/** With these the key describes itself and webhooks are registered; all else works without. */
const usefulPermissions: readonly Permission[] = ['apiKeysRead', 'apiKeysWrite']

/** Willo's keys may do what their user may; there is nothing finer, and nothing that could be too much. */
const WILLO_KEY = 'the API key'

export async function permissions(systems: Systems): Promise<readonly PermissionLine[]> {
  const willo = await probedPermissions('willo', [WILLO_KEY], { [WILLO_KEY]: () => systems.willo.checkKey() })
  return [...willo, ...(await ashbyPermissions(systems))]
}

/** For where a key is not set: nothing is asked. */
export function untriedPermissions(): readonly PermissionLine[] {
  return [...unknownPermissions('willo', [WILLO_KEY]), ...unknownPermissions('ashby', neededPermissions)]
}

/** Each list tells of its own permission, where the key cannot describe itself. */
export function readsOf({ ashby }: Pick<Systems, 'ashby'>): Probes {
  return {
    jobsRead: () => firstPage(ashby.jobs()),
    interviewsRead: () => firstPage(ashby.interviewPlans()),
    candidatesRead: () => firstPage(ashby.applications()),
  }
}

async function ashbyPermissions(systems: Systems): Promise<readonly PermissionLine[]> {
  const key = await ifAnswered(() => systems.ashby.keyScopes())
  if (key === undefined) return unknownPermissions('ashby', neededPermissions)
  if (key === 'unreadable') return probedPermissions('ashby', neededPermissions, readsOf(systems))
  const had = key.scopes.map(permissionOfScope)
  return comparedPermissions('ashby', { needed: neededPermissions, had, useful: usefulPermissions })
}
