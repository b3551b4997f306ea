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
import type { Systems } from './collections.ts'

/** What each flow needs of the Ashby key (S82). */
export const neededPermissions: readonly Permission[] = [
  'jobsRead',
  'jobsWrite',
  'hiringProcessMetadataRead',
  'hiringProcessMetadataWrite',
  'candidatesRead',
  'candidatesWrite',
  'offersRead',
  'organizationRead',
]

/** With these the key describes itself and webhooks are registered; all else works without. */
const usefulPermissions: readonly Permission[] = ['apiKeysRead', 'apiKeysWrite']

/** ChartHop's access levels that may write people and jobs (https://docs.charthop.com, "access levels"). */
export const writingAccess: ReadonlySet<string> = new Set(['OWNER', 'PRIMARY', 'PEOPLE_OPS_ADMIN'])

/** The least of them, as ChartHop shows it. */
const ORG_EDITOR = 'Org Editor (PRIMARY)'

/** May change who else has access, too. */
const OWNER = 'OWNER'

export async function permissions(systems: Systems): Promise<readonly PermissionLine[]> {
  return [...(await charthopPermissions(systems)), ...(await ashbyPermissions(systems))]
}

/** For where a key is not set: nothing is asked. */
export function untriedPermissions(): readonly PermissionLine[] {
  return [...unknownPermissions('charthop', [ORG_EDITOR]), ...unknownPermissions('ashby', neededPermissions)]
}

/** Each list tells of its own permission, where the key cannot describe itself. */
export function readsOf({ ashby }: Pick<Systems, 'ashby'>): Probes {
  return {
    jobsRead: () => firstPage(ashby.openings()),
    hiringProcessMetadataRead: () => firstPage(ashby.customFields()),
    candidatesRead: () => firstPage(ashby.applications()),
    offersRead: () => firstPage(ashby.offers()),
    organizationRead: () => firstPage(ashby.departments()),
  }
}

async function charthopPermissions({ charthop }: Systems): Promise<readonly PermissionLine[]> {
  const access = (await ifAnswered(() => charthop.whoAmI()))?.access
  const had = access === undefined ? null : writingAccess.has(access)
  const needed = { system: 'charthop', name: ORG_EDITOR, needed: true, had }
  return access === OWNER ? [needed, { system: 'charthop', name: OWNER, needed: false, had: true }] : [needed]
}

async function ashbyPermissions(systems: Systems): Promise<readonly PermissionLine[]> {
  const key = await ifAnswered(() => systems.ashby.keyScopes())
  if (key === undefined) return unknownPermissions('ashby', neededPermissions)
  if (key === 'unreadable') return probedPermissions('ashby', neededPermissions, readsOf(systems))
  const had = key.scopes.map(permissionOfScope)
  return comparedPermissions('ashby', { needed: neededPermissions, had, useful: usefulPermissions })
}
