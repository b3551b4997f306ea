export interface IncomingHook {
  readonly event: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly query: Readonly<Record<string, string | undefined>>
  readonly rawBody: Buffer
  readonly body: unknown
}

/** A webhook as a person sets it up. */
export interface HookEvent {
  /** The last part of its address. */
  readonly event: string
  /** Who sends it, as people call it. */
  readonly system: string
  /** Where it is set up, and what proves that it is genuine, in words: never a secret. */
  readonly how: string
}

export type HookVerdict =
  | { readonly type: 'forged'; readonly reason: string }
  /** No event: the vendor asks whether we are there, and wants these headers back with 200. */
  | { readonly type: 'handshake'; readonly headers: Readonly<Record<string, string>> }
  /** `note` is for the log and holds no values of the body. */
  | { readonly type: 'ignored'; readonly note?: string; readonly status?: TakenStatus }
  /** `records` are `<flow>/<id>` or ids to look at; none means everything. `pushed` are records a person pressed "push" on. */
  | {
      readonly type: 'look'
      readonly records: readonly string[]
      readonly delivery?: string
      readonly pushed?: readonly string[]
      readonly status?: TakenStatus
    }

/** HTTP's, for what was taken; 200 unless a vendor wants the other. */
export type TakenStatus = 200 | 202
