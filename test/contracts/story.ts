import { expect } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { type Receiver, startReceiver } from '../../src/systems/ashby/sandbox/testing.ts'
import { waiting } from '../headcount.ts'
import { createWorld, type World } from '../world.ts'
import { type Hook, rawHooksOf } from './hook.ts'

export interface Told {
  readonly calls: readonly LoggedCall[]
  readonly hooks: readonly Hook[]
}

/**
 * A company's life with the engine between both vendors: everything that makes it send another kind of request. Each
 * chapter must do its work, or the requests it is there for would not be among those that are judged.
 */
export async function tellStory(): Promise<{ readonly ashby: Told; readonly charthop: Told }> {
  await using fromAshby = await startReceiver()
  await using fromCharthop = await startReceiver()
  await using world = await createWorld({
    mapping,
    charthop: { webhooks: { url: fromCharthop.url } },
    ashby: { pageSize: 2, updateTakesNull: true },
    config: {
      charthop: { webhookToken: 'token' },
      ashby: { webhookSecret: 'secret' },
      openings: { closeOnInactive: true, adoptExisting: true, closeReasonId: undefined },
      limits: { maxUpdates: '100%', maxCloses: 100 },
    },
    clientSleep: async () => {},
  })
  await setUp(world, fromAshby)
  const jobs = await openingsAreMade(world)
  await openingsFollow(world, jobs)
  await peopleAreHired(world, jobs)
  await answersAreLost(world)
  await openingsAreClosed(world, jobs)
  await world.ashby.deliveries.settled()
  await world.charthop.webhooks.settled()
  return {
    ashby: { calls: [...world.ashby.server.calls], hooks: rawHooksOf(fromAshby) },
    charthop: { calls: [...world.charthop.server.calls], hooks: rawHooksOf(fromCharthop) },
  }
}

const mapping = `version: 1
openings:
  - { from: text, to: Text }
  - { from: longText, to: Long text }
  - { from: whole, to: Whole }
  - { from: part, to: Part }
  - { from: share, to: Share, transform: [{ round: 2 }] }
  - { from: flag, to: Flag }
  - { from: day, to: Day }
  - { from: budget, to: { title: Budget, type: Currency } }
  - { from: level, to: Level }
  - { from: skills, to: Skills }
  - { from: link, to: Link }
hires:
  - { from: offer.Shirt, to: shirt }
  - { from: offer.Bonus, to: bonus }
  - { from: candidate.Nickname, to: nickname }
  - { from: application.Desk, to: desk }
`

const options = [
  { name: 'junior', label: 'Junior' },
  { name: 'senior', label: 'Senior' },
]

const hireFields = [
  { objectType: 'Offer', title: 'Shirt' },
  { objectType: 'Offer', title: 'Bonus' },
  { objectType: 'Candidate', title: 'Nickname' },
  { objectType: 'Application', title: 'Desk' },
] as const

async function setUp({ charthop, ashby, connection }: World, hooks: Receiver): Promise<void> {
  const jobFields = {
    ...{ text: 'STRING', longText: 'TEXT', whole: 'INTEGER', part: 'DECIMAL', share: 'PERCENT', flag: 'BOOLEAN' },
    ...{ day: 'DATE', budget: 'MONEY', level: 'ENUM', skills: 'ENUM_MULTI', link: 'URL', desk: 'STRING' },
  }
  for (const [code, type] of Object.entries(jobFields)) {
    charthop.addField({ code, label: code, type, entityType: 'JOB', ...(type.startsWith('ENUM') && { options }) })
  }
  for (const [code, type] of Object.entries({ shirt: 'STRING', bonus: 'MONEY', nickname: 'STRING' })) {
    charthop.addField({ code, label: code, type, entityType: 'PERSON' })
  }
  for (const { objectType, title } of hireFields)
    ashby.createFieldByHand({ objectType, title, fieldType: title === 'Bonus' ? 'Currency' : 'String' })
  for (const name of ['Berlin', 'Oslo']) ashby.addLocation({ name })
  for (const name of ['Engineering', 'Sales']) ashby.addDepartment({ name })

  const findings = [...(await connection.registerHooks!(() => hooks.url)), ...(await connection.check())]
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  expect(await connection.fields()).not.toEqual([])
  expect(await connection.standardFields!()).not.toEqual([])
  expect((await connection.permissions!()).every(({ had }) => had === true)).toBe(true)
}

async function openingsAreMade(world: World): Promise<readonly string[]> {
  const custom = {
    ...{ text: 'T', longText: 'L', whole: 3, part: 1.5, share: 0.5, flag: true, day: '2027-01-01' },
    ...{ budget: { amount: 1000, currency: 'EUR' }, level: 'junior', skills: ['junior', 'senior'] },
    link: 'https://example.com',
  }
  const full = { title: 'Cook', recruit: 'ACTIVE', description: 'D', department: 'Engineering', location: 'Berlin' }
  const jobs = [
    world.charthop.addJob({ ...full, employment: 'PART', startDate: '2027-05-01', custom }),
    world.charthop.addJob({ title: 'Waiter', recruit: 'ACTIVE' }),
    world.charthop.addJob({ title: 'Baker', recruit: 'ACTIVE', location: 'Oslo' }),
    world.charthop.addJob({ title: 'Smith', recruit: 'INACTIVE' }),
  ].map(({ id }) => id)

  await run(world, 'plan')
  await run(world)

  expect([...world.ashby.state.openings.all()]).toHaveLength(3)
  expect(openingOf(world, jobs[0]!).latestVersion.customFields).toHaveLength(11)
  return jobs
}

