import { readText } from '../lib/yaml-file.ts'
import { crosschqConflicts, crosschqWarnings } from './crosschq-conflicts.ts'
import { CrosschqFile, RELATIONSHIPS, type Relationship, type TemplateEntry } from './crosschq-schema.ts'
import { parseMappingText, type Warning } from './mapping-text.ts'
import type { Trigger } from './triggers.ts'

/** The same for every ATS: which reference request a job's candidates get. */
export interface CrosschqMapping {
  /** In the order of the file: of several that fit, the first is meant. */
  readonly templates: readonly Template[]
  readonly triggers: readonly TemplateTrigger[]
  readonly warnings: readonly Warning[]
}

export interface Template {
  readonly id: string
  readonly name: string
  /** Lower case. Without one, only a person or a trigger chooses the template. */
  readonly tag?: string
  /** May be empty. */
  readonly description: string
  /** Left out: the job's title. */
  readonly position?: string
  /** A codename. */
  readonly survey: string
  /** Counts above zero; `any` is among them already. */
  readonly references: Readonly<Partial<Record<Relationship, number>>>
  readonly hiringManager?: HiringManager
  readonly message?: string
  readonly jobFunction?: string
  /** `file:line:column` of the entry. */
  readonly at: string
}

export interface HiringManager {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

export interface TemplateTrigger extends Trigger {
  /** A template's id. */
  readonly template: string
}

/** The mapping, or a ConfigError with all its problems as `file:line:column message`. */
export function loadCrosschqMapping(path: string): CrosschqMapping {
  return parseCrosschqMapping(readText(path), path)
}

export function parseCrosschqMapping(text: string, name: string): CrosschqMapping {
  const { value, file } = parseMappingText(text, name, { schema: CrosschqFile, conflicts: crosschqConflicts })
  return {
    templates: value.templates.map((entry, index) => toTemplate(entry, file.where(['templates', index]))),
    triggers: value.triggers.map((entry, index) => ({ ...entry, at: file.where(['triggers', index]) })),
    warnings: crosschqWarnings(value, file),
  }
}

function toTemplate(entry: TemplateEntry, at: string): Template {
  const { id, name, tag, description, position, survey, hiringManager, message, jobFunction } = entry
  return {
    ...{ id, name, description: description ?? '', survey, references: counts(entry), at },
    ...(tag && { tag }),
    ...(position && { position }),
    ...(hiringManager && { hiringManager }),
    ...(message && { message }),
    ...(jobFunction && { jobFunction }),
  }
}

function counts({ references }: TemplateEntry): Template['references'] {
  const entries = RELATIONSHIPS.map((id) => {
    const chosen = id === references.anyAs ? (references.any ?? 0) : 0
    return [id, (references[id] ?? 0) + chosen] as const
  })
  return Object.fromEntries(entries.filter(([, count]) => count > 0))
}
