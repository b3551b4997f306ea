import { nearest } from '../lib/nearest.ts'
import { loadCrosschqMapping } from './crosschq-load.ts'
import { loadMapping } from './load.ts'
import { loadWilloMapping } from './willo-load.ts'

/** Reads a mapping file; throws ConfigError. */
export type LoadMapping = (path: string) => unknown

/** Whose mapping files are read how, by the connector's name. */
const BY_CONNECTOR: ReadonlyMap<string, LoadMapping> = new Map<string, LoadMapping>([
  ['charthop-ashby', loadMapping],
  ['crosschq-ashby', loadCrosschqMapping],
  ['crosschq-lever', loadCrosschqMapping],
  ['crosschq-smartrecruiters', loadCrosschqMapping],
  ['willo-ashby', loadWilloMapping],
])

/** A section stands in one kind of file only, so it tells the kind. */
const BY_SECTION: ReadonlyMap<string, LoadMapping> = new Map<string, LoadMapping>([
  ['openings', loadMapping],
  ['hires', loadMapping],
  ['templates', loadCrosschqMapping],
  ['triggers', loadCrosschqMapping],
  ['interviews', loadWilloMapping],
])

/** What every mapping has, whatever its kind. */
const VERSION = 'version'

export function loaderOfConnector(connector: string): LoadMapping | undefined {
  return BY_CONNECTOR.get(connector)
}

/** How a file with these keys is read, if it is a mapping at all. A misspelt section still tells what was meant. */
export function loaderOfKeys(keys: readonly string[]): LoadMapping | undefined {
  const section = keys.find((key) => BY_SECTION.has(key)) ?? misspelt(keys)
  if (section !== undefined) return BY_SECTION.get(section)
  return keys.includes(VERSION) ? loadMapping : undefined
}

function misspelt(keys: readonly string[]): string | undefined {
  if (!keys.includes(VERSION)) return undefined
  return keys.map((key) => nearest(key, [...BY_SECTION.keys()])).find((section) => section !== undefined)
}
