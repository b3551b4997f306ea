import type { Json } from '../../lib/json.ts'
import type { Change, Issue } from '../../plan/change.ts'
import type { Row } from '../../record/record.ts'
import type { Receipt, Skip } from '../flow.ts'
import type { Mirror, Source, Written } from '../mirror.ts'
import type { ProspectPort } from './prospect-port.ts'
import type { RequestRow } from './request-row.ts'

/** What the family needs of an ATS. Whatever differs between two of them stands behind this; the flows know no other. */
export interface Host {
  /** As people call it. */
  readonly name: string
  /** The list of applications: their ids are the records of `requests` and `outcomes`. */
  readonly applications: string
  /** Lists that belong to applications, and those that must have been read before `open`. */
  readonly related: readonly string[]
  /** Of those, the ones that `outcomes` depends on too. */
  readonly outcomeRelated: readonly string[]
  /** What decides about wants besides templates: when it changes, every application is looked at again. */
  settings(mirror: Mirror): Promise<Json>
  /** The triggers' names: who arrived before a name was first seen is the past (X2). */
  waitsFor(): readonly string[]
  standing(application: Source): ApplicationStanding
  /** The ids of wants that somebody called off in the ATS. */
  calledOff(application: Source): readonly string[]
  /** What one run must know. */
  open(mirror: Mirror): Promise<HostRun>
  /** An application in the ATS's own app, by its mirrored row; undefined where no address of it is known. */
  applicationPage(application: Row): string | undefined
  /** What a person can do in the ATS so that a request has a name to go out in; the middle of a sentence. */
  readonly requestorRemedy: string
  /** Where the report goes as a file. Missing: this ATS gets no file. */
  readonly page?: CandidatePage
  readonly display: Display
  /**
   * Who owns the candidate of this application now, such as Lever's owner of an opportunity: whoever is asked after a
   * fortnight. Undefined where nobody does; no `email` where the owner has none. Missing: this ATS knows no owner.
   */
  owner?(application: string): Promise<{ readonly email?: string } | undefined>
  /** Missing: what became of a candidate is never written to this ATS. */
  readonly outcome?: OutcomePort
  /** Missing: nobody whom Crosschq Recruit found is put into this ATS. */
  readonly prospects?: ProspectPort
}

/** How an ATS takes what became of a candidate elsewhere. Applications are named by their id. */
export interface OutcomePort {
  /** What decides how an outcome is written: when it changes, what could not be written before is tried again. */
  settings(): Json
  /** As it is now, not as it was mirrored. */
  read(application: string): Promise<ApplicationStanding>
  /**
   * When it was hired or rejected in the ATS, by the ATS; undefined while it is active, or where that is not told. The last
   * writer wins by this; without it, an answer counts as later until it was written.
   */
  decidedAt?(application: string): Promise<Date | undefined>
  /** Why this cannot be written without guessing, such as a reason that nobody configured (R2, R3). Nothing is called then. */
  obstacle?(outcome: HiringOutcome): Promise<Skip | undefined>
  /** Must be safe to repeat: after a lost answer the standing is read, and set again where it differs. */
  set(application: string, outcome: HiringOutcome): Promise<Receipt>
}

export type HiringOutcome = 'hired' | 'rejected'

/** `unclear`: it is over, and the ATS does not say how. */
export type ApplicationStanding = 'active' | 'rejected' | 'hired' | 'gone' | 'unclear'

export interface HostRun {
  /** Who wants which template for this application now. May look at the ATS. */
  wants(application: Source): Promise<Wanted>
  /** What a request for this want says of people; asked only where one is to be made. */
  asked(application: Source, want: Want): Promise<Asked>
  /** Right before the request is made: people are invited by it, so nothing older counts. */
  isStillWanted(application: string, key: string): Promise<boolean>
}

export interface Wanted {
  readonly wants: readonly Want[]
  /** Why an arrival leads to no request, in the place of "nobody asked". */
  readonly why?: Skip
  readonly issues?: readonly Issue[]
}

/** Somebody wants a reference request: a person who asked for it in the ATS, or an arrival in a trigger's stage. */
export interface Want {
  /** Stays the same for good; what was made for it is found by it. */
  readonly key: string
  /** A template's id. It may be gone from the mapping by now. */
  readonly template: string
  /** The ATS was told that nothing came of it: nothing is made for it any more. */
  readonly isWithdrawn: boolean
  /** It came before anybody waited for it, so nothing is made for it (X2); it is only told why. */
  readonly isPast?: boolean
  /** The ATS does not say yet since when the candidate is there: nothing is made for it before it does. */
  readonly isUnplaced?: boolean
}

export interface Person {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
}

export interface Asked {
  /** `noEmail`: there is nobody Crosschq could write to. */
  readonly candidate: Person | 'gone' | 'noEmail'
  readonly jobTitle: string
  /** The e-mail of the candidate's recruiter. */
  readonly requestor?: string
  readonly hiringManager?: Person
  /** This hiring manager comes before the template's. */
  readonly isManagerOfJob?: boolean
  /** What the request cannot say of people; by their ids in the ATS. */
  readonly issues?: readonly Issue[]
}

/** The candidate's page in the ATS. Every call looks up whose application it is now: candidates are merged. */
export interface CandidatePage {
  find(application: string): Promise<Candidate | undefined>
  notes(candidate: Candidate): Promise<readonly PageNote[]>
  addNote(candidate: Candidate, html: string): Promise<Receipt>
  addFile(candidate: Candidate, file: { readonly name: string; readonly bytes: Buffer }): Promise<Receipt>
}

export interface PageNote {
  /** Undefined: the ATS does not show what stands in it. */
  readonly text?: string
  /** When it was made, ISO 8601 with zone. */
  readonly at: string
}

export interface Candidate {
  readonly id: string
  readonly name: string
  readonly fileNames: readonly string[]
}

/** How the ATS shows a request while it runs and when it is done, besides the report itself. */
export interface Display<Shown = unknown> {
  settings(): Json
  /** What a plan must know of the ATS. */
  look(request: RequestRow, mirror: Mirror): Promise<Shown>
  /** Why nothing is to be shown. */
  skip(request: RequestRow, shown: Shown): Skip | undefined
  issues(request: RequestRow, shown: Shown): readonly Issue[]
  /** Pure. `told` is what was written for this request before, oldest first. */
  plan(request: RequestRow, shown: Shown, told: readonly Written[]): readonly Change[]
  /** Whether the report as a file is due as well; missing: wherever the host has a page. */
  takesFile?(request: RequestRow, shown: Shown): boolean
  /** Whether the report's link stands in the ATS without the file: then a report that is no file needs no further note. */
  showsLink(shown: Shown): boolean
  apply(change: Change, mirror: Mirror): Promise<Receipt>
  settle(change: Change, meantAt: Date): Promise<Receipt | 'absent' | 'unsure'>
}
