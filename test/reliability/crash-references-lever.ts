import { expect } from 'vitest'
import { systemClock } from '../../src/sandbox/clock.ts'
import { SANDBOX_REQUESTOR } from '../../src/systems/crosschq/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import { archived, hiringStatus } from '../prompting.ts'
import { arrived, createLeverWorld, type LeverWorld, linksOf } from '../references-lever.ts'
import { addressOf, allAsked, appliedWrites, MAIL, queuedMail } from './crash-people.ts'
import { checkAsked } from './crash-references.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'

/** How often one run of it comes to each checkpoint: eight changes of seven records. */
export const expectedPasses = {
  beforeIntend: 8,
  afterIntend: 8,
  afterCall: 8,
  afterSettle: 8,
  beforeVerify: 7,
  afterVerify: 7,
  afterAcknowledge: 7,
} as const

const OWNER = 'olga@acme.example'
const HOURS_AGO = 25
const HOUR_MS = 3_600_000

/** Hired in Lever, and chosen in Crosschq: a hire goes both ways. */
const names = ['done', 'prompted', 'rejected', 'hired', 'chosen'] as const

/**
 * Somebody comes to the stage; of those who were asked before, one is done, one was done a day ago and is to be prompted
 * for, one is archived and one hired in Lever, and one hired in Crosschq.
 */
export async function startLeverReferences(database: TestDatabase, id: string): Promise<Scenario> {
  const clock = systemClock()
  const config = { id, prompt: { afterDays: 1 }, requests: { completionMail: 'hirewire' } }
  const world = await createLeverWorld({ database, config, crosschq: { clock }, mail: {} })
  const { crosschq, lever } = world
  const arrive = (name: string) => arrived(world, { name, email: addressOf(name) })
  // The process that is killed has the time of day, so what is a day old to it was made on the day before.
  clock.advance(-HOURS_AGO * HOUR_MS)
  world.passHours(-HOURS_AGO)
  expect((await world.sync()).state).toBe('success')
  const people = await allAsked(world, names, (name) => ({ applicationId: arrive(name) }))
  lever.setOwner(people.prompted.applicationId, lever.addUser({ email: OWNER }).id)
  crosschq.complete(people.prompted.requestId)
  expect((await world.sync()).state).toBe('success')
  clock.advance(HOURS_AGO * HOUR_MS)
  world.passHours(HOURS_AGO)

  crosschq.complete(people.done.requestId)
  lever.archive(people.rejected.applicationId)
  lever.hire(people.hired.applicationId)
  crosschq.setHiringStatus(people.chosen.requestId, 'hired')
  arrive('added')
  const vendors = { crosschq: crosschq.server, lever: lever.server }
  const check = async () => {
    checkTruth(world, people)
    expect(appliedWrites(vendors)).toEqual(writesInAll)
    expect(await queuedMail(world)).toEqual(mailInAll)
    await checkLedger(world)
  }
  return withConfigFile(world, vendors, check, MAIL)
}

/** Six requests, two of them complete, and outcomes of three. */
const writesInAll = {
  'POST /partners/reference-request/': 6,
  'POST /partners/reference-request/{id}/cancel/': 1,
  'PATCH /partners/reference-request/{id}/': 2,
  'POST /v1/opportunities/{id}/addLinks': 2,
  'PUT /v1/opportunities/{id}/archived': 1,
}

/** One for the owner who is asked, and one for each request that is complete. */
const mailInAll = [
  { kind: 'completed', recipient: SANDBOX_REQUESTOR },
  { kind: 'completed', recipient: SANDBOX_REQUESTOR },
  { kind: 'hiring_prompt', recipient: OWNER },
]

interface Person {
  readonly applicationId: string
  readonly requestId: string
}

function checkTruth(world: LeverWorld, people: Record<(typeof names)[number], Person>): void {
  checkAsked(world, ['added', ...names].sort())
  for (const { applicationId, requestId } of [people.done, people.prompted])
    expect(linksOf(world, applicationId)).toEqual([expect.stringContaining(requestId)])
  const outcome = ({ applicationId, requestId }: Person) => [
    world.crosschq.state.requests.get(requestId)?.state,
    hiringStatus(world, requestId),
    archived(world, applicationId),
  ]
  expect(outcome(people.rejected)).toEqual(['cancelled', 'rejected', 'non-hired'])
  expect(outcome(people.hired)).toEqual(['pending', 'hired', 'hired'])
  expect(outcome(people.chosen)).toEqual(['pending', 'hired', 'hired'])
}
