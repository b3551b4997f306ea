import { ConfigError } from '../lib/errors.ts'
import { readYaml } from '../lib/yaml-file.ts'
import { loadMapping as readMapping } from '../mapping/load.ts'
import type { ConnectorSchemas } from './connections.ts'
import type { Env } from './env.ts'
import { loadConfig } from './load.ts'
import { REFERENCE } from './references.ts'

const OF_CONFIG = ['connections', 'server', 'database', 'auth']
const OF_MAPPING = ['version', 'openings', 'hires', 'templates', 'triggers', 'interviews']

interface Readers {
  readonly connectors: ConnectorSchemas
  /** Reads a mapping; throws ConfigError. Left out: the reader of charthop-ashby's. */
  readonly loadMapping?: (path: string) => unknown
  readonly env?: Env
}

/** Every problem of these files, as `file:line:column message`. What a file is shows in its keys, not in its name. */
export function validateFiles(paths: readonly string[], readers: Readers): string[] {
  return paths.flatMap((path) => problemsOf(() => validateFile(path, readers)))
}

function validateFile(path: string, { connectors, loadMapping = readMapping, env }: Readers): void {
  const { value } = readYaml(path, { opaque: REFERENCE })
  const keys = value !== null && typeof value === 'object' ? Object.keys(value) : []
  if (keys.some((key) => OF_CONFIG.includes(key))) loadConfig(path, { connectors, env })
  else if (keys.some((key) => OF_MAPPING.includes(key))) loadMapping(path)
  else throw new ConfigError(`${path}:1:1 a configuration has "connections", a mapping has "version"; this has neither`)
}

function problemsOf(read: () => void): string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n')
    throw error
  }
}
