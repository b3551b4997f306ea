import { readText, type YamlFile } from '../lib/yaml-file.ts'
import { fingerprint } from '../record/fingerprint.ts'
import { conflicts } from './conflicts.ts'
import { parseMappingText } from './mapping-text.ts'
import { type HireObject, MappingFile } from './schema.ts'
import type { Transform } from './transform-schema.ts'

export interface Mapping {
  /** Of what the mapping means: comments, order and spelling of codes do not change it. */
  readonly digest: string
  readonly openings: readonly OpeningMapping[]
  readonly hires: readonly HireMapping[]
}

export interface OpeningMapping {
  /** Code of a ChartHop custom field. */
  readonly from: string
  readonly title: string
  readonly type?: string
  readonly transforms: readonly Transform[]
  /** `file:line:column` of the entry. */
  readonly at: string
}

export interface HireMapping {
  readonly from: { readonly object: HireObject; readonly title: string }
  /** Code of a ChartHop custom field. */
  readonly to: string
  readonly transforms: readonly Transform[]
  readonly at: string
}

/** The mapping, or a ConfigError with all its problems as `file:line:column message`. */
export function loadMapping(path: string): Mapping {
  return parseMapping(readText(path), path)
}

export function parseMapping(text: string, name: string): Mapping {
  const { value, file } = parseMappingText(text, name, { schema: MappingFile, conflicts })
  return toMapping(value, file)
}

function toMapping({ openings, hires }: MappingFile, file: YamlFile): Mapping {
  return {
    digest: digestOf(openings, hires),
    openings: openings.map(({ from, to, transform }, index) => ({
      ...{ from, ...to, transforms: transform },
      at: file.where(['openings', index]),
    })),
    hires: hires.map(({ from, to, transform }, index) => ({
      ...{ from, to, transforms: transform },
      at: file.where(['hires', index]),
    })),
  }
}

function digestOf(openings: MappingFile['openings'], hires: MappingFile['hires']): string {
  const sorted = (entries: readonly string[]) => entries.toSorted()
  return fingerprint({
    openings: sorted(openings.map((entry) => fingerprint({ ...entry, from: entry.from.toLowerCase() }))),
    hires: sorted(hires.map((entry) => fingerprint({ ...entry, to: entry.to.toLowerCase() }))),
  })
}
