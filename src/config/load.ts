import { resolve } from 'node:path'
import type { z } from 'zod'
import { ConfigError } from '../lib/errors.ts'
import type { Json } from '../lib/json.ts'
import { readYaml, type YamlFile } from '../lib/yaml-file.ts'
import { type Problem, problemLines } from '../lib/yaml-problem.ts'
import { checkExpanded } from './check-expanded.ts'
import { type ConnectionSettings, type ConnectorSchemas, checkConnections } from './connections.ts'
import { type Env, processEnv } from './env.ts'
import { expandReferences, REFERENCE } from './references.ts'
import { Settings } from './schema.ts'
import { literalSecretWarnings } from './warnings.ts'

export type Config<Connection extends ConnectionSettings = ConnectionSettings> = Readonly<
  Omit<Settings, 'connections'>
> & {
  readonly connections: readonly Connection[]
  /** What works, but a person should know; `file:line:column message`. */
  readonly warnings: readonly string[]
}

/**
 * Reads the configuration, or refuses it with everything that is wrong in one ConfigError. Paths in the file count
 * from the working directory.
 */
export function loadConfig<Schemas extends ConnectorSchemas>(
  path: string,
  { connectors, env = processEnv() }: { readonly connectors: Schemas; readonly env?: Env },
): Config<z.output<Schemas[keyof Schemas]>> {
  const file = readYaml(path, { opaque: REFERENCE })
  if (file.value === null) throw new ConfigError(`${path}:1:1 the file is empty; see config/hirewire.yaml`)
  const { settings, connections, problems } = checkFile(file, connectors, env)
  if (!settings || problems.length > 0) throw new ConfigError(problemLines(path, problems).join('\n'))
  const dataDir = resolve(settings.database.dataDir)
  const warnings = literalSecretWarnings(file)
  return { ...settings, database: { ...settings.database, dataDir }, connections, warnings }
}

function checkFile<Schemas extends ConnectorSchemas>(file: YamlFile, connectors: Schemas, env: Env) {
  const { value, problems: unset, expanded } = expandReferences(file.value, env)
  const settings = checkExpanded(Settings, value, { file, expanded, path: [] })
  const connections = checkConnections(connectionsOf(value), connectors, { file, expanded })
  const references: Problem[] = unset.map(({ path, message }) => ({ at: file.at(path), message }))
  // A text that could not be expanded has no value yet: what a schema says about it is noise.
  const known = new Set(references.map(({ at }) => `${at.line}:${at.column}`))
  const others = [...settings.problems, ...connections.problems].filter(
    ({ at }) => !known.has(`${at.line}:${at.column}`),
  )
  return {
    settings: 'value' in settings ? settings.value : undefined,
    connections: connections.values,
    problems: [...references, ...others],
  }
}

function connectionsOf(value: Json): readonly Json[] {
  const listed = value !== null && typeof value === 'object' && 'connections' in value ? value.connections : []
  return Array.isArray(listed) ? listed : []
}
