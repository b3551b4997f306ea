import { ConfigError } from '../lib/errors.ts'
import { parseCrosschqMapping } from './crosschq-load.ts'
import type { MappingEdit } from './edit/edits.ts'
import { parseMapping } from './load.ts'
import { parseWilloMapping } from './willo-load.ts'

export type MappingKind = 'fields' | 'templates' | 'interviews'

export interface TextProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

const FIELDS: readonly string[] = ['charthop-ashby']
const INTERVIEWS: readonly string[] = ['willo-ashby']

const PARSERS: Readonly<Record<MappingKind, (text: string, name: string) => unknown>> = {
  fields: parseMapping,
  templates: parseCrosschqMapping,
  interviews: parseWilloMapping,
}

const EDITS: Readonly<Record<MappingEdit['type'], MappingKind>> = {
  fields: 'fields',
  template: 'templates',
  removeTemplate: 'templates',
  triggers: 'templates',
  interview: 'interviews',
}

/** What a connector's mapping file holds; every other is one of the Crosschq family. */
export function kindOf(connector: string): MappingKind {
  if (FIELDS.includes(connector)) return 'fields'
  return INTERVIEWS.includes(connector) ? 'interviews' : 'templates'
}

export function kindOfEdit({ type }: MappingEdit): MappingKind {
  return EDITS[type]
}

/** What is wrong with a text, without asking anybody; nothing where it can be used. */
export function problemsOf(kind: MappingKind, text: string): readonly TextProblem[] {
  const name = 'mapping'
  try {
    PARSERS[kind](text, name)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n').map((line) => problemIn(line, name))
  }
}

/** A problem of the whole file names no place. */
function problemIn(line: string, name: string): TextProblem {
  const [, at, column, message] = /^mapping:(\d+):(\d+) (.*)$/s.exec(line) ?? []
  if (message === undefined) return { line: 1, column: 1, message: line.replace(`${name}: `, '') }
  return { line: Number(at), column: Number(column), message }
}
