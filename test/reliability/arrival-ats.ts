import type { SandboxServer } from '../../src/sandbox/server.ts'
import type { CrosschqSandbox } from '../../src/systems/crosschq/sandbox.ts'
import type { AnyWorld } from './crash-scenario.ts'

/**
 * An ATS with one place where candidates are asked for references, by the tag of their job; what the stories need of it.
 * Applications are named as our connection names them, jobs by number.
 */
export interface ArrivalAts {
  readonly world: AnyWorld & { readonly crosschq: CrosschqSandbox }
  readonly vendor: 'lever' | 'smartrecruiters'
  readonly server: SandboxServer
  /** As the engine remembers it. */
  readonly trigger: string
  /** Hired in Crosschq is hired here. */
  readonly takesHires: boolean
  /** Its lists do not tell who left the place and came back between two readings: only a hook does. */
  readonly needsHooks: boolean
  /** What we may send, with `{id}` for ids. */
  readonly allowed: readonly string[]
  apply(email: string | undefined, job: number): void
  /** The person has applied for the other job too. */
  applyAgain(application: string): void
  move(application: string, to: 'place' | 'before' | 'after'): void
  reject(application: string): void
  hire(application: string): void
  /** Back in the race. */
  takeBack(application: string): void
  setEmail(application: string, email: string | undefined): void
  setTag(job: number, tag: Tag | undefined): void
  /** Whoever the request goes out in the name of; undefined: nobody. */
  setOwner(job: number, email: string | undefined): void
  /** What is true, whatever readers of the API get to see. */
  now(): ReadonlyMap<string, ArrivalNow>
  /** How often the report of the request is shown for the application. */
  shown(request: string, application: string): Shown
  /** Everything that is people's: no run may touch it. */
  others(): string
}

export const tags = ['engineering', 'sales'] as const
/** A template of this id has it. */
export type Tag = (typeof tags)[number]

export interface ArrivalNow {
  readonly standing: 'active' | 'rejected' | 'hired'
  readonly isInPlace: boolean
  /** When it came to the place where it is; undefined elsewhere. */
  readonly arrivedAt: number | undefined
  /** Of all its arrivals. */
  readonly arrivals: ReadonlySet<number>
  readonly email: string | undefined
  readonly tag: string | undefined
  /** Their e-mail. */
  readonly owner: string | undefined
}

export interface Shown {
  readonly links: number
  readonly files: number
  /** Whether the ATS takes the report itself. */
  readonly takesFile: boolean
}

/** Positions differ, so that two lost answers about one person can be told apart. */
export const TAGGED = `version: 1
templates:
  - { id: engineering, name: Engineering, survey: software-engineer, references: { managers: 1, peers: 2 }, tag: engineering }
  - { id: sales, name: Sales, position: Sales, survey: software-engineer, references: { managers: 2 }, tag: sales }
`
