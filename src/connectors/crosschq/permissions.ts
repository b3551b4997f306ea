import type { Crosschq } from '../../systems/crosschq/client.ts'
import { type PermissionLine, probedPermissions, unknownPermissions } from '../permission.ts'

/** Crosschq's key is for the whole account; there is nothing finer, and nothing that could be too much. */
const KEY = 'the Partner API Key'

export function crosschqPermissions(crosschq: Pick<Crosschq, 'config'>): Promise<readonly PermissionLine[]> {
  return probedPermissions('crosschq', [KEY], { [KEY]: () => crosschq.config() })
}

export function untriedCrosschq(): readonly PermissionLine[] {
  return unknownPermissions('crosschq', [KEY])
}
