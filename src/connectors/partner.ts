import type { Json } from '../lib/json.ts'
import type { Row } from '../record/record.ts'
import type { IncomingHook } from './hook.ts'
import type { Mirror } from './mirror.ts'

/** An ATS's questions to us as its assessment partner. */
export interface Partner {
  /** Whether the caller knows our key; judged before anything is read of its body. */
  isCaller(headers: IncomingHook['headers']): boolean
  /** `call` is the last part of the address, such as `assessment.start`. */
  answer(call: string, body: unknown, desk: Desk): Promise<PartnerAnswer>
}

/** `status` is HTTP's. */
export interface PartnerAnswer {
  readonly status: number
  readonly body: Json
}

/** What a partner's answer may do: look at the mirror, keep rows of its own, and have a run look into them at once. */
export interface Desk {
  readonly mirror: Mirror
  now(): Date
  /** Alone with `key` among all processes: what `act` reads stays true until what it keeps is committed. */
  alone<T>(key: string, act: (desk: Keeping) => Promise<T>): Promise<T>
  /** Has these records looked at by a run, and waits for it no longer than `ms`. */
  run(records: readonly string[], ms: number): Promise<'done' | 'late'>
  /** Where a record stands: what the last run made of it, and whether a write for it is still unclear. */
  standing(flow: string, record: string): Promise<Standing | undefined>
}

export interface Keeping {
  readonly mirror: Mirror
  /** Keeps a row of an own collection and makes the records it concerns due. */
  keep(collection: string, row: Row): Promise<void>
}

export interface Standing {
  readonly state: string
  readonly reason?: string
  readonly message?: string
  readonly isUnclear: boolean
}
