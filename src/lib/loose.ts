import { z } from 'zod'

/**
 * Parts of schemas for answers whose documents promise little: each reads the spellings that are known or likely, and
 * what it cannot read counts as absent. Not for what decides a write by itself.
 */
export const looseText = z.unknown().optional().transform(textOf)
export const looseNumber = z.unknown().optional().transform(numberOf)
export const looseMoment = z.unknown().optional().transform(momentOf)
export const looseWebLink = z.unknown().optional().transform(webLinkOf)

/** Text without blanks around it; numbers count, since ids come as either. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

/** A number, or plain text that is one. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  return typeof value === 'string' && /^\s*-?\d{1,15}(\.\d{1,15})?\s*$/.test(value) ? Number(value) : undefined
}

/** ISO 8601 in UTC. A time without a zone is taken as UTC: local time would depend on where we run. */
export function momentOf(value: unknown): string | undefined {
  const [, day, time, zone] = typeof value === 'string' ? (MOMENT.exec(value.trim()) ?? []) : []
  if (day === undefined) return undefined
  const parsed = Date.parse(`${day}T${time ?? '00:00:00'}${zone?.toUpperCase() ?? 'Z'}`)
  const isReal = !Number.isNaN(parsed) && !Number.isNaN(Date.parse(day)) && isDay(day)
  return isReal ? new Date(parsed).toISOString() : undefined
}

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(Z|[+-]\d{2}:?\d{2})?)?$/i

/** The 31st of February would roll over silently. */
function isDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/** An http or https address; anything else could run as a script where people click it. */
export function webLinkOf(value: unknown): string | undefined {
  const text = textOf(value)
  return text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
