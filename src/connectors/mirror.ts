import type { Json } from '../lib/json.ts'
import type { Page, Row } from '../record/record.ts'

/** A list at one system, mirrored locally so that a cycle asks only for what changed. */
export interface Collection<T extends Row = Row> {
  /** `<system>.<things>`, e.g. `charthop.jobs`. */
  readonly name: string
  /**
   * Every row, or with `since` (the last complete read's token) what changed. Must throw rather than end early. `from` is
   * the cursor of a page that was kept by a first read which was interrupted: go on behind it.
   */
  read(since: string | undefined, mirror: Mirror, from?: string): AsyncIterable<Page<T>>
  /** One row by id whatever its state; undefined only when the vendor says that it does not exist, or it is none of ours. */
  look(id: string, mirror: Mirror): Promise<T | undefined>
  /** The rows are ours, kept when somebody asked for something: there is nothing to read at a vendor. */
  readonly isOwn?: boolean
  /** What of a row can cause a write; the rest may change unnoticed. */
  essence(row: T): Json
  /** By what rows are found besides their id: in a `related` list the record they belong to, elsewhere a natural key. */
  ref?(row: T): string | undefined
  /** The rows that belong to one record, for a run that looks at that record only. Needed where `ref` is. */
  lookFor?(record: string): Promise<readonly T[]>
  /** Rows not worth keeping, unless kept before. Default: all are kept. */
  keep?(row: T): boolean
  /** With a token: how long "changes since" may be trusted, and below how many rows a full read is cheap enough always. */
  readonly fullRead?: { readonly everyMs: number; readonly alwaysBelow: number }
}

/** A source row with everything the mirror knows about it. */
export interface Source<T extends Row = Row> {
  readonly id: string
  readonly row: T
  /** Rows of the flow's `related` collections that refer to this record, by collection name. */
  readonly related: Readonly<Record<string, readonly Row[]>>
  /** Proven absent at the source: complete reads without it and a direct look. */
  readonly isGone: boolean
  readonly link?: Link
  /** What was true on both sides when this record was last in step. */
  readonly acknowledged?: Json
  /** A person pressed "push" for this record, in the vendor's UI or with `sync --record`. */
  readonly isPushed: boolean
}

export interface Link {
  readonly target: string
  readonly origin: 'created' | 'adopted'
}

/** The mirror as a flow may see it: read-only, no network. */
export interface Mirror {
  row<T extends Row>(collection: string, id: string): Promise<T | undefined>
  rows<T extends Row>(collection: string): Promise<readonly T[]>
  rowsByRef<T extends Row>(collection: string, ref: string): Promise<readonly T[]>
  links(flow: string): Promise<ReadonlyMap<string, Link>>
  /** Everything a flow ever made, oldest first: from the ledger, so that a record may have made several things. */
  created(flow: string): Promise<readonly Written[]>
  /** Every write that was applied for one record, oldest first: for a target that tells nothing of itself. */
  written(flow: string, record: string): Promise<readonly Written[]>
  /** Since when a flow waits for each thing it `waitsFor`. */
  firstSeen(flow: string): Promise<ReadonlyMap<string, Date>>
}

/** A write of ours that is known to have been applied. */
export interface Written {
  readonly record: string
  readonly target?: string
  readonly action: string
  readonly input: Json
  /** When its outcome was known. */
  readonly at: Date
}
