import { expect } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { allCodes, canonical, jobIdIn, type Story } from './story.ts'

/** What must not have moved during a run, and what the run did: compared when it has ended. */
export interface Before {
  readonly charthopCalls: number
  readonly ashbyCalls: number
  readonly openings: ReadonlyMap<string, Opening>
  readonly fields: ReadonlyMap<string, object>
  readonly others: string
  readonly jobs: ReadonlyMap<string, string>
  readonly persons: ReadonlyMap<string, Person>
  readonly acknowledged: ReadonlyMap<string, string>
}

export type Opening = NonNullable<ReturnType<Story['world']['ashby']['state']['openings']['get']>>
type Person = ReturnType<Story['world']['charthop']['addPerson']>

export async function lookBefore(story: Story): Promise<Before> {
  const { charthop, ashby } = story.world
  return {
    charthopCalls: charthop.server.calls.length,
    ashbyCalls: ashby.server.calls.length,
    openings: new Map([...ashby.state.openings.all()].map((one) => [one.id, one])),
    fields: new Map([...ashby.state.fields.all()].map((one) => [one.id, one])),
    others: otherThings(story),
    jobs: new Map([...charthop.state.jobs.values()].map(({ id, now }) => [id, JSON.stringify(now)])),
    persons: new Map([...charthop.state.persons.values()].map(({ id, now }) => [id, now])),
    acknowledged: await acknowledged(story),
  }
}

export interface Calls {
  readonly charthop: readonly LoggedCall[]
  readonly ashby: readonly LoggedCall[]
}

/** Everything sent to a vendor since, that was meant to change something. */
export function writesSince({ world }: Story, { charthopCalls, ashbyCalls }: Before): Calls {
  const reads = /\.(list|info|search)$/
  return {
    charthop: world.charthop.server.calls.slice(charthopCalls).filter(({ method }) => method !== 'GET'),
    ashby: world.ashby.server.calls.slice(ashbyCalls).filter(({ path }) => !reads.test(path)),
  }
}

/** I1, I3, I5 and I6, from what the vendors' sandboxes know to be true. I4 where reads were not stale. */
export async function checkStep(story: Story, before: Before, isStale: boolean): Promise<void> {
  const links = await linksOf(story)
  const writes = writesSince(story, before)
  checkAllowed(story, writes, links)
  checkOnce(story)
  checkInvention(story, writes, links)
  checkUntouched(story, before, writes, links)
  if (!isStale) await checkBaseline(story, before, links)
}

export interface Links {
  /** Opening → job, and whether we made it. */
  readonly openings: ReadonlyMap<string, { readonly job: string; readonly origin: string }>
  /** Ashby field → ChartHop field. */
  readonly fields: ReadonlyMap<string, string>
  readonly persons: ReadonlySet<string>
}

export async function linksOf({ world }: Story): Promise<Links> {
  const rows: { flow: string; record: string; target: string; origin: string }[] = await world.database
    .knex('links')
    .where({ connection: world.connection.id })
  const of = (flow: string) => rows.filter((row) => row.flow === flow)
  return {
    openings: new Map(of('openings').map(({ record, target, origin }) => [target, { job: record, origin }])),
    fields: new Map(of('fields').map(({ record, target }) => [target, record])),
    persons: new Set(of('hires').map(({ target }) => target.split('@')[0]!)),
  }
}

/** The only writes there are (S80), and no close that nobody asked for (I5). */
function checkAllowed(story: Story, { charthop, ashby }: Calls, links: Links): void {
  for (const { method, path } of charthop)
    expect(`${method} ${path}`).toMatch(
      /^(POST \/v2\/org\/\w+\/person|POST \/v1\/org\/\w+\/change\/sync\/(HIRE|MOVE)|PATCH \/v2\/org\/\w+\/person\/\w+)$/,
    )
  for (const { path, requestBody } of ashby) {
    expect(path).toMatch(
      /^\/(opening\.(create|update|addLocation|removeLocation|setOpeningState)|customField\.(create|updateSelectableValues|setValues))$/,
    )
    if (path !== '/opening.setOpeningState') continue
    const { openingId, openingState } = requestBody as { openingId: string; openingState: string }
    const link = links.openings.get(openingId)
    expect(story.rules.closeOnInactive, 'a close was asked for').toBe(true)
    expect([openingState, link?.origin]).toEqual(['Closed', 'created'])
    expect(story.held.inactive, 'the job was inactive').toContain(link?.job)
  }
}

/** I3. */
function checkOnce({ held }: Story): void {
  for (const [job, openings] of held.openingsOfJob) expect([job, openings.size]).toEqual([job, 1])
  for (const [email, persons] of held.personsOfEmail) expect([email, persons.size]).toEqual([email, 1])
  for (const [title, fields] of held.fieldsOfTitle) expect([title, fields.size]).toEqual([title, 1])
}

