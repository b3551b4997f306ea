import type { Lever } from '../../../systems/lever/client.ts'
import {
  firstPage,
  ifAnswered,
  type PermissionLine,
  type Probes,
  probedPermissions,
  unknownPermissions,
} from '../../permission.ts'
import { crosschqPermissions, untriedCrosschq } from '../permissions.ts'
import type { CrosschqLeverConfig } from './config.ts'
import type { Systems } from './systems.ts'

/** What is called (https://hire.lever.co/developer/documentation#scopes); Lever tells of no key what else it may do. */
const NEEDED = [
  ...['users:read', 'opportunities:read', 'opportunities:write', 'postings:read', 'stages:read'],
  ...['archive_reasons:read'],
]

/** Can only be given as the key is made. */
const CONFIDENTIAL = 'access to confidential data'

export async function permissions(
  { crosschq, lever }: Pick<Systems, 'crosschq' | 'lever'>,
  config: CrosschqLeverConfig,
): Promise<readonly PermissionLine[]> {
  return [
    ...(await crosschqPermissions(crosschq)),
    ...(await probedPermissions('lever', NEEDED, readsOf(lever))),
    ...(await confidential(lever, config.lever.confidential)),
  ]
}

/** For where a key is not set: nothing is asked. */
export function untriedPermissions(): readonly PermissionLine[] {
  return [...untriedCrosschq(), ...unknownPermissions('lever', NEEDED)]
}

function readsOf(lever: Lever): Probes {
  return {
    'users:read': () => lever.checkKey(),
    'opportunities:read': () => firstPage(lever.applications()),
    'postings:read': () => firstPage(lever.jobs()),
    'stages:read': () => lever.stages(),
    'archive_reasons:read': () => lever.archiveReasons(),
  }
}

async function confidential(lever: Lever, needed: boolean): Promise<PermissionLine[]> {
  const had = (await ifAnswered(() => lever.seesConfidential())) ?? null
  return needed || had === true ? [{ system: 'lever', name: CONFIDENTIAL, needed, had }] : []
}
