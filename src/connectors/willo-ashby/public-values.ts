import type { Json } from '../../lib/json.ts'

/** Which interview somebody was invited to, and whether they are through; never who. */
const names: ReadonlySet<string> = new Set(['status', 'interview', 'interviews', 'entry'])

export function isPublicOfInterview(field: string, value: Json): boolean {
  const texts: readonly Json[] = Array.isArray(value) ? value : [value]
  return names.has(field) && texts.every((text) => typeof text === 'string')
}
