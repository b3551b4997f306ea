import { isDeepStrictEqual } from 'node:util'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Flow } from '../../connectors/flow.ts'
import { hidePeople } from '../../connectors/mapping-edit.ts'
import type { Json } from '../../lib/json.ts'
import type { FieldChange } from '../../plan/change.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'
import { noteAction } from './actions.ts'

/** What stands in place of a value that tells of a person or their pay. */
export const MASK = '•••'

/** In the query of every answer that may hold such values. */
export const Values = z
  .enum(['shown', 'masked'])
  .optional()
  .describe('Personal values as they are, or "•••". Left out: masked for the role read, shown for the others.')
export type Values = z.output<typeof Values>

/** Of one field's value: may everybody who signs in see it? */
export type IsPublic = NonNullable<Flow['isPublic']>

/** Which values of a flow are seen as they are. */
export type Sight = (connection: string, flow: string) => IsPublic

/** A mapping's text as it is seen. */
export type TextSight = (text: string) => string

const textMask: TextSight = (text) => hidePeople(text, MASK)

type Asking = Pick<FastifyRequest, 'caller' | 'url'>

/**
 * One answer, as `view` makes it: masked, or as it is where that was asked for by who may. Each answer that shows what the
 * mask would have hidden is noted before it is sent, so that none is shown unnoted.
 */
export async function withValues<T>(
  parts: HttpParts,
  request: Asking,
  values: Values,
  view: (sight: Sight, seenText: TextSight) => T,
): Promise<T> {
  const isShown = mayShow(request, values)
  const masked = view(maskOf(parts), textMask)
  if (!isShown) return masked
  const shown = view(
    () => () => true,
    (text) => text,
  )
  if (!isDeepStrictEqual(masked, shown)) await noteAction(parts, request, 'values_shown')
  return shown
}

function mayShow({ caller }: Asking, values: Values): boolean {
  const mayRead = caller?.role === 'operate' || caller?.role === 'approve'
  if (values === 'shown' && !mayRead)
    refuse(403, 'role', 'personal values are shown to a token with the role operate or approve; ask with values=masked')
  return mayRead && values !== 'masked'
}

/** What a flow does not call public is masked, and all of a flow that is no longer known. */
function maskOf({ connections }: HttpParts): Sight {
  return (connection, flow) => {
    const known = connections.get(connection)?.connection.flows.find(({ name }) => name === flow)
    return (field, value) => known?.isPublic?.(field, value) ?? false
  }
}

/** What is empty stays so: that a value was missing tells nothing of a person. */
export function maskValue(isPublic: IsPublic, field: string, value: Json): Json {
  return value === null || isPublic(field, value) ? value : MASK
}

/** All of them or none: what one value hides, the same value before or after its transforms must not tell. */
export function maskTogether<T extends Readonly<Record<string, Json | undefined>>>(
  isPublic: IsPublic,
  names: readonly string[],
  values: T,
): T {
  const given = Object.values(values).filter((value) => value !== undefined && value !== null) as Json[]
  if (given.every((value) => names.every((name) => isPublic(name, value)))) return values
  const hidden = Object.entries(values).map(([name, value]) => [name, (value ?? null) === null ? value : MASK])
  return Object.fromEntries(hidden) as T
}

export function maskFields<F extends FieldChange>(isPublic: IsPublic, fields: readonly F[]): F[] {
  return fields.map(({ before, after, ...rest }) => {
    return { ...rest, ...maskTogether(isPublic, [rest.field], { before, after }) } as unknown as F
  })
}

/** A planned write with its fields and what its call needs. */
export function maskChange<C extends { readonly fields: readonly FieldChange[]; readonly input?: Json }>(
  isPublic: IsPublic,
  change: C,
): C {
  const input = change.input === undefined ? {} : { input: maskJson(isPublic, change.input) }
  return { ...change, fields: maskFields(isPublic, change.fields), ...input }
}

/** Plans as they are kept: one of a hold, or the list of a dry run. */
export function maskPlans(sight: Sight, plan: Json | undefined): Json {
  if (plan === undefined || plan === null) return null
  if (Array.isArray(plan)) return plan.map((one) => maskPlans(sight, one))
  const { connection, flow, changes = [] } = plan as unknown as KeptPlan
  const seen = changes.map((change) => maskChange(sight(connection, flow), change))
  return { ...(plan as object), changes: seen } as unknown as Json
}

interface KeptPlan {
  readonly connection: string
  readonly flow: string
  readonly changes?: readonly { readonly fields: readonly FieldChange[]; readonly input?: Json }[]
}

/** Members by their names. Of a list of things each is looked at; anything else is public as a whole, or hidden. */
export function maskJson(isPublic: IsPublic, value: Json): Json {
  if (!isObject(value)) return maskValue(isPublic, '', value)
  const name = nameOf(value)
  const seen = Object.entries(value).map(([key, member]) => [key, maskMember(isPublic, key, member ?? null, name)])
  return Object.fromEntries(seen)
}

function maskMember(isPublic: IsPublic, key: string, member: Json, name: string | undefined): Json {
  if (Array.isArray(member) && member.some(isObject)) return member.map((one) => maskJson(isPublic, one))
  if (name === undefined) return maskValue(isPublic, key, member)
  return member === name ? member : maskValue(isPublic, key === 'value' || key === 'fieldValue' ? name : key, member)
}

/** A field with its value, as what was acknowledged and what is written list them. */
function nameOf(value: Members): string | undefined {
  const name = value.field ?? value.title ?? value.code
  const hasValue = 'value' in value || 'fieldValue' in value
  return hasValue && typeof name === 'string' ? name : undefined
}

type Members = { readonly [key: string]: Json | undefined }

function isObject(value: Json): value is Members {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
