import type { Json } from '../lib/json.ts'

/** What a change does to the target; `clear` empties a value that was there, `close` ends an object's life. */
export type Effect = 'create' | 'update' | 'clear' | 'close'

/** One field of one write, as the target's system would show it. `before` is what we read, `after` what we want to read. */
export interface FieldChange {
  readonly field: string
  readonly before: Json
  readonly after: Json
}

/** One write to a vendor: one call. A value, never mutated. */
export interface Change {
  readonly flow: string
  /** The source record's id. */
  readonly record: string
  /** Our name of the call, e.g. `opening.create`. */
  readonly action: string
  readonly effect: Effect
  /** The target object's id; absent while an earlier change of the same record has yet to create it. */
  readonly target?: string
  readonly fields: readonly FieldChange[]
  /** What the call needs beyond `fields`. */
  readonly input: Json
}

/** Something about a record that a person should see. With `attention` the record, and so the run, is not in order. */
export interface Issue {
  readonly field?: string
  readonly reason: string
  readonly message: string
  readonly attention: boolean
}
