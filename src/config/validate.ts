import { ConfigError } from '../lib/errors.ts'
import { readYaml } from '../lib/yaml-file.ts'
import { type LoadMapping, loaderOfConnector, loaderOfKeys } from '../mapping/loaders.ts'
import type { ConnectionSettings, ConnectorSchemas } from './connections.ts'
import type { Env } from './env.ts'
import { loadConfig } from './load.ts'
import { REFERENCE } from './references.ts'

const OF_CONFIG = ['connections', 'server', 'database', 'auth']

interface Readers {
  readonly connectors: ConnectorSchemas
  readonly env?: Env
}

/**
 * Every problem of these files, and of the mappings that a configuration among them names, as `file:line:column
 * message`. What a file is shows in its keys, not in its name.
 */
export function validateFiles(paths: readonly string[], readers: Readers): string[] {
  // A mapping may be named by its own path and by several connections.
  return [...new Set(paths.flatMap((path) => problemsOf(() => validateFile(path, readers))))]
}

function validateFile(path: string, readers: Readers): readonly string[] {
  const { value } = readYaml(path, { opaque: REFERENCE })
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : []
  if (keys.some((key) => OF_CONFIG.includes(key))) return validateConfig(path, readers)
  const load = loaderOfKeys(keys)
  if (load) return problemsOfMapping(path, load)
  throw new ConfigError(`${path}:1:1 a configuration has "connections", a mapping has "version"; this has neither`)
}

function validateConfig(path: string, { connectors, env }: Readers): readonly string[] {
  const { connections } = loadConfig<ConnectorSchemas>(path, { connectors, env })
  return connections.flatMap(validateMapping)
}

/** As its connector will read it: that the file is a good mapping for another one does not help. */
function validateMapping({ connector, mapping }: ConnectionSettings): readonly string[] {
  const load = loaderOfConnector(connector)
  return load ? problemsOfMapping(mapping, load) : []
}

function problemsOfMapping(path: string, load: LoadMapping): readonly string[] {
  return problemsOf(() => {
    load(path)
    return []
  })
}

function problemsOf(read: () => readonly string[]): readonly string[] {
  try {
    return read()
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}
