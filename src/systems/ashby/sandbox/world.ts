import type { SandboxClock } from '../../../sandbox/clock.ts'
import { type IdSequence, idSequence } from '../../../sandbox/ids.ts'
import { type Collection, createCollection } from './collection.ts'
import { createDeliveries, type Deliveries, type FiredEvent, type Webhook } from './deliveries.ts'
import type { Application, Candidate, Department, FieldDefinition, Location, Offer, Opening, User } from './model.ts'
import type { Assessment } from './model-assessments.ts'
import type { StoredFile } from './model-files.ts'
import type { Activity, ArchiveReason, CloseReason, HiringTeamRole, InterviewPlan, Job, Stage } from './model-jobs.ts'
import type { Note } from './model-notes.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { createTokens, type Tokens, type TokenType } from './tokens.ts'

export interface World {
  readonly clock: SandboxClock
  readonly ids: IdSequence
  readonly settings: Settings
  /** Where it listens; for files, which come and go outside the API. */
  address(): string
  readonly tokens: Tokens
  readonly openings: Collection<Opening>
  readonly fields: Collection<FieldDefinition>
  readonly applications: Collection<Application>
  readonly offers: Collection<Offer>
  readonly candidates: Collection<Candidate>
  readonly notes: Collection<Note>
  readonly assessments: Collection<Assessment>
  readonly files: Collection<StoredFile>
  readonly departments: Collection<Department>
  readonly locations: Collection<Location>
  readonly users: Collection<User>
  readonly jobs: Collection<Job>
  readonly interviewPlans: Collection<InterviewPlan>
  readonly stages: Collection<Stage>
  readonly activities: Collection<Activity>
  readonly closeReasons: Collection<CloseReason>
  readonly archiveReasons: Collection<ArchiveReason>
  readonly hiringTeamRoles: Collection<HiringTeamRole>
  readonly webhooks: Collection<Webhook>
  readonly deliveries: Deliveries
  /** Events fired together are one happening and share a webhookActionId. */
  fire(...events: readonly FiredEvent[]): void
}

export interface WorldOptions {
  readonly clock: SandboxClock
  readonly settings: Partial<Settings>
  address(): string
}

export function createWorld({ clock, settings: chosen, address }: WorldOptions): World {
  const settings: Settings = { ...defaultSettings(), ...chosen }
  const timing = { now: () => clock.now(), lagMs: () => settings.staleReadsMs }
  const lifetimeMs = (type: TokenType) =>
    ({ sync: settings.syncTokenLifetimeMs, cursor: settings.cursorLifetimeMs, file: settings.fileUrlLifetimeMs })[type]
  const ids = idSequence('ashby')
  const webhooks = createCollection<Webhook>(timing)
  const deliveries = createDeliveries(settings, timing.now)
  return {
    clock,
    ids,
    settings,
    address,
    tokens: createTokens(timing.now, lifetimeMs),
    openings: createCollection(timing),
    fields: createCollection(timing),
    applications: createCollection(timing),
    offers: createCollection(timing),
    candidates: createCollection(timing),
    notes: createCollection(timing),
    assessments: createCollection(timing),
    files: createCollection(timing),
    departments: createCollection(timing),
    locations: createCollection(timing),
    users: createCollection(timing),
    jobs: createCollection(timing),
    interviewPlans: createCollection(timing),
    stages: createCollection(timing),
    activities: createCollection(timing),
    closeReasons: createCollection(timing),
    archiveReasons: createCollection(timing),
    hiringTeamRoles: createCollection(timing),
    webhooks,
    deliveries,
    fire: (...events) => {
      const webhookActionId = ids.uuid('webhookAction')
      for (const event of events) deliveries.send(webhooks.all(), event, webhookActionId)
    },
  }
}

export function timestamp(world: World): string {
  return new Date(world.clock.now()).toISOString()
}

/** Whoever acts when nobody is named: the first user, who stands for the API key too. */
export function actingUser(world: World): User {
  const [user] = world.users.all()
  if (user === undefined) throw new Error('the sandbox has no user: seed one first')
  return user
}
