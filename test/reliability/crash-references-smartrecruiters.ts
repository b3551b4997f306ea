import { expect } from 'vitest'
import { SANDBOX_REQUESTOR } from '../../src/systems/crosschq/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import {
  arrived,
  createSmartRecruitersWorld,
  files,
  notes,
  type SmartRecruitersWorld,
} from '../references-smartrecruiters.ts'
import { addressOf, allAsked, appliedWrites, MAIL, queuedMail } from './crash-people.ts'
import { checkAsked } from './crash-references.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'

/** How often one run of it comes to each checkpoint: seven changes of five records. */
export const expectedPasses = {
  beforeIntend: 7,
  afterIntend: 7,
  afterCall: 7,
  afterSettle: 7,
  beforeVerify: 5,
  afterVerify: 5,
  afterAcknowledge: 5,
} as const

const names = ['done', 'rejected', 'hired'] as const

/** Somebody comes to the step; of those who were asked before, one is done, and SmartRecruiters has rejected one and hired one. */
export async function startSmartRecruitersReferences(database: TestDatabase, id: string): Promise<Scenario> {
  const config = { id, requests: { completionMail: 'hirewire' } }
  const world = await createSmartRecruitersWorld({ database, config, mail: {} })
  const { crosschq, smartRecruiters, jobId } = world
  const arrive = (name: string) => arrived(world, { firstName: name, email: addressOf(name) })
  expect((await world.sync()).state).toBe('success')
  const people = await allAsked(world, names, arrive)

  crosschq.complete(people.done.requestId)
  smartRecruiters.reject(people.rejected.candidateId, jobId)
  smartRecruiters.hire(people.hired.candidateId, jobId)
  arrive('added')
  const vendors = { crosschq: crosschq.server, smartRecruiters: smartRecruiters.server }
  const check = async () => {
    checkTruth(world, people)
    expect(appliedWrites(vendors)).toEqual(writesInAll)
    expect(await queuedMail(world)).toEqual([{ kind: 'completed', recipient: SANDBOX_REQUESTOR }])
    await checkLedger(world)
  }
  return withConfigFile(world, vendors, check, MAIL)
}

/** Four requests, one of them complete, and outcomes of two. */
const writesInAll = {
  'POST /partners/reference-request/': 4,
  'POST /partners/reference-request/{id}/cancel/': 1,
  'PATCH /partners/reference-request/{id}/': 2,
  'POST /messages/shares': 1,
  'POST /candidates/{id}/jobs/{id}/attachments': 1,
}

interface Person {
  readonly candidateId: string
  readonly requestId: string
}

function checkTruth(world: SmartRecruitersWorld, people: Record<(typeof names)[number], Person>): void {
  const { done, rejected, hired } = people
  checkAsked(world, ['added', ...names].sort())
  expect(notes(world, done.candidateId)).toEqual([expect.stringContaining(done.requestId)])
  expect(files(world).map(({ candidateId }) => candidateId)).toEqual([done.candidateId])
  const outcomes = [rejected, hired].map(({ requestId }) => world.crosschq.state.requests.get(requestId))
  expect(outcomes).toMatchObject([
    { state: 'cancelled', hiringStatus: 'rejected' },
    { state: 'pending', hiringStatus: 'hired' },
  ])
}
