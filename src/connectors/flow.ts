import type { Json } from '../lib/json.ts'
import type { Change, Issue } from '../plan/change.ts'
import type { Row } from '../record/record.ts'
import type { Mirror, Source } from './mirror.ts'

/** What should be true, or why nothing is to be done. `again` says when to look at a skipped record without a new fact. */
export type Decision<D> = { readonly type: 'desired'; readonly desired: D; readonly issues: readonly Issue[] } | Skip

export interface Skip {
  readonly type: 'skip'
  readonly reason: string
  readonly message: string
  /** A person must act: the run is `partial` until they do (R18). */
  readonly attention: boolean
  readonly again?: 'nextRun' | Date
}

/** The target object a record belongs to. `linked` needs no saving; the others become a link once applied. */
export type Found<A> =
  | { readonly type: 'none' }
  | { readonly type: 'object'; readonly id: string; readonly actual: A; readonly origin: 'linked' | 'adopted' }
  | Skip

/** What one record of an earlier flow would come to: writes, or a target that is there already. */
export interface Foreseen {
  readonly record: string
  readonly changes: readonly Change[]
  readonly adopt?: string
}

export type ForeseenOf = (flow: string) => readonly Foreseen[]

export interface Receipt {
  readonly target?: string
  readonly requestId?: string
}

/** One direction of a connector. S is what `gather` makes of a source, D what should be true, A what is, C what one run knows. */
export interface Flow<S extends Source = Source, D = Json, A extends Row = Row, C = unknown> {
  readonly name: string
  /** The collection whose row ids are this flow's record ids. */
  readonly source: string
  readonly related?: readonly string[]
  /** The collection of target objects: when one changes, its linked record is looked at again. */
  readonly target?: string
  /** Mapping and rules as a value: when it changes, every record is looked at again. */
  settings(mirror: Mirror): Promise<Json>
  /**
   * Names of happenings this flow acts on, such as a trigger stage. The engine remembers when it first saw each name; what
   * happened earlier is the past and is not acted upon (X2).
   */
  waitsFor?(): readonly string[]
  /** Why this flow cannot run at all now (a key that is not configured), or undefined. */
  blocked?(): string | undefined
  /**
   * Switched off in the config, as designed: nothing is read for it and unclear writes wait, what it waited for is forgotten,
   * and due records are decided from the mirror alone, so that none is left waiting. `prepare` must make no call then.
   */
  isOff?(): boolean
  /** What is written first, compared as text; without it, the order of the ids. */
  order?(source: S): string
  /**
   * What decisions need besides the record; called only when some record is due. May read the vendors. In a dry run what
   * earlier flows of it would have made is not there: `foreseen`, which only a dry run gives, is to be reckoned with.
   */
  prepare(mirror: Mirror, foreseen?: ForeseenOf): Promise<C>
  /** Direct looks that a decision needs; must not write. */
  gather?(source: Source, context: C): Promise<S>
  /** Pure. */
  desire(source: S, context: C): Decision<D>
  find(source: S, desired: D, context: C, mirror: Mirror): Promise<Found<A>>
  /** Pure. No change means equal: the engine verifies a write by planning again over what it read back. */
  plan(source: S, desired: D, actual: A | undefined, context: C): readonly Change[]
  /** Makes exactly one write. `change.target` is set unless the change creates it. Must throw UnknownOutcomeError when unsure. */
  apply(change: Change, context: C): Promise<Receipt>
  /**
   * After an unknown outcome: was it applied? `unsure` when even a look cannot tell; then nothing is tried again. What was
   * there before `meantAt` is not what we made.
   */
  settle(change: Change, context: C, meantAt: Date): Promise<Receipt | 'absent' | 'unsure'>
  /**
   * After an unknown outcome of a create, where a look cannot tell: what a person named by the vendor's id. Without it nobody
   * can say that such a thing is there.
   */
  named?(change: Change, id: string, context: C): Promise<Named | 'absent' | 'taken'>
  /** The target as it is now, read from the vendor. */
  readBack(source: S, target: string, context: C): Promise<A | undefined>
  /** Per mapped field: raw value, after transforms, what is written. For `explain`; pure. */
  trace?(source: S, context: C): readonly FieldTrace[]
  /**
   * Says of one field's value that it tells nothing of a person or their pay; everything else is masked for who may not see
   * it. `field` is as in changes, traces and what is acknowledged. Must say no where it is unsure; without it all is masked.
   */
  isPublic?(field: string, value: Json): boolean
  /** The vendors' own pages of a record and of its target, from what is mirrored; only those that can be known. */
  pages?(source: S, mirror: Mirror): Promise<VendorPages>
}

/** As this flow links it. */
export interface Named {
  readonly target: string
}

export interface VendorPages {
  readonly source?: VendorPage
  readonly target?: VendorPage
}

/** `isShared`: whoever has the address may need no account to see the page, so it is masked like a personal value. */
export interface VendorPage {
  readonly url: string
  readonly isShared: boolean
}

export interface FieldTrace {
  readonly from: string
  readonly to: string
  readonly raw: Json
  readonly transformed: Json
  readonly written?: Json
  readonly problem?: string
}
