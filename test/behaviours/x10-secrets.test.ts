import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogger } from '../../src/lib/logger.ts'
import { addActiveJob, addField } from '../headcount.ts'
import { addHireField, bringHire, day, hireMapping } from '../hiring.ts'
import { addressesOf, chattyFaults, expectNone, toldInDatabase, wholeDatabase } from '../planted.ts'
import { createWorld, type World } from '../world.ts'

/** What must not come out, each unlike anything else in the scenario. */
const keys = {
  charthopToken: 'planted-charthop-token-4711',
  ashbyKey: 'planted-ashby-key-4712',
  webhookSecret: 'planted-webhook-secret-4713',
}
const person = {
  first: 'Plantedfirst',
  last: 'Plantedlast',
  email: 'planted.mail@planted-domain.example',
  phone: '+49 30 471471471',
}
const pay = 987654321
const recruiter = 'planted.recruiter@planted-domain.example'
const planted = [...Object.values(keys), ...Object.values(person), String(pay), recruiter, 'planted-custom-value']

test('X10 keys, people and pay stay out of everything that is told', async () => {
  const lines: string[] = []
  await using world = await secretWorld(lines)
  const messages = await troubles(world)

  const told = {
    logs: lines.join('\n'),
    messages: messages.join('\n'),
    ...(await toldInDatabase(world.engine)),
    addresses: addressesOf(world.charthop.server, world.ashby.server),
  }

  expect(lines.length).toBeGreaterThan(30)
  expect(messages.join('\n')).toMatch(/refused|permission|status/)
  expectNone(told, planted)
})

test('X10 neither keys, pay nor hiring teams are kept in the database', async () => {
  await using world = await secretWorld([])
  await troubles(world)

  const everything = await wholeDatabase(world.engine)

  expect(everything).toContain(person.email)
  const kept = [...Object.values(keys), String(pay), recruiter].filter((secret) => everything.includes(secret))
  expect(kept).toEqual([])
})

test('X10 the personal values of a write reach ChartHop all the same', async () => {
  await using world = await secretWorld([])
  await bringPlanted(world)

  expect((await world.sync()).state).toBe('success')

  const [made] = [...world.charthop.state.persons.values()].map(({ now }) => now)
  expect(made).toMatchObject({
    name: { first: person.first, last: person.last },
    contacts: { HOME_EMAIL: person.email, MOBILE_PHONE: person.phone },
    values: { nickName: 'planted-custom-value' },
  })
})

async function secretWorld(lines: string[]): Promise<World> {
  const world = await createWorld({
    mapping: hireMapping(['candidate.Nickname', 'nickName']),
    charthop: { tokens: [{ token: keys.charthopToken, access: 'PRIMARY' }] },
    ashby: { apiKeys: [{ key: keys.ashbyKey }] },
    config: {
      charthop: { token: keys.charthopToken },
      ashby: { apiKey: keys.ashbyKey, webhookSecret: keys.webhookSecret },
    },
    engine: { logger: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }) },
    clientSleep: () => sleep(1),
  })
  addField(world, { code: 'nickName', entityType: 'PERSON' })
  return world
}

async function bringPlanted(world: World) {
  const { first, last, email, phone } = person
  const nickname = addHireField(world, 'Candidate', 'Nickname')
  const hire = await bringHire(world, { name: `${first} ${last}`, email, phone, isHired: false })
  world.ashby.setValue('Candidate', hire.candidateId, nickname.id, 'planted-custom-value')
  world.ashby.changeOffer(hire.offerId, { salary: { value: pay, currencyCode: 'EUR' } })
  const { id: userId } = world.ashby.addUser({ firstName: 'Plantedfirst', lastName: 'Plantedlast', email: recruiter })
  world.ashby.setHiringTeam(hire.applicationId, [{ userId, role: 'Recruiter' }])
  world.ashby.hire(hire.applicationId)
  return hire
}

/** Everything goes wrong that can, with vendors who quote in their answers what they know. Returns what was told. */
async function troubles(world: World): Promise<string[]> {
  const told: string[] = []
  const run = async () => {
    told.push((await world.sync()).problem ?? '')
    world.passHours(7)
  }
  const hire = await bringPlanted(world)
  world.charthop.addPerson({ last: 'One', workEmail: person.email })
  const twin = world.charthop.addPerson({ last: 'Two', homeEmail: person.email })
  await run()
  world.charthop.editPerson(twin.id, { 'contact.homeEmail': 'other@example.com' })
  for (const fault of chattyFaults(gossip, person.email)) {
    for (const { server } of [world.charthop, world.ashby]) {
      const rule = server.faults.add({ fault })
      await run()
      rule.remove()
    }
    const onWrites = world.charthop.server.faults.add({ match: /person|change/, method: 'POST', fault })
    await run()
    onWrites.remove()
  }
  addActiveJob(world, { title: 'One more' })
  await run()
  world.ashby.changeOffer(hire.offerId, { startDate: day(90) })
  await run()
  world.ashby.unhire(hire.applicationId)
  await run()
  const findings = await world.connection.check()
  world.ashby.keys.deactivate(keys.ashbyKey)
  await run()
  told.push(JSON.stringify([findings, await world.connection.check()]))
  return told.filter((text) => text !== '')
}

const gossip = `${person.first} ${person.last} <${person.email}> earns ${pay}, key ${keys.charthopToken} ${keys.ashbyKey}`
