import { nearest } from '../lib/nearest.ts'
import type { Mapping } from './load.ts'

export interface KnownField {
  readonly code: string
  readonly label: string
}

export interface FieldProblem {
  /** `file:line:column` */
  readonly at: string
  readonly code: string
  readonly message: string
}

/** The mapped ChartHop fields that ChartHop does not have (any more), with what was probably meant. */
export function checkMapping(mapping: Mapping, known: readonly KnownField[]): FieldProblem[] {
  const codes = new Set(known.map(({ code }) => code.toLowerCase()))
  const named = [
    ...mapping.openings.map(({ from, at }) => ({ at, code: from })),
    ...mapping.hires.map(({ to, at }) => ({ at, code: to })),
  ]
  return named
    .filter(({ code }) => !codes.has(code.toLowerCase()))
    .map(({ at, code }) => ({ at, code, message: `ChartHop has no custom field "${code}"${hint(code, known)}` }))
}

function hint(code: string, known: readonly KnownField[]): string {
  const byCode = nearest(
    code,
    known.map((field) => field.code),
  )
  const label = nearest(
    code,
    known.map((field) => field.label.replaceAll(' ', '')),
  )
  const meant = byCode ?? known.find((field) => field.label.replaceAll(' ', '') === label)?.code
  return meant === undefined ? '; "hirewire fields" lists them' : `; did you mean "${meant}"?`
}
