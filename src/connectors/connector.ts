import type { ZodType } from 'zod'
import type { SystemWaits } from '../lib/count-calls.ts'
import type { Credentials } from '../lib/credentials.ts'
import type { Call } from '../lib/http-client.ts'
import type { Timeouts } from '../lib/http-watch.ts'
import type { Sleep } from '../lib/rate-limit.ts'
import type { Choices } from './choice.ts'
import type { Flow } from './flow.ts'
import type { HookEvent, HookVerdict, IncomingHook } from './hook.ts'
import type { KeySlot } from './key-slot.ts'
import type { Collection, Mirror } from './mirror.ts'
import type { AnswerBook, Notifications } from './notification.ts'
import type { Partner } from './partner.ts'
import type { PermissionLine } from './permission.ts'

/**
 * The contract between the engine and a pair of systems. A connector adds no engine: it names the lists it reads, says
 * for each record what should be true on the other side, and how one change is written and looked up again.
 *
 * Methods are declared in method form on purpose: that lets a list of flows over different rows be one list.
 */
export interface Connection {
  readonly id: string
  readonly connector: string
  /** What people call the two sides, the connector's first one first. */
  readonly systems: readonly [string, string]
  readonly collections: readonly Collection[]
  /** In the order they run; a later flow sees the links an earlier one made. */
  readonly flows: readonly Flow[]
  /**
   * Throws unless every side takes its key. Asked until a first run has passed, before anything is kept or written: a
   * connection with one wrong key is not enabled (S68, S69).
   */
  checkKeys?(): Promise<void>
  /**
   * By the name of its slot, how a key is tried: only its own vendor is asked (S81). Throws where that one does not take it,
   * else says what it may do. Writes nothing.
   */
  readonly keyChecks?: Readonly<Record<string, () => Promise<readonly Finding[]>>>
  /** Credentials, permissions, mapping against the live fields. Writes nothing. */
  check(): Promise<readonly Finding[]>
  /**
   * What a vendor's webhook asks us to look at again, or why it is refused. Never trusted as data. Vendors wait for few
   * seconds only: at most, a key is asked for.
   */
  readHook(hook: IncomingHook): HookVerdict | Promise<HookVerdict>
  /** The webhooks that mean work for us, for whoever sets them up. Missing: none do. */
  readonly hookEvents?: readonly HookEvent[]
  /** Registers what webhooks the vendor lets us register, at `url(event)`. */
  registerHooks?(url: (event: string) => string): Promise<readonly Finding[]>
  /** What each key needs, has and has too much of. Never throws for trouble of a vendor's: `check` tells of that. */
  permissions?(): Promise<readonly PermissionLine[]>
  /**
   * Every field that could be mapped; none where the connector maps no fields. Samples come from the mirror, as last read:
   * nothing more is asked for their sake.
   */
  fields(mirror?: Mirror): Promise<readonly FieldLine[]>
  /** Those of the source that are never mapped, to be shown with the reason. */
  standardFields?(): Promise<readonly FieldLine[]>
  /** What else a mapping may name. Missing: nothing that a vendor could list. */
  choices?(): Promise<Choices>
  /** The ATS's jobs with their stages, to choose triggers from (S72). */
  jobs?(): Promise<readonly JobLine[]>
  /** What the ATS may ask of us while it waits for the answer. */
  readonly partner?: Partner
  /** What is kept of an answer to one of this connection's hiring prompts. Missing: it sends none. */
  readonly answers?: AnswerBook
  /** Where a vendor wants a person to allow access in their browser. None where something is missing for it: see `check`. */
  readonly grant?: AccessGrant
  /** A problem that a person should see though the connection works, such as a mapping file that could not be reloaded. */
  problems(): readonly string[]
  /** Calls made since this was last asked, by method and path template. */
  takeCalls(): Readonly<Record<string, number>>
  /** What their systems' rate limits cost so far, of the calls that `takeCalls` has not told of yet. */
  waits(): Readonly<Record<string, SystemWaits>>
  close(): void
}

/** What opens connections: one per pair of systems. */
export interface Connector<Config = never> {
  readonly name: string
  /** What the connection's block in the config file may say. */
  readonly config: ZodType<Config>
  /** What a person may paste while connections are open. One that this way of configuring does not take counts as absent. */
  readonly keys: readonly KeySlot[]
  open(config: Config, parts: Parts): Connection
}

/** What a connection is given besides its own configuration. */
export interface Parts {
  /** Told of every call to a vendor, for metrics and logs. */
  onCall(call: Call): void
  now(): Date
  /** Where this connection keeps what vendors gave it. None without `encryptionKey`: who needs it says so by that name. */
  readonly credentials?: Credentials
  /** Where flows queue mail to people. Missing: this process sends none. */
  readonly notifications?: Notifications
  /** How the vendors' clients wait before they try again; only tests, which have no minutes, say another way. */
  readonly sleep?: Sleep
  /** How long the clients wait for an answer; for tests as well. */
  readonly timeouts?: Partial<Timeouts>
}

/** Access that a person allows in their browser, at the vendor's page. */
export interface AccessGrant {
  /** That page. Their browser comes back to `redirectUri` with `state` and a code, or an error. */
  startUrl(state: string, redirectUri: string): string
  /**
   * Takes the code, which works once: what it gives is kept when this returns, and used from then on. A `DisconnectedError`
   * where the vendor does not take it.
   */
  finish(code: string, redirectUri: string): Promise<void>
  /** As far as is known without asking the vendor. */
  state(): Promise<'connected' | 'disconnected'>
}

/** One line of `hirewire fields`: a field of the source and what it is, or would be, on the other side. */
export interface FieldLine {
  readonly code: string
  readonly label: string
  readonly type: string
  /** What it belongs to, in the source's word: a job, a person. */
  readonly entity: string
  readonly isMapped: boolean
  /** The source's own field, and none that somebody added. */
  readonly isStandard: boolean
  /** Why it cannot be mapped; with a `title`, why it cannot be under that one. */
  readonly why?: string
  /** The title and type of the target's field, made or to be made; or why it cannot be mapped. */
  readonly target: string
  /** Missing: no field of the target is meant at all. */
  readonly targetState?: 'exists' | 'toBeMade' | 'cannot'
  /** Under which it is, or would be, mapped. */
  readonly title?: string
  /** Of a field with a list of values: how many the target's field has already, and the labels of those it lacks. */
  readonly options?: { readonly total: number; readonly covered: number; readonly missing: readonly string[] }
  /** A few different values as text, as they were last read. People's data: not for everybody's eyes. */
  readonly samples: readonly string[]
}

/** One line of `hirewire jobs`. */
export interface JobLine {
  readonly id: string
  readonly title: string
  readonly status: string
  readonly stages: readonly { readonly id: string; readonly title: string }[]
  /** What the mapping does on which stage, in words. */
  readonly triggers: readonly string[]
}

export interface Finding {
  readonly ok: boolean
  /** What was checked, in a few words: `Ashby key`, `permission jobsWrite`, `mapping costCenter`. */
  readonly subject: string
  readonly message: string
}