async function openingsFollow(world: World, [first, second]: readonly string[]): Promise<void> {
  const { charthop } = world
  charthop.addOption('level', { name: 'lead', label: 'Lead' })
  charthop.editJob(first!, { title: 'Chef', department: 'Sales', location: 'Oslo', employment: 'FULL', level: 'lead' })
  charthop.editJob(second!, { location: 'Berlin' })
  await run(world)
  await run(world)
  for (const code of ['text', 'longText', 'whole', 'budget', 'skills', 'description', 'location', 'department'])
    charthop.clearValue(first!, code)

  await run(world)

  const { locationIds, description, teamId, customFields } = openingOf(world, first!).latestVersion
  expect({ locationIds, description, teamId }).toEqual({ locationIds: [], description: '', teamId: null })
  expect(customFields.map(({ title, value }) => [title, value])).toContainEqual(['Level', 'lead'])
  expect(customFields).toHaveLength(6)
}

async function peopleAreHired(world: World, [first, second, third]: readonly string[]): Promise<void> {
  const { charthop, ashby } = world
  const formerJob = charthop.addJob({ title: 'Dishwasher' }).id
  const { personId } = charthop.fillJob(formerJob, { last: 'Within', homeEmail: 'within@example.com' })
  const today = new Date().toISOString().slice(0, 10)

  hire(world, first!, { name: 'Ada Newcomer', email: 'ada@example.com', phone: '+12025550100' }, today)
  hire(world, second!, { name: 'Wanda Within', email: 'within@example.com' }, today)
  hire(world, third!, { name: 'Later', email: 'later@example.com' }, '2099-01-01')
  await run(world)
  await run(world)

  expect(charthop.state.changes.map(({ type, jobId }) => [type, jobId])).toEqual(
    expect.arrayContaining([
      ['HIRE', first],
      ['MOVE', second],
      ['HIRE', third],
    ]),
  )
  expect(charthop.state.jobs.get(second!)?.now.personId).toBe(personId)
  expect(charthop.state.jobs.get(first!)?.now.values.desk).toBe('12')
  await ashby.deliveries.settled()
}

function hire(
  world: World,
  job: string,
  candidate: { readonly name: string; readonly email: string; readonly phone?: string },
  startDate: string,
): void {
  const { ashby } = world
  const jobId = ashby.addJob({ title: 'Hiring' }).id
  const opening = openingOf(world, job)
  ashby.openOpening(opening.id, jobId)
  const added = ashby.addCandidateWithApplication({ ...candidate, jobId })
  const field = (title: string) => [...ashby.state.fields.all()].find((one) => one.title === title)!.id
  ashby.setValue('Candidate', added.candidate.id, field('Nickname'), 'Nick')
  ashby.setValue('Application', added.application.id, field('Desk'), '12')
  const custom = { [field('Shirt')]: 'L', [field('Bonus')]: { value: 5, currencyCode: 'EUR' } }
  const salary = { value: 10, currencyCode: 'EUR' }
  const offer = ashby.makeOffer({
    applicationId: added.application.id,
    openingId: opening.id,
    startDate,
    salary,
    custom,
  })
  ashby.acceptOffer(offer.id)
  ashby.hire(added.application.id)
}

/** The engine has to look at the target before it goes on, with requests it sends at no other time. */
async function answersAreLost(world: World): Promise<void> {
  const { charthop, ashby } = world
  charthop.addField({ code: 'late', label: 'Late', type: 'STRING', entityType: 'JOB' })
  world.map(mapping.replace('hires:', '  - { from: late, to: Late }\nhires:'))
  const job = charthop.addJob({ title: 'Lost', recruit: 'ACTIVE', custom: { late: 'x' } }).id
  const lost = { times: 1, fault: { type: 'timeoutAfterApply' } } as const
  for (const match of ['/opening.create', '/customField.create', '/customField.setValues'])
    ashby.server.faults.add({ match, ...lost })
  ashby.server.faults.add({ match: '/opening.list', times: 1, fault: { type: 'status', status: 503 } })
  charthop.buildSnapshot({ reads: 1 })
  await world.sync()
  await world.sync()
  await run(world)
  hire(world, job, { name: 'Lost Found', email: 'lost@example.com' }, '2099-01-01')
  charthop.server.faults.add({ match: /\/person$/, method: 'POST', ...lost })
  charthop.server.faults.add({ match: '/sync/', ...lost })
  await world.sync()
  await world.sync()

  await run(world)

  expect([...charthop.state.persons.values()].filter(({ now }) => now.name.last === 'Found')).toHaveLength(1)
  expect(
    [...ashby.state.openings.all()].filter(({ latestVersion }) => latestVersion.identifier?.includes(job)),
  ).toHaveLength(1)
}

async function openingsAreClosed(world: World, [, , , inactive]: readonly string[]): Promise<void> {
  world.charthop.setRecruit(inactive!, 'ACTIVE')
  await run(world)
  world.charthop.setRecruit(inactive!, 'INACTIVE')

  await run(world)

  expect(openingOf(world, inactive!).openingState).toBe('Closed')
}

function openingOf({ ashby }: World, job: string) {
  const openings = [...ashby.state.openings.all()]
  const opening = openings.find(({ latestVersion }) => latestVersion.identifier?.includes(job))
  if (!opening) throw new Error(`job ${job} has no opening`)
  return opening
}

async function run(world: World, how: 'sync' | 'plan' = 'sync'): Promise<void> {
  const { state } = await (how === 'plan' ? world.plan() : world.sync())
  expect((await waiting(world)).map(({ flow, reason, message }) => [flow, reason, message])).toEqual([])
  expect(state).toBe('success')
}
