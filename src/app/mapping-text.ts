import { basename } from 'node:path'
import type { MappingNow } from '../http/mapping-desk.ts'
import { ConfigError } from '../lib/errors.ts'
import { whyReadOnly } from '../lib/replace-file.ts'
import { readText } from '../lib/yaml-file.ts'
import { editMapping } from '../mapping/edit/edit.ts'
import type { MappingEdit } from '../mapping/edit/edits.ts'
import { EditRefusedError } from '../mapping/edit/entries.ts'
import { kindOf, kindOfEdit, type MappingKind, problemsOf, type TextProblem } from '../mapping/kinds.ts'
import { fingerprint } from '../record/fingerprint.ts'
import type { ConnectionConfig } from './config.ts'

/** Of the text as it is, comments too: whoever edits must have seen them. */
export function digestOf(text: string): string {
  return fingerprint(text)
}

export async function mappingNow({ connector, mapping: path }: ConnectionConfig): Promise<MappingNow> {
  const kind = kindOf(connector)
  const file = basename(path)
  const readOnly = await whyReadOnly(path)
  const state = { kind, file, ...(readOnly !== undefined && { readOnly }) }
  try {
    const text = readText(path)
    return { ...state, text, digest: digestOf(text), problems: problemsOf(kind, text) }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const problems = [whole(error.message.replaceAll(path, file))]
    return { ...state, text: '', digest: digestOf(''), problems }
  }
}

export type Edited = { readonly text: string } | { readonly problems: readonly TextProblem[] }

/** The text an edit makes of this one, or why none. */
export function edited({ kind, text, problems }: MappingNow, edit: MappingEdit): Edited {
  if (kindOfEdit(edit) !== kind)
    return { problems: [whole(`this mapping has ${kind}; "${edit.type}" changes another`)] }
  if (problems.length > 0) return { problems }
  try {
    return usable(kind, editMapping(text, edit))
  } catch (error) {
    if (!(error instanceof EditRefusedError)) throw error
    return { problems: [whole(`${error.message}; change the text itself`)] }
  }
}

export function usable(kind: MappingKind, text: string): Edited {
  const problems = problemsOf(kind, text)
  return problems.length > 0 ? { problems } : { text }
}

/** What was changed, in a word or two, for the list of versions. */
export function noteOf(edit: MappingEdit): string {
  if (edit.type === 'template') return `template ${edit.template.id}`
  if (edit.type === 'removeTemplate') return `template ${edit.id} removed`
  if (edit.type === 'interview') return `interview ${edit.interview}`
  return edit.type
}

function whole(message: string): TextProblem {
  return { line: 1, column: 1, message }
}
