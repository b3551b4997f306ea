import type { Finding } from '../connectors/connector.ts'
import type { KeySlot } from '../connectors/key-slot.ts'

/** Keys that a person pastes while the program runs. None is ever handed out again. */
export interface KeyDesk {
  list(connection: string): Promise<KeyList>
  /** Tried at its own vendor first; kept and in use only when this says `taken`. */
  replace(key: PastedText): Promise<KeyVerdict>
  /** The config file's own again, tried in the same way. */
  restore(key: Pick<PastedText, 'connection' | 'name'>): Promise<KeyVerdict>
}

export interface PastedText {
  readonly connection: string
  /** Of its slot. */
  readonly name: string
  readonly text: string
  readonly by: string
}

export interface KeyList {
  readonly keys: readonly KeyLine[]
  /** Why none can be kept. Missing: they can. */
  readonly why?: string
}

export interface KeyLine extends KeySlot {
  readonly source: 'config' | 'stored' | 'none'
  readonly replaced?: { readonly by: string; readonly at: string }
}

/** `unusable`: the connection cannot be opened now, whatever the key; `absent`: there is none to try. Messages hold no key. */
export type KeyVerdict =
  | { readonly type: 'taken'; readonly findings: readonly Finding[] }
  | { readonly type: 'refused' | 'unavailable' | 'unusable' | 'absent'; readonly message: string }
