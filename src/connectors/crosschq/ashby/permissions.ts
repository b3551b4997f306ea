import { permissionOfScope } from '../../../systems/ashby/permissions.ts'
import {
  comparedPermissions,
  firstPage,
  ifAnswered,
  type PermissionLine,
  probedPermissions,
  unknownPermissions,
} from '../../permission.ts'
import { crosschqPermissions, untriedCrosschq } from '../permissions.ts'
import type { Systems } from './collections.ts'
import type { CrosschqAshbyConfig } from './config.ts'
import { titlesOf } from './fields.ts'

/** The whole of what Crosschq's page on Ashby asks for (https://support.crosschq.com/knowledge/ashby). */
export const GRANTED: readonly string[] = [
  ...['jobsRead', 'jobsWrite', 'candidatesRead', 'candidatesWrite', 'organizationRead'],
  ...['hiringProcessMetadataRead', 'hiringProcessMetadataWrite', 'apiKeysRead', 'apiKeysWrite'],
]

/** What really is called, and for what. */
const NEEDED: Readonly<Record<string, string>> = {
  candidatesRead: 'applications and candidates',
  candidatesWrite: 'assessments, notes and files',
  organizationRead: 'users',
}

type Wanting = Pick<Systems, 'mapping'>

/** By permission, what for. */
export function neededPermissions({ mapping }: Wanting, { results, ashby }: CrosschqAshbyConfig) {
  const hasTriggers = mapping().triggers.length > 0
  const needed: Readonly<Record<string, string>> = {
    ...NEEDED,
    jobsRead: hasTriggers ? 'jobs and their stages' : "a job's hiring team, where the application names nobody",
    ...(titlesOf(results.fields).length > 0 && { hiringProcessMetadataRead: 'the fields of results.fields' }),
    ...(ashby.webhookSecret && { apiKeysWrite: 'registering webhooks' }),
  }
  return needed
}

export async function permissions(systems: Systems, config: CrosschqAshbyConfig): Promise<readonly PermissionLine[]> {
  return [...(await crosschqPermissions(systems.crosschq)), ...(await ashbyPermissions(systems, config))]
}

/** For where a key is not set: nothing is asked. */
export function untriedPermissions(systems: Wanting, config: CrosschqAshbyConfig): readonly PermissionLine[] {
  return [...untriedCrosschq(), ...unknownPermissions('ashby', Object.keys(neededPermissions(systems, config)))]
}

async function ashbyPermissions(systems: Systems, config: CrosschqAshbyConfig): Promise<readonly PermissionLine[]> {
  const { ashby } = systems
  const needed = Object.keys(neededPermissions(systems, config))
  const key = await ifAnswered(() => ashby.keyScopes())
  if (key === undefined) return unknownPermissions('ashby', needed)
  if (key === 'unreadable') {
    const reads = { candidatesRead: ashby.applications, organizationRead: ashby.users, jobsRead: ashby.jobs }
    const probes = Object.entries(reads).map(([name, list]) => [name, () => firstPage(list())] as const)
    return probedPermissions('ashby', needed, Object.fromEntries(probes))
  }
  return comparedPermissions('ashby', { needed, had: key.scopes.map(permissionOfScope), useful: GRANTED })
}
