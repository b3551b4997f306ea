import { setTimeout as delay } from 'node:timers/promises'
import type { SandboxClock } from '../../src/sandbox/clock.ts'
import { systemClock } from '../../src/sandbox/clock.ts'
import type { TestDatabase } from '../database.ts'
import { createInterviewWorld, type InterviewWorld, interviewEntry } from '../interviews.ts'
import type { Moment } from './interview-moments.ts'

/** A world with two jobs and two interviews, and the memory of what was true whenever somebody was invited. */
export interface InterviewStory extends AsyncDisposable {
  readonly world: InterviewWorld
  readonly rules: InterviewRules
  /** Both vendors' and ours. */
  readonly clock: SandboxClock
  readonly jobs: readonly string[]
  readonly interviews: readonly string[]
  /** In the order of `allTriggers`. */
  mapped: readonly InterviewTrigger[]
  /** When the mapping first named each trigger, since it was last seen to be without it. */
  readonly mappedAt: Map<string, number>
  /** By participant: what was true in the run that made them. */
  readonly moments: Map<string, Moment>
  readonly checked: Set<string>
}

export interface InterviewRules {
  readonly backfill: boolean
  /** What Willo does with somebody who was invited to the interview before. */
  readonly duplicates: 'second' | 'ignored'
  readonly inFlight: number
}

export interface InterviewTrigger {
  /** As the connection calls it. */
  readonly name: string
  readonly interview: string
  readonly job: string
  readonly stage: string
}

export const staleMs = 30

const jobTitles = ['Cook', 'Waiter'] as const

export async function startInterviewStory(
  database: TestDatabase,
  id: string,
  rules: InterviewRules,
): Promise<InterviewStory> {
  const clock = systemClock()
  const world = await createInterviewWorld({
    database,
    config: { id, invitations: { backfill: rules.backfill } },
    willo: { clock, duplicates: rules.duplicates },
    ashby: { clock },
    // Longer than a stale read lasts: that is what the grace is for.
    engine: { settleGraceMs: staleMs + 20, inFlight: rules.inFlight },
    clientSleep: (ms) => delay(Math.min(ms, 3)),
  })
  const jobs = [world.jobId, world.ashby.addJob({ title: 'Waiter' }).id]
  const interviews = [world.interview, world.willo.addInterview({ title: 'Waiters' }).key]
  const story: InterviewStory = {
    ...{ world, rules, clock, jobs, interviews, mapped: [] },
    ...{ mappedAt: new Map(), moments: new Map(), checked: new Set() },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
  mapTriggers(story, allTriggers(interviews).slice(0, 2))
  return story
}

/** Two interviews at one stage, one interview at two, and one at a stage of its own. */
export function allTriggers([first, second]: readonly string[]): readonly InterviewTrigger[] {
  return [
    trigger(first!, 'Cook', 'Interview'),
    trigger(second!, 'Waiter', 'Interview'),
    trigger(first!, 'Waiter', 'Interview'),
    trigger(second!, 'Cook', 'Reference Check'),
  ]
}

function trigger(interview: string, job: (typeof jobTitles)[number], stage: string): InterviewTrigger {
  return { name: `${interview}|${job}|${stage}`, interview, job, stage }
}

export function mapTriggers(story: InterviewStory, triggers: readonly InterviewTrigger[]): void {
  const { world, clock, mappedAt, interviews } = story
  for (const { name } of triggers) if (!mappedAt.has(name)) mappedAt.set(name, clock.now())
  story.mapped = triggers
  const entries = interviews.flatMap((interview) => {
    const places = triggers.filter((one) => one.interview === interview).map(({ job, stage }) => [job, stage] as const)
    return places.length > 0 ? [interviewEntry(interview, ...places)] : []
  })
  world.map(`version: 1\ninterviews:${entries.length > 0 ? `\n${entries.join('')}` : ' []\n'}`)
}

/** For the vendors and for us. */
export function passHours({ world, clock }: InterviewStory, hours: number): void {
  clock.advance(hours * 3_600_000)
  world.passHours(hours)
}
