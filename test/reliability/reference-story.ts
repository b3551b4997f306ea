import { setTimeout as delay } from 'node:timers/promises'
import { type SandboxClock, systemClock } from '../../src/sandbox/clock.ts'
import { SANDBOX_REQUESTOR } from '../../src/systems/crosschq/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import { createReferenceWorld, type ReferenceWorld } from '../references.ts'
import type { ReferenceMoment } from './reference-moments.ts'

/** A world with one job, two templates and a tile, and the memory of what was true whenever a request was made. */
export interface ReferenceStory extends AsyncDisposable {
  readonly world: ReferenceWorld
  readonly rules: ReferenceRules
  /** Both vendors' and ours. */
  readonly clock: SandboxClock
  readonly recruiter: string
  readonly fields: { readonly status: string; readonly score: string }
  mapped: readonly ReferenceTrigger[]
  /** When the mapping first named each trigger, since it was last seen to be without it. */
  readonly mappedAt: Map<string, number>
  /** By request: what was true when it was made. */
  readonly moments: Map<string, ReferenceMoment>
  readonly checked: Set<string>
}

export interface ReferenceRules {
  readonly backfill: boolean
  readonly allowRepeat: boolean
  readonly cancelOnReject: boolean
  readonly inFlight: number
}

export interface ReferenceTrigger {
  /** As the connection calls it. */
  readonly name: string
  readonly template: string
  readonly job: string
  readonly stage: string
}

export const staleMs = 30

export async function startReferenceStory(
  database: TestDatabase,
  id: string,
  rules: ReferenceRules,
): Promise<ReferenceStory> {
  const clock = systemClock()
  const { inFlight, ...requests } = rules
  const world = await createReferenceWorld({
    database,
    config: { id, requests, results: { fields: { status: 'References', score: 'Score' } } },
    ...{ crosschq: { clock }, ashby: { clock } },
    // Longer than a stale read lasts: that is what the grace is for.
    engine: { settleGraceMs: staleMs + 20, inFlight },
    clientSleep: (ms) => delay(Math.min(ms, 3)),
  })
  const fieldOf = (title: string, fieldType: 'String' | 'Number') =>
    world.ashby.createFieldByHand({ title, objectType: 'Application', fieldType }).id
  const recruiter = [...world.ashby.state.users.all()].find(({ email }) => email === SANDBOX_REQUESTOR)!.id
  const story: ReferenceStory = {
    ...{ world, rules, clock, recruiter, mapped: [] },
    fields: { status: fieldOf('References', 'String'), score: fieldOf('Score', 'Number') },
    ...{ mappedAt: new Map(), moments: new Map(), checked: new Set() },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
  mapTriggers(story, allTriggers.slice(0, 1))
  return story
}

export const templates = ['engineering', 'lead'] as const

/** Two templates at one stage, and one of them at another. */
export const allTriggers: readonly ReferenceTrigger[] = [
  trigger('engineering', 'Interview'),
  trigger('lead', 'Interview'),
  trigger('engineering', 'Reference Check'),
]

function trigger(template: (typeof templates)[number], stage: string): ReferenceTrigger {
  return { name: [template, 'Engineer', stage].join(' | '), template, job: 'Engineer', stage }
}

/** Positions differ, so that two lost answers about one person can be told apart. */
const TEMPLATES = `version: 1
templates:
  - { id: engineering, name: Engineering, survey: software-engineer, references: { managers: 1, peers: 2 } }
  - { id: lead, name: Lead, position: Lead, survey: software-engineer, references: { managers: 2 } }
`

export function mapTriggers(story: ReferenceStory, mapped: readonly ReferenceTrigger[]): void {
  const { world, clock, mappedAt } = story
  for (const { name } of mapped) if (!mappedAt.has(name)) mappedAt.set(name, clock.now())
  const lines = mapped.map(
    ({ template, job, stage }) => `  - { job: ${job}, stage: ${stage}, template: ${template} }\n`,
  )
  world.map(`${TEMPLATES}triggers:${lines.length > 0 ? `\n${lines.join('')}` : ' []\n'}`)
  story.mapped = mapped
}

/** For the vendors and for us. */
export function passHours({ world, clock }: ReferenceStory, hours: number): void {
  clock.advance(hours * 3_600_000)
  world.passHours(hours)
}
