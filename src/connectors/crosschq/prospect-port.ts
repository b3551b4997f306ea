import type { Row } from '../../record/record.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import type { Receipt } from '../flow.ts'

/** How an ATS takes people whom Crosschq Recruit found. Missing in a host: this ATS is sent none. */
export interface ProspectPort {
  /** As the config has it; what a plan shows. */
  readonly marks: ProspectMarks
  /** Without these of a person, this ATS takes nobody. */
  readonly needs: readonly ProspectPart[]
  /** Why nobody may be put there as it is configured, and what to do. Asked before the first write of a run; no writes. */
  validate(): Promise<string | undefined>
  /** Everybody whom the ATS knows with this address, each person once. */
  find(email: string): Promise<readonly KnownPerson[]>
  look(target: string): Promise<KnownPerson | undefined>
  /**
   * Exactly one write: the person with source and tags, on a job or on none. `target` is there already where this is a further
   * job. Must throw UnknownOutcomeError when unsure.
   */
  create(prospect: Prospect, place: ProspectPlace): Promise<Receipt & { readonly target: string }>
  /** After a lost answer, the targets that `create` may have made since then; `unsure` where a look cannot tell. */
  madeSince(prospect: Prospect, place: ProspectPlace, since: Date): Promise<readonly string[] | 'unsure'>
  /** Both add and replace nothing. */
  addTags(target: string, tags: readonly string[]): Promise<Receipt>
  addSource(target: string, place: string): Promise<Receipt>
}

export interface ProspectMarks {
  /** As people would write it. */
  readonly source: string
  readonly tags: readonly string[]
  /** None: the talent pool. Several: on each. */
  readonly jobs: readonly string[]
}

export type ProspectPart = 'firstName' | 'lastName' | 'email'

export interface ProspectPlace {
  /** None: the talent pool. */
  readonly job?: string
  readonly target?: string
}

/** Somebody in the ATS, as far as an export must know; the id is the target. */
export interface KnownPerson extends Row {
  /** Everything that a link with this person may name, the id included. */
  readonly targets: readonly string[]
  readonly tags: readonly string[]
  /** Where of theirs the source is not said yet: what `addSource` takes. */
  readonly unsourced: readonly string[]
}
