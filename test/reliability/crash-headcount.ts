import { expect } from 'vitest'
import type { TestDatabase } from '../database.ts'
import { createWorld, type World } from '../world.ts'
import { checkLedger, type Scenario, withConfigFile } from './crash-scenario.ts'

const mapping = (tier: boolean) => `version: 1
openings:
  - from: costCenter
    to: Cost center
${tier ? '  - from: tier\n    to: Tier\n' : ''}hires:
  - from: offer.Badge
    to: badge
`

/** How often one run of it comes to each checkpoint: eight changes of four records. */
export const expectedPasses = {
  beforeIntend: 8,
  afterIntend: 8,
  afterCall: 8,
  afterSettle: 8,
  beforeVerify: 4,
  afterVerify: 4,
  afterAcknowledge: 4,
} as const

/** A field, an opening with values, an update, a hire with place and values. */
export async function startHeadcount(database: TestDatabase, id: string): Promise<Scenario> {
  // Pages of two, so that there is something between two pages.
  const world = await createWorld({
    database,
    mapping: mapping(false),
    config: { id },
    charthop: { maxLimit: 2 },
    ashby: { pageSize: 2 },
  })
  const { charthop, ashby } = world
  charthop.addField({ code: 'costCenter', label: 'Cost center', type: 'STRING' })
  charthop.addField({ code: 'tier', label: 'Tier', type: 'ENUM', options: ['Gold', 'Silver'] })
  charthop.addField({ code: 'badge', label: 'Badge', type: 'STRING', entityType: 'PERSON' })
  const badge = ashby.createFieldByHand({ title: 'Badge', objectType: 'Offer', fieldType: 'String' })
  const past = { recruit: 'active', createDate: '2024-01-01' }
  const edited = charthop.addJob({ ...past, title: 'Edited', custom: { costCenter: '1' } })
  const filled = charthop.addJob({ ...past, title: 'Filled', custom: { costCenter: '2' } })
  charthop.addJob({ ...past, title: 'Same', custom: { costCenter: '3' } })
  expect((await world.sync()).state).toBe('success')

  world.map(mapping(true))
  charthop.editJob(edited.id, { title: 'Edited anew', costCenter: '11', tier: 'gold' })
  const added = charthop.addJob({ ...past, title: 'Added', custom: { costCenter: '4', tier: 'silver' } })
  const opening = openingOf(world, filled.id)!
  const { application } = ashby.addCandidateWithApplication({
    name: 'Ada Byron',
    jobId: ashby.addJob({ title: 'All' }).id,
    email: 'ada@example.com',
  })
  const offer = ashby.makeOffer({
    applicationId: application.id,
    openingId: opening.id,
    startDate: '2024-06-01',
    custom: { [badge.id]: 'blue' },
  })
  ashby.acceptOffer(offer.id)
  ashby.hire(application.id)
  const jobs = { edited: edited.id, filled: filled.id, added: added.id }
  return withConfigFile(world, { charthop: charthop.server, ashby: ashby.server }, () => checkTruth(world, jobs))
}

function openingOf({ ashby }: World, jobId: string) {
  return [...ashby.state.openings.all()].find(({ latestVersion }) => latestVersion.identifier?.includes(jobId))
}

async function checkTruth(world: World, jobs: { edited: string; filled: string; added: string }): Promise<void> {
  const { charthop, ashby } = world
  const openings = [...ashby.state.openings.all()].map(({ latestVersion: { identifier, customFields } }) => [
    identifier,
    ...customFields.map(({ title, value }) => `${title}: ${value}`).sort(),
  ])
  expect(openings.sort()).toEqual([
    [`Added (${jobs.added})`, 'Cost center: 4', 'Tier: silver'],
    [`Edited anew (${jobs.edited})`, 'Cost center: 11', 'Tier: gold'],
    [`Filled (${jobs.filled})`, 'Cost center: 2'],
    [expect.stringMatching(/^Same/), 'Cost center: 3'],
  ])
  expect([...ashby.state.fields.all()].map(({ title }) => title)).toEqual(['Badge', 'Cost center', 'Tier'])
  const persons = [...charthop.state.persons.values()].map(({ now }) => [now.contacts.HOME_EMAIL, now.values.badge])
  expect(persons).toEqual([['ada@example.com', 'blue']])
  const hires = charthop.state.changes.filter(({ type }) => type === 'HIRE' || type === 'MOVE')
  expect(hires.map(({ jobId }) => jobId)).toEqual([jobs.filled])
  await checkLedger(world)
}