/** I1: each value written was held by the other side at some time. */
function checkInvention(story: Story, { charthop, ashby }: Calls, links: Links): void {
  const { held, world } = story
  const codeOf = new Map(world.charthop.state.fields.map(({ id, name }) => [id, name]))
  const wasHeld = (job: string, code: string, value: unknown) =>
    expect([...(held.job.get(`${job} ${code}`) ?? [])], `${code} of ${job}`).toContain(canonical(value))
  for (const { path, requestBody } of ashby) {
    const body = requestBody as Record<string, unknown>
    if (path === '/customField.setValues') {
      const job = links.openings.get(String(body.objectId))?.job
      for (const { fieldId, fieldValue } of body.values as { fieldId: string; fieldValue: unknown }[])
        wasHeld(job!, codeOf.get(links.fields.get(fieldId)!)!, fieldValue)
    } else if (path === '/opening.create' || path === '/opening.update') {
      const job = jobIdIn(body.identifier as string | null) ?? links.openings.get(String(body.openingId))?.job
      if ('description' in body) wasHeld(job!, 'description', body.description)
      if ('identifier' in body) wasHeld(job!, 'title', String(body.identifier).replace(/ ?\(?[0-9a-f]{24}\)?$/, ''))
    }
  }
  for (const { method, path, requestBody } of charthop) {
    const body = requestBody as Record<string, unknown>
    if (method === 'PATCH') expect([...held.badges]).toContain(canonical(body.badge))
    if (!path.endsWith('/person') || method !== 'POST') continue
    const { first, last } = body.name as { first?: string; last: string }
    expect([...held.people]).toContain(`${[first, last].filter(Boolean).join(' ')} <${body['contact.homeEmail']}>`)
  }
}

/** I6: whatever the mapping does not name is as it was, byte by byte. */
function checkUntouched(story: Story, before: Before, writes: Calls, links: Links): void {
  const { charthop, ashby } = story.world
  expect(otherThings(story)).toBe(before.others)
  for (const [id, opening] of before.openings)
    expect(outsideMapping(ashby.state.openings.get(id)!, links)).toEqual(outsideMapping(opening, links))
  for (const opening of ashby.state.openings.all())
    if (!before.openings.has(opening.id)) expect(jobIdIn(opening.latestVersion.identifier)).toBeDefined()
  for (const [id, field] of before.fields) {
    const now: object = ashby.state.fields.get(id)!
    if (links.fields.has(id)) expect({ ...now, selectableValues: 0 }).toEqual({ ...field, selectableValues: 0 })
    else expect(now).toEqual(field)
  }
  const placed = new Set(
    writes.charthop.flatMap(({ path, requestBody }) => {
      const { jobId, otherJobId } = (requestBody ?? {}) as { jobId?: string; otherJobId?: string }
      return path.includes('/change/sync/') ? [jobId, otherJobId] : []
    }),
  )
  for (const [id, job] of before.jobs)
    if (!placed.has(id)) expect(JSON.stringify(charthop.state.jobs.get(id)!.now)).toBe(job)
  for (const [id, person] of before.persons) {
    const now = charthop.state.persons.get(id)!.now
    const isOurs = links.persons.has(id)
    expect(isOurs ? { ...now, values: { ...now.values, badge: 0 } } : now).toEqual(
      isOurs ? { ...person, values: { ...person.values, badge: 0 } } : person,
    )
  }
}

/** Of an opening that is ours: what people may set and nothing here may. Of any other: all of it. */
function outsideMapping(opening: Opening, links: Links): object {
  if (!links.openings.has(opening.id)) return opening
  const { id, isArchived, latestVersion } = opening
  const { jobIds, targetHireDate, hiringTeam, customFields } = latestVersion
  // A close is judged by itself (I5).
  const state = opening.openingState === 'Closed' ? 'any' : opening.openingState
  return {
    ...{
      id,
      isArchived,
      jobIds,
      targetHireDate,
      hiringTeam,
      state: links.openings.get(id)?.origin === 'created' ? 'any' : state,
    },
    customFields: customFields.filter((field) => !links.fields.has(field.id)),
  }
}

function otherThings({ world: { ashby, charthop } }: Story): string {
  const { applications, offers, candidates, departments, locations, users, jobs, stages } = ashby.state
  const kept = [applications, offers, candidates, departments, locations, users, jobs, stages].map((one) => [
    ...one.all(),
  ])
  return JSON.stringify([kept, charthop.state.fields, [...charthop.state.groups.values()]])
}

/** I4: what a run acknowledged is what both sides hold. */
async function checkBaseline(story: Story, before: Before, links: Links): Promise<void> {
  const { charthop, ashby } = story.world
  const openingOf = new Map([...links.openings].map(([opening, { job }]) => [job, opening]))
  for (const [job, text] of await acknowledged(story)) {
    if (before.acknowledged.get(job) === text) continue
    const desired = JSON.parse(text) as {
      type: string
      identifier: string
      description: unknown
      values: { title: string; fieldId: string; value: unknown }[]
    }
    const opening = ashby.state.openings.get(openingOf.get(job)!)!
    const { values } = charthop.state.jobs.get(job)!.now
    if (desired.type === 'closed') {
      expect(['Closed', 'Filled']).toContain(opening.openingState)
      continue
    }
    const { identifier, description, customFields } = opening.latestVersion
    expect([identifier, canonical(description)]).toEqual([desired.identifier, canonical(desired.description)])
    expect(canonical(values.description)).toBe(canonical(desired.description))
    for (const { fieldId, title, value } of desired.values) {
      const code = allCodes.find((one) =>
        story.mapped.some((mapped) => mapped.title === title && mapped.code === one.code),
      )!.code
      expect([title, canonical(customFields.find(({ id }) => id === fieldId)?.value)]).toEqual([
        title,
        canonical(value),
      ])
      expect([title, canonical(values[code])]).toEqual([title, canonical(value)])
    }
  }
}

async function acknowledged({ world }: Story): Promise<Map<string, string>> {
  const rows = await world.database
    .knex('records')
    .where({ connection: world.connection.id, flow: 'openings' })
    .whereNotNull('acknowledged')
    .select('id', 'acknowledged')
  return new Map(rows.map(({ id, acknowledged }) => [id, JSON.stringify(acknowledged)]))
}
