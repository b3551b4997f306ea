import type { SandboxAnswer, SandboxRequest } from '../../../sandbox/exchange.ts'
import { type AccessName, sees } from './access.ts'
import type { Actor } from './events.ts'
import type { Day } from './model.ts'
import { resolvePerson } from './person-rows.ts'
import { invalid, notFound, unsupported } from './refusal.ts'
import type { Reading } from './rows.ts'
import { isDay } from './settings.ts'
import type { State } from './state.ts'

/** One authorised call. */
export interface Call {
  readonly state: State
  readonly request: SandboxRequest
  readonly params: Readonly<Record<string, string>>
  readonly access: AccessName
  readonly actor: Actor
  /** What installed the token: an app is a special user. */
  readonly token: { readonly name: string; readonly userId: string }
  readonly processes: Processes
  readonly notifications: unknown[]
}

export type Handler = (call: Call) => SandboxAnswer

/** A route: method, path with `:variables`, what it needs, what it does. */
export type Route = readonly [method: string, path: string, handler: Handler]

export interface Processes {
  start(label: string, userId: string, errors: readonly string[]): unknown
  get(id: string): unknown
}

export const ok = (body: unknown): SandboxAnswer => ({ status: 200, body })
export const created = (body: unknown): SandboxAnswer => ({ status: 201, body })
export const noContent = (): SandboxAnswer => ({ status: 204, body: undefined })

/** The JSON object a write must carry. */
export function bodyOf({ request }: Call): Readonly<Record<string, unknown>> {
  const { body } = request
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('invalid data')
  return body as Record<string, unknown>
}

/** The effective date of a write; today when none is given. */
export function effectiveDay({ state, request }: Call): Day {
  refuseScenario(request.query)
  return dayOf(request.query, 'date') ?? state.settledDay
}

/** As of when and for whom rows are read. */
export function readingOf({ state, request, access }: Call): Reading {
  refuseScenario(request.query)
  const format = request.query.get('format') ?? 'json'
  if (!['json', 'json-extended', 'json-readable', 'minimal'].includes(format)) throw invalid('format: unknown')
  const asked = dayOf(request.query, 'date') ?? state.settledDay
  // Only those with sensitive access see what lies ahead: docs.charthop.com, access levels.
  const day = asked > state.settledDay && !sees(access, 'SENSITIVE') ? state.settledDay : asked
  return { state, access, day, isMinimal: format === 'minimal', person: resolvePerson }
}

export function dayOf(query: URLSearchParams, name: string): Day | undefined {
  const day = query.get(name)
  if (day === null || day === '') return undefined
  if (!isDay(day)) throw invalid(`${name}: not a date (YYYY-MM-DD)`)
  return day
}

/** `fields=a,b` or `fieldsList=a&fieldsList=b`. */
export function fieldsOf(query: URLSearchParams): readonly string[] {
  const texts = [
    ...(query.get('fields') ?? '').split(','),
    ...query.getAll('fieldsList'),
    ...query.getAll('fieldsList[]'),
  ]
  return texts.map((text) => text.trim()).filter((text) => text !== '')
}

/** The actions a caller asks about, so far as it may do them: a preflight that writes nothing. */
export function accessOf({ request }: Call, isAllowed: (action: string) => boolean): object {
  const asked = request.query.get('returnAccess')
  if (!asked) return {}
  return {
    access: [
      {
        allowed: asked
          .split(',')
          .filter(isAllowed)
          .map((action) => ({ action })),
      },
    ],
  }
}

function refuseScenario(query: URLSearchParams): void {
  if (query.get('scenarioId')) throw notFound('scenario')
  if (query.get('sort')) throw unsupported('sort')
}
