import { z } from 'zod'
import type { Json } from '../lib/json.ts'
import { Name } from '../lib/settings.ts'
import type { YamlFile } from '../lib/yaml-file.ts'
import type { Problem } from '../lib/yaml-problem.ts'
import { check } from '../lib/zod-problems.ts'
import { checkExpanded } from './check-expanded.ts'

/** What every connector's settings have in common. */
export interface ConnectionSettings {
  readonly id: string
  readonly connector: string
  readonly enabled: boolean
  readonly schedule: string
  readonly mapping: string
}

/** The settings' schema of each connector, by its name. */
export type ConnectorSchemas = Readonly<Record<string, z.ZodType<ConnectionSettings>>>

interface Source {
  readonly file: YamlFile
  readonly expanded: ReadonlySet<string>
}

export function checkConnections<Schemas extends ConnectorSchemas>(
  listed: readonly Json[],
  connectors: Schemas,
  source: Source,
) {
  type Settings = z.output<Schemas[keyof Schemas]>
  const checked = listed.map((value, index) => checkConnection(value, index, connectors, source))
  return {
    values: checked.flatMap((one) => ('value' in one ? [one.value as Settings] : [])),
    problems: [...checked.flatMap(({ problems }) => problems), ...doubleIds(listed, source.file)],
  }
}

function checkConnection(value: Json, index: number, connectors: ConnectorSchemas, source: Source) {
  const path = ['connections', index]
  const Head = z.looseObject({ id: Name, connector: z.enum(Object.keys(connectors)) })
  const head = check(Head, value, source.file, path)
  const name = String((value as { connector?: Json } | null)?.connector)
  if (!Object.hasOwn(connectors, name)) return head as { readonly problems: readonly Problem[] }
  return checkExpanded(connectors[name]!, value, { ...source, path })
}

/** Ids stand in addresses of hooks and in the database: two connections under one would mix their records. */
function doubleIds(listed: readonly Json[], file: YamlFile): Problem[] {
  const ids = listed.map((value) => (value as { id?: Json } | null)?.id)
  return ids.flatMap((id, index) => {
    if (typeof id !== 'string' || ids.indexOf(id) === index) return []
    const message = `connections[${index}].id: connections[${ids.indexOf(id)}] has this id already`
    return [{ at: file.at(['connections', index, 'id']), message }]
  })
}
