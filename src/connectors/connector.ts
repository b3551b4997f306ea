import type { ZodType } from 'zod'
import type { Call } from '../lib/http-client.ts'
import type { Timeouts } from '../lib/http-watch.ts'
import type { Json } from '../lib/json.ts'
import type { Sleep } from '../lib/rate-limit.ts'
import type { Change, Issue } from '../plan/change.ts'
import type { Page, Row } from '../record/record.ts'

/**
 * The contract between the engine and a pair of systems. A connector adds no engine: it names the lists it reads, says
 * for each record what should be true on the other side, and how one change is written and looked up again.
 *
 * Methods are declared in method form on purpose: that lets a list of flows over different rows be one list.
 */
export interface Connection {
  readonly id: string
  readonly connector: string
  readonly collections: readonly Collection[]
  /** In the order they run; a later flow sees the links an earlier one made. */
  readonly flows: readonly Flow[]
  /** Credentials, permissions, mapping against the live fields. Writes nothing. */
  check(): Promise<readonly Finding[]>
  /** What a vendor's webhook asks us to look at again, or why it is refused. Never trusted as data. */
  readHook(hook: IncomingHook): HookVerdict
  /** Registers what webhooks the vendor lets us register, at `url(event)`. */
  registerHooks?(url: (event: string) => string): Promise<readonly Finding[]>
  /** Every field that could be mapped. */
  fields(): Promise<readonly FieldLine[]>
  /** A problem that a person should see though the connection works, such as a mapping file that could not be reloaded. */
  problems(): readonly string[]
  /** Calls made since this was last asked, by method and path template. */
  takeCalls(): Readonly<Record<string, number>>
  close(): void
}

/** What opens connections: one per pair of systems. */
export interface Connector<Config = never> {
  readonly name: string
  /** What the connection's block in the config file may say. */
  readonly config: ZodType<Config>
  open(config: Config, parts: Parts): Connection
}

/** What a connection is given besides its own configuration. */
export interface Parts {
  /** Told of every call to a vendor, for metrics and logs. */
  onCall(call: Call): void
  now(): Date
  /** How the vendors' clients wait before they try again; only tests, which have no minutes, say another way. */
  readonly sleep?: Sleep
  /** How long the clients wait for an answer; for tests as well. */
  readonly timeouts?: Partial<Timeouts>
}

/** One line of `hirewire fields`: a field of the source and what it is, or would be, on the other side. */
export interface FieldLine {
  readonly code: string
  readonly label: string
  readonly type: string
  readonly isMapped: boolean
  /** The title and type of the target's field, made or to be made; or why it cannot be mapped. */
  readonly target: string
}

export interface Finding {
  readonly ok: boolean
  /** What was checked, in a few words: `Ashby key`, `permission jobsWrite`, `mapping costCenter`. */
  readonly subject: string
  readonly message: string
}

export interface IncomingHook {
  readonly event: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
  readonly body: unknown
}

export type HookVerdict =
  | { readonly type: 'forged'; readonly reason: string }
  | { readonly type: 'ignored' }
  /** `records` are `<flow>/<id>` or ids to look at; none means everything. `pushed` are records a person pressed "push" on. */
  | {
      readonly type: 'look'
      readonly records: readonly string[]
      readonly delivery?: string
      readonly pushed?: readonly string[]
    }

/** A list at one system, mirrored locally so that a cycle asks only for what changed. */
export interface Collection<T extends Row = Row> {
  /** `<system>.<things>`, e.g. `charthop.jobs`. */
  readonly name: string
  /** Every row, or with `since` (the last complete read's token) what changed. Must throw rather than end early. */
  read(since: string | undefined): AsyncIterable<Page<T>>
  /** One row by id whatever its state; undefined only when the vendor says that it does not exist. */
  look(id: string): Promise<T | undefined>
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

/** The mirror as a flow may see it: read-only, no network. */
export interface Mirror {
  row<T extends Row>(collection: string, id: string): Promise<T | undefined>
  rows<T extends Row>(collection: string): Promise<readonly T[]>
  rowsByRef<T extends Row>(collection: string, ref: string): Promise<readonly T[]>
  links(flow: string): Promise<ReadonlyMap<string, Link>>
}

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
  /** Why this flow cannot run at all now (a key that is not configured), or undefined. */
  blocked?(): string | undefined
  /**
   * What decisions need besides the record; called only when some record is due. May read the vendors. In a dry run what
   * earlier flows of it would have made is not there: `isDryRun` says that it is to be reckoned with all the same.
   */
  prepare(mirror: Mirror, isDryRun?: boolean): Promise<C>
  /** Direct looks that a decision needs; must not write. */
  gather?(source: Source, context: C): Promise<S>
  /** Pure. */
  desire(source: S, context: C): Decision<D>
  find(source: S, desired: D, context: C, mirror: Mirror): Promise<Found<A>>
  /** Pure. No change means equal: the engine verifies a write by planning again over what it read back. */
  plan(source: S, desired: D, actual: A | undefined, context: C): readonly Change[]
  /** Makes exactly one write. `change.target` is set unless the change creates it. Must throw UnknownOutcomeError when unsure. */
  apply(change: Change, context: C): Promise<Receipt>
  /** After an unknown outcome: was it applied? `unsure` when even a look cannot tell; then nothing is tried again. */
  settle(change: Change, context: C): Promise<Receipt | 'absent' | 'unsure'>
  /** The target as it is now, read from the vendor. */
  readBack(source: S, target: string, context: C): Promise<A | undefined>
  /** Per mapped field: raw value, after transforms, what is written. For `explain`; pure. */
  trace?(source: S, context: C): readonly FieldTrace[]
}

export interface FieldTrace {
  readonly from: string
  readonly to: string
  readonly raw: Json
  readonly transformed: Json
  readonly written?: Json
  readonly problem?: string
}
