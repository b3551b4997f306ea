import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogger } from '../../src/lib/logger.ts'
import { systemClock } from '../../src/sandbox/clock.ts'
import { addCandidate, arrive, createInterviewWorld, type InterviewWorld, notes, participants } from '../interviews.ts'
import { addressesOf, chattyFaults, dump, expectNone, toldInDatabase, wholeDatabase } from '../planted.ts'

/** What must not come out, each unlike anything else in the scenario. */
const keys = {
  willoKey: 'planted-willo-key-4711',
  ashbyKey: 'planted-ashby-key-4712',
  webhookSecret: 'planted-webhook-secret-4713',
  webhookToken: 'planted-webhook-token-4714',
}
const person = {
  name: 'Plantedfirst Plantedlast',
  email: 'planted.mail@planted-domain.example',
  phone: '+4930471471471',
}
const opinion = 'planted-comment-of-a-reviewer'
const about = [...person.name.split(' '), 'planted.mail', 'planted-domain', person.phone, opinion, '4.7471']
const planted = [...Object.values(keys), ...about]

test('X10 keys, participants and opinions of them stay out of everything that is told', async () => {
  const lines: string[] = []
  await using world = await secretWorld(lines)
  const messages = await troubles(world)

  expect(lines.length).toBeGreaterThan(30)
  expect(messages.join('\n')).toMatch(/refused|permission|status/)
  expectNone(
    {
      logs: lines.join('\n'),
      messages: messages.join('\n'),
      ...(await toldInDatabase(world.engine)),
      addresses: addressesOf(world.willo.server, world.ashby.server),
    },
    planted,
  )
})

test('X10 of participants the mirror keeps no person, and the database no key', async () => {
  await using world = await secretWorld([])
  await troubles(world)

  // The ledger alone knows whom an invitation went to.
  expect(await wholeDatabase(world.engine)).toContain(person.email)
  const kept = { snapshots: await dump(world.engine, 'select * from snapshots') }
  expectNone(kept, planted)
  expectNone({ database: await wholeDatabase(world.engine) }, [...Object.values(keys), opinion])
})

test('X10 what is told of a hook names its members and no value', async () => {
  await using world = await secretWorld([])
  const body = { data: { who: person.name, [person.email]: keys.willoKey } }
  const hook = { headers: {}, query: { token: keys.webhookToken }, rawBody: Buffer.from(''), body }

  const verdict = world.connection.readHook({ event: 'new_response', ...hook })

  expect(verdict).toMatchObject({ type: 'ignored', note: expect.stringContaining('data') })
  expectNone({ note: JSON.stringify(verdict) }, planted)
})

test('X10 the person all the same reaches Willo', async () => {
  await using world = await secretWorld([])
  await arrive(world, person)

  expect((await world.sync()).state).toBe('success')
  expect(participants(world)).toMatchObject([person])
})

interface SecretWorld extends InterviewWorld {
  /** For the vendors and for us. */
  passNight(): void
}

async function secretWorld(lines: string[]): Promise<SecretWorld> {
  const clock = systemClock()
  const world = await createInterviewWorld({
    ...{ willo: { clock }, ashby: { clock, apiKeys: [{ key: keys.ashbyKey }] } },
    config: {
      willo: { apiKey: keys.willoKey, webhookToken: keys.webhookToken },
      ashby: { apiKey: keys.ashbyKey, webhookSecret: keys.webhookSecret },
    },
    engine: { logger: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }) },
    clientSleep: () => sleep(1),
  })
  world.willo.addUser({ role: 'Owner', apiKey: keys.willoKey })
  return {
    ...world,
    passNight() {
      clock.advance(7 * 3_600_000)
      world.passHours(7)
    },
  }
}

/** Everything goes wrong that can, with vendors who quote in their answers what they know. Returns what was told. */
async function troubles(world: SecretWorld): Promise<string[]> {
  const told: string[] = []
  const run = async () => {
    told.push((await world.sync()).problem ?? '', ...world.connection.problems())
    world.passNight()
  }
  await arrive(world, person)
  await run()
  for (const fault of chattyFaults(gossip, person.email)) {
    for (const { server } of [world.willo, world.ashby]) {
      const rule = server.faults.add({ fault })
      await run()
      rule.remove()
    }
    // Somebody to be invited, and somebody to be noted: what is written is refused in as many words.
    const email = person.email.replace('mail', `mail${world.ashby.state.candidates.size}`)
    const { applicationId } = addCandidate(world, { ...person, email })
    world.ashby.moveToStage(applicationId, 'Interview')
    for (const { key } of participants(world).filter(({ progress }) => progress !== 'completed'))
      world.willo.reviewerScores(world.willo.complete(key).key, 4.7471, opinion)
    const onWrites = [
      world.willo.server.faults.add({ method: 'POST', fault }),
      world.ashby.server.faults.add({ match: '/candidate.createNote', fault }),
    ]
    await run()
    for (const rule of onWrites) rule.remove()
  }
  addCandidate(world, { ...person, email: null, stage: 'Interview' })
  await run()
  expect(notes(world).length).toBeGreaterThan(3)
  const findings = await world.connection.check()
  told.push(JSON.stringify(await world.connection.jobs?.()))
  world.ashby.keys.deactivate(keys.ashbyKey)
  await run()
  told.push(JSON.stringify([findings, await world.connection.check()]))
  return told.filter((text) => text !== '')
}

const gossip = `${person.name} <${person.email}> ${person.phone} scored 4.7471 (${opinion}), keys ${Object.values(keys).join(' ')}`
