import { z } from 'zod'
import { type Endpoints, endpoint } from './endpoint.ts'
import { PERMISSIONS, scopeOf } from './permissions.ts'

export interface ApiKey {
  readonly key: string
  readonly permissions?: 'all' | readonly string[]
}

export interface ApiKeys {
  /** Undefined for a key that is unknown or deactivated. */
  permissionsOf(key: string): readonly string[] | undefined
  set(key: string, permissions: 'all' | readonly string[]): void
  deactivate(key: string): void
}

export function createApiKeys(keys: readonly ApiKey[]): ApiKeys {
  const granted = new Map<string, readonly string[]>()
  const set = (key: string, permissions: 'all' | readonly string[]): void => {
    granted.set(key, permissions === 'all' ? PERMISSIONS : permissions)
  }
  for (const { key, permissions } of keys) set(key, permissions ?? 'all')
  return {
    permissionsOf: (key) => granted.get(key),
    set,
    deactivate: (key) => {
      granted.delete(key)
    },
  }
}

/** https://developers.ashbyhq.com/reference/apikeyinfo */
export function apiKeyEndpoints(keys: ApiKeys, createdAt: string): Endpoints {
  return {
    'apiKey.info': endpoint('apiKeysRead', z.object({}), (_input, _world, { key }) => ({
      results: { title: 'Sandbox key', createdAt, scopes: (keys.permissionsOf(key) ?? []).map(scopeOf) },
    })),
  }
}
