import { setTimeout as delay } from 'node:timers/promises'
import { type SandboxClock, systemClock } from '../../src/sandbox/clock.ts'
import { SANDBOX_REQUESTOR } from '../../src/systems/crosschq/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import type { ArrivalAts, ArrivalNow } from './arrival-ats.ts'

/** A world of one ATS and Crosschq, and the memory of what was true whenever a request was made. */
export interface ArrivalStory extends AsyncDisposable {
  readonly ats: ArrivalAts
  readonly world: ArrivalAts['world']
  readonly rules: ArrivalRules
  /** Both vendors' and ours. */
  readonly clock: SandboxClock
  /** By request: what was true when it was made. */
  readonly moments: Map<string, ArrivalMoment>
  readonly checked: Set<string>
  /** Requests of which somebody in Crosschq said that the candidate is hired, once for each time. */
  readonly hired: string[]
  /** Where that was written in the ATS, in runs without faults. */
  readonly hires: string[]
}

export interface ArrivalRules {
  readonly backfill: boolean
  readonly allowRepeat: boolean
  readonly cancelOnReject: boolean
  readonly inFlight: number
}

/** What was true while a run went on; nobody does anything meanwhile. */
export interface ArrivalMoment {
  readonly applications: ReadonlyMap<string, ArrivalNow>
  /** By request. */
  readonly states: ReadonlyMap<string, string>
}

export const OTHER_OWNER = 'omar@acme.example'

/** Rita, somebody else whom Crosschq knows, nobody. */
export const owners = [SANDBOX_REQUESTOR, OTHER_OWNER, undefined] as const

interface Place {
  readonly database: TestDatabase
  readonly id: string
  readonly clock: SandboxClock
  readonly rules: ArrivalRules
}

/** What the worlds of both ATSes have in common. */
export function worldOptions({ database, id, clock, rules: { inFlight, ...requests } }: Place) {
  return {
    ...{ database, config: { id, requests }, crosschq: { clock }, engine: { inFlight } },
    clientSleep: (ms: number) => delay(Math.min(ms, 3)),
  }
}

export async function startArrivalStory(
  rules: ArrivalRules,
  open: (clock: SandboxClock) => Promise<ArrivalAts>,
): Promise<ArrivalStory> {
  const clock = systemClock()
  const ats = await open(clock)
  ats.world.crosschq.addPerson({ email: OTHER_OWNER })
  return {
    ...{ ats, world: ats.world, rules, clock, moments: new Map(), checked: new Set(), hired: [], hires: [] },
    [Symbol.asyncDispose]: () => ats.world[Symbol.asyncDispose](),
  }
}
