import { expect } from 'vitest'
import type { TestDatabase } from '../database.ts'
import {
  addCandidate,
  assessment,
  createReferenceWorld,
  fileNames,
  notes,
  type ReferenceWorld,
  requests,
  started,
  TRIGGERED,
  toldOf,
  triggered,
} from '../references.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'

/** How often one run of it comes to each checkpoint: ten changes of five records. */
export const expectedPasses = {
  beforeIntend: 10,
  afterIntend: 10,
  afterCall: 10,
  afterSettle: 10,
  beforeVerify: 5,
  afterVerify: 5,
  afterAcknowledge: 5,
} as const

/**
 * Somebody comes to a trigger's stage; of those who were asked before, one is done whom a trigger asked for, two are done
 * whom Ashby asked for, of these one without a file, and one is archived in Ashby.
 */
export async function startReferences(database: TestDatabase, id: string): Promise<Scenario> {
  // Pages of two, so that there is something between two pages.
  const world = await createReferenceWorld({
    ...{ database, mapping: TRIGGERED, ashby: { pageSize: 2 } },
    config: { id, results: { fields: { score: 'References' } } },
  })
  const { ashby, crosschq } = world
  const field = ashby.createFieldByHand({ title: 'References', objectType: 'Application', fieldType: 'Number' })
  const done = await triggered(world, { name: 'Bea Done', email: 'bea@example.com' })
  const rejected = await triggered(world, { name: 'Dan Out', email: 'dan@example.com' })
  const tile = await started(world, { name: 'Cleo Tile', email: 'cleo@example.com' })
  const fileless = await started(world, { name: 'Gil Page', email: 'gil@example.com' })
  expect((await world.sync()).state).toBe('success')

  crosschq.complete(done.requestId, { score: 4.5 })
  crosschq.complete(tile.requestId, { score: 3 })
  crosschq.complete(fileless.requestId, { withPdf: false })
  ashby.archiveApplication(rejected.applicationId)
  const added = addCandidate(world, { name: 'Ada New', email: 'ada@example.com' })
  ashby.moveToStage(added.applicationId, 'Interview')

  const people = { done, rejected, tile, fileless, fieldId: field.id }
  const vendors = { crosschq: crosschq.server, ashby: ashby.server }
  return withConfigFile(world, vendors, () => checkTruth(world, people))
}

interface Person {
  readonly applicationId: string
  readonly candidateId: string
  readonly requestId: string
}

interface People {
  readonly done: Person
  readonly rejected: Person
  readonly tile: Person & { readonly assessmentId: string }
  readonly fileless: Person & { readonly assessmentId: string }
  readonly fieldId: string
}

async function checkTruth(world: ReferenceWorld, { done, rejected, tile, fileless, fieldId }: People): Promise<void> {
  checkAsked(world, ['ada', 'bea', 'cleo', 'dan', 'gil'])
  checkCompleted(world, tile.assessmentId, 'completed / 3')
  checkCompleted(world, fileless.assessmentId, 'completed / Complete')
  const files = [done, tile, fileless].map(({ candidateId }) => fileNames(world, candidateId).length)
  expect(files).toEqual([1, 1, 0])
  const about = (one: Person) => notes(world).filter((note) => note.includes(one.requestId)).length
  expect([done, tile, fileless].map(about)).toEqual([1, 0, 1])
  const { customFields } = world.ashby.state.applications.get(done.applicationId)!
  expect(customFields.find(({ id }) => id === fieldId)?.value).toBe(4.5)
  const { state, hiringStatus } = world.crosschq.state.requests.get(rejected.requestId)!
  expect([state, hiringStatus]).toEqual(['cancelled', 'rejected'])
  const toRejected = world.crosschq.server.calls.filter(
    ({ method, path, applied }) => applied && method !== 'GET' && path.includes(rejected.requestId),
  )
  expect(toRejected).toHaveLength(2)
  await checkLedger(world)
}

/** One request for each, and one invitation of the candidate. */
export function checkAsked(world: Pick<ReferenceWorld, 'crosschq'>, names: readonly string[]): void {
  const addresses = names.map((name) => `${name}@example.com`)
  const sent = world.crosschq.state.invitations.filter(({ type }) => type === 'candidate').map(({ to }) => to)
  expect(
    requests(world)
      .map(({ candidate }) => candidate.email)
      .sort(),
  ).toEqual(addresses)
  expect(sent.sort()).toEqual(addresses)
}

/** Ashby shows nothing back, so what it was told when the process died is told again; nothing comes after it. */
function checkCompleted(world: ReferenceWorld, id: string, last: string): void {
  const told = toldOf(world, id)
  expect([...new Set(told)]).toEqual(['Started', last])
  expect(told.indexOf(last)).toBe(1)
  const times = assessment(world, id).updates.map(({ timestamp }) => timestamp)
  expect(times).toEqual([...new Set(times)].sort((a, b) => a - b))
}
