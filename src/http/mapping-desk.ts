import type { MappingEdit, MappingKind, TextProblem } from '../connectors/mapping-edit.ts'
import type { StoredDraft } from '../store/mapping-drafts.ts'
import type { StoredVersion } from '../store/mapping-versions.ts'

/** Changes of the mapping files: checked, previewed as a plan, kept with who and when, and taken back. */
export interface MappingDesk {
  read(connection: string): Promise<MappingNow>
  /** What is wrong with a text, without asking anybody. */
  check(connection: string, text: string): readonly TextProblem[]
  /** Kept at once; what it would change is found out while the caller goes on. */
  draft(wanted: WantedDraft): Promise<DraftVerdict>
  /** A version's text as a draft like any other. Undefined: there is no such version. */
  restore(wanted: {
    readonly connection: string
    readonly version: string
    readonly by: string
  }): Promise<DraftVerdict | undefined>
  /** Writes a draft that is `ready` into the file, unless the file moved on. */
  save(wanted: { readonly connection: string; readonly draft: string; readonly by: string }): Promise<SaveVerdict>
}

/** The file as it is. */
export interface MappingNow {
  readonly kind: MappingKind
  /** Its name, without the folder. */
  readonly file: string
  readonly text: string
  readonly digest: string
  /** Why it cannot be written here. Missing: it can. */
  readonly readOnly?: string
  readonly problems: readonly TextProblem[]
}

export type WantedDraft = {
  readonly connection: string
  /** Digest of the text that the caller saw. */
  readonly base: string
  readonly by: string
} & ({ readonly text: string } | { readonly edit: MappingEdit })

export type DraftVerdict =
  | { readonly type: 'made'; readonly draft: StoredDraft }
  | { readonly type: 'invalid'; readonly problems: readonly TextProblem[] }
  | { readonly type: 'moved' }
  | { readonly type: 'readOnly'; readonly why: string }

export type SaveVerdict =
  | { readonly type: 'saved'; readonly version: StoredVersion }
  | { readonly type: 'unknown' | 'moved' }
  | { readonly type: 'notReady'; readonly state: StoredDraft['state'] }
  | { readonly type: 'readOnly'; readonly why: string }
