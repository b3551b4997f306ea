import type { TestDatabase } from '../database.ts'
import { createWorld, type World } from '../world.ts'

/** A world with a small company in it, and the memory of everything either side ever held. */
export interface Story extends AsyncDisposable {
  readonly world: World
  readonly rules: Rules
  readonly anchorJob: string
  readonly noteField: string
  readonly badgeField: string
  /** An Ashby job, for candidates to apply to. */
  readonly ashbyJob: string
  readonly byHand: { readonly openings: Set<string>; readonly persons: Set<string>; readonly fields: Set<string> }
  readonly deletedOpenings: Set<string>
  mapped: readonly MappedCode[]
  readonly held: Held
}

export interface Rules {
  readonly closeOnInactive: boolean
  readonly adoptExisting: boolean
  readonly inFlight: number
}

export interface MappedCode {
  readonly code: string
  readonly title: string
}

/** Values by what holds them, as canonical texts: whatever we write must be among them (I1). */
export interface Held {
  /** `jobId code` → values. */
  readonly job: Map<string, Set<string>>
  /** Former and present openings made by us, by the job in their identifier. */
  readonly openingsOfJob: Map<string, Set<string>>
  readonly personsOfEmail: Map<string, Set<string>>
  readonly fieldsOfTitle: Map<string, Set<string>>
  readonly people: Set<string>
  readonly badges: Set<string>
  readonly inactive: Set<string>
}

export const allCodes: readonly MappedCode[] = [
  { code: 'costCenter', title: 'Cost center' },
  { code: 'pitch', title: 'Pitch' },
  { code: 'seats', title: 'Seats' },
  { code: 'tier', title: 'Tier' },
  { code: 'remote', title: 'Remote' },
  { code: 'needBy', title: 'Need by' },
]

export const staleMs = 30

export async function startStory(database: TestDatabase, id: string, rules: Rules): Promise<Story> {
  const world = await createWorld({
    database,
    mapping: mappingOf(allCodes),
    config: { id, openings: { closeOnInactive: rules.closeOnInactive, adoptExisting: rules.adoptExisting } },
    // Longer than a stale read lasts: that is what the grace is for.
    engine: { settleGraceMs: staleMs + 20, inFlight: rules.inFlight },
    clientSleep: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 3))),
  })
  const parts = furnish(world)
  return {
    world,
    rules,
    ...parts,
    byHand: { openings: new Set(), persons: new Set(), fields: new Set([parts.noteField, parts.badgeField]) },
    deletedOpenings: new Set(),
    mapped: allCodes,
    held: {
      job: new Map(),
      openingsOfJob: new Map(),
      personsOfEmail: new Map(),
      fieldsOfTitle: new Map(),
      people: new Set(),
      badges: new Set(),
      inactive: new Set(),
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}

export function mappingOf(codes: readonly MappedCode[]): string {
  const entries = codes.map(({ code, title }) => `  - from: ${code}\n    to: ${title}\n`).join('')
  return `version: 1\nopenings:${codes.length > 0 ? `\n${entries}` : ' []\n'}hires:\n  - from: offer.Badge\n    to: badge\n`
}

function furnish({ charthop, ashby }: World) {
  charthop.addField({ code: 'costCenter', label: 'Cost center', type: 'STRING' })
  charthop.addField({ code: 'pitch', label: 'Pitch', type: 'TEXT' })
  charthop.addField({ code: 'seats', label: 'Seats', type: 'INTEGER' })
  charthop.addField({ code: 'tier', label: 'Tier', type: 'ENUM', options: ['Gold', 'Silver'] })
  charthop.addField({ code: 'remote', label: 'Remote', type: 'BOOLEAN' })
  charthop.addField({ code: 'needBy', label: 'Need by', type: 'DATE' })
  charthop.addField({ code: 'secret', label: 'Secret', type: 'STRING' })
  charthop.addField({ code: 'badge', label: 'Badge', type: 'STRING', entityType: 'PERSON' })
  for (const name of ['Engineering', 'Sales']) ashby.addDepartment({ name })
  for (const name of ['Oslo', 'Rome']) ashby.addLocation({ name })
  // Never touched, so that no list is ever empty: what an empty list means has tests of its own.
  const anchor = charthop.addJob({ title: 'Anchor', recruit: 'active', createDate: '2024-01-01' })
  return {
    anchorJob: anchor.id,
    noteField: ashby.createFieldByHand({ title: 'Recruiter note', objectType: 'Opening', fieldType: 'String' }).id,
    badgeField: ashby.createFieldByHand({ title: 'Badge', objectType: 'Offer', fieldType: 'String' }).id,
    ashbyJob: ashby.addJob({ title: 'Everybody' }).id,
  }
}

/** To be called whenever either side may have changed. */
export function remember(story: Story): void {
  const { world, held, byHand } = story
  for (const { id, now } of world.charthop.state.jobs.values()) {
    for (const code of ['title', 'description', ...allCodes.map((one) => one.code)])
      note(held.job, `${id} ${code}`, canonical(now.values[code]))
    if (!isWanted(now)) held.inactive.add(id)
  }
  for (const { id, latestVersion } of world.ashby.state.openings.all()) {
    const job = jobIdIn(latestVersion.identifier)
    if (job && !byHand.openings.has(id)) note(held.openingsOfJob, job, id)
  }
  for (const { id, now } of world.charthop.state.persons.values())
    for (const email of Object.values(now.contacts)) if (!byHand.persons.has(id)) note(held.personsOfEmail, email, id)
  for (const { id, title } of world.ashby.state.fields.all())
    if (!byHand.fields.has(id)) note(held.fieldsOfTitle, title, id)
  for (const { name, emailAddresses } of world.ashby.state.candidates.all())
    held.people.add(`${name} <${emailAddresses[0]?.value}>`)
  for (const { versions } of world.ashby.state.offers.all())
    for (const { customFields } of versions)
      held.badges.add(canonical(customFields.find((field) => field.id === story.badgeField)?.value))
}

type JobNow = ReturnType<World['charthop']['addJob']>

/** Whether an opening should exist for it (S84). */
export function isWanted({ exists, state, values }: JobNow): boolean {
  return exists && state === 'OPEN' && values.recruit === 'ACTIVE'
}

export function jobIdIn(identifier: string | null): string | undefined {
  return /([0-9a-f]{24})\)?$/.exec(identifier ?? '')?.[1]
}

/** Null, nothing and blank are one value; text is compared as a person reads it. */
export function canonical(value: unknown): string {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) return 'null'
  return JSON.stringify(typeof value === 'string' ? value.trim().normalize('NFC') : value)
}

function note(sets: Map<string, Set<string>>, key: string, value: string): void {
  const set = sets.get(key) ?? new Set()
  sets.set(key, set.add(value))
}
