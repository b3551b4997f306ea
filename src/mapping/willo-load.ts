import { readText } from '../lib/yaml-file.ts'
import { parseMappingText, type Warning } from './mapping-text.ts'
import type { Trigger } from './triggers.ts'
import { willoConflicts, willoWarnings } from './willo-conflicts.ts'
import { WilloFile } from './willo-schema.ts'

/** Which interview a candidate is invited to, and when. */
export interface WilloMapping {
  readonly interviews: readonly InterviewMapping[]
  readonly warnings: readonly Warning[]
}

export interface InterviewMapping {
  /** Key of a Willo interview: 32 lower-case hexadecimal digits. */
  readonly interview: string
  readonly triggers: readonly Trigger[]
  /** `file:line:column` of the entry. */
  readonly at: string
}

/** The mapping, or a ConfigError with all its problems as `file:line:column message`. */
export function loadWilloMapping(path: string): WilloMapping {
  return parseWilloMapping(readText(path), path)
}

export function parseWilloMapping(text: string, name: string): WilloMapping {
  const { value, file } = parseMappingText(text, name, { schema: WilloFile, conflicts: willoConflicts })
  return {
    interviews: value.interviews.map(({ interview, triggers }, index) => ({
      interview,
      triggers: triggers.map((trigger, at) => ({
        ...trigger,
        at: file.where(['interviews', index, 'triggers', at]),
      })),
      at: file.where(['interviews', index]),
    })),
    warnings: willoWarnings(value, file),
  }
}
