import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createLogger } from '../../src/lib/logger.ts'
import { SANDBOX_REQUESTOR, SANDBOX_TOKEN } from '../../src/systems/crosschq/sandbox.ts'
import { addressesOf, chattyFaults, dump, expectNone, toldInDatabase, wholeDatabase } from '../planted.ts'
import {
  ASHBY_KEY,
  addCandidate,
  createReferenceWorld,
  fileNames,
  HOOK_SECRET,
  PARTNER_KEY,
  press,
  type ReferenceWorld,
  requests,
  TRIGGERED,
} from '../references.ts'

/** What must not come out, each unlike anything else in the scenario. */
const keys = [SANDBOX_TOKEN, ASHBY_KEY, PARTNER_KEY, HOOK_SECRET, 'ashby-hook-secret']
const person = { name: 'Plantedfirst Plantedlast', email: 'planted.mail@planted-domain.example' }
const score = 4.7471
/** Whoever has such a link has the report. */
const pdfLink = 'signature='
const people = [...person.name.split(' '), person.email, SANDBOX_REQUESTOR]
const planted = [...keys, ...people, String(score), pdfLink]

test('X10 keys, candidates, recruiters and scores stay out of everything that is told', async () => {
  const lines: string[] = []
  await using world = await secretWorld(lines)
  const messages = await troubles(world)

  expect(lines.length).toBeGreaterThan(30)
  expect(messages.join('\n')).toMatch(/refused|permission|status/)
  expectNone(
    {
      logs: lines.join('\n'),
      server: world.log(),
      messages: messages.join('\n'),
      ...(await toldInDatabase(world.engine)),
    },
    planted,
  )
  // The link to a report's file is an address, given out by Crosschq for one call.
  expectNone({ addresses: addressesOf(world.crosschq.server, world.ashby.server) }, [...keys, ...people])
})

test('X10 of requests the mirror keeps no person, and the database no key nor link', async () => {
  await using world = await secretWorld([])
  await troubles(world)

  expectNone({ database: await wholeDatabase(world.engine) }, [...keys, pdfLink])
  const mirrored = await dump(world.engine, "select * from snapshots where collection <> 'partner.orders'")
  expectNone({ mirrored }, people)
})

test('X10 what a plan shows of a request names nobody', async () => {
  await using world = await secretWorld([])
  await world.sync()
  const { applicationId } = addCandidate(world, person)
  world.ashby.moveToStage(applicationId, 'Interview')

  const { plan } = await world.plan()

  const shown = (plan as unknown as { changes: { record: string; fields: unknown }[] }[]).flatMap(({ changes }) =>
    changes.map(({ record, fields }) => ({ record, fields })),
  )
  expect(shown).toMatchObject([{ record: applicationId }])
  expectNone({ plan: JSON.stringify(shown) }, planted)
})

async function secretWorld(lines: string[]): Promise<ReferenceWorld> {
  return createReferenceWorld({
    mapping: TRIGGERED,
    engine: { logger: createLogger({ level: 'debug', destination: { write: (line) => lines.push(line) } }) },
    clientSleep: () => sleep(1),
  })
}

/** Everything goes wrong that can, with vendors who quote in their answers what they know. Returns what was told. */
async function troubles(world: ReferenceWorld): Promise<string[]> {
  const told: string[] = []
  const run = async () => {
    told.push((await world.sync()).problem ?? '', ...world.connection.problems())
    world.passHours(7)
  }
  await run()
  for (const fault of chattyFaults(gossip, person.email)) {
    await comeAndComplete(world)
    for (const { server } of [world.crosschq, world.ashby]) {
      const rule = server.faults.add({ fault })
      await run()
      await press(world, addCandidate(world, person).applicationId)
      rule.remove()
    }
    const onWrites = [
      world.crosschq.server.faults.add({ method: 'POST', fault }),
      world.crosschq.server.faults.add({ match: '/report-files', fault }),
      world.ashby.server.faults.add({ match: /\.(createNote|uploadFile|update|createFileUploadHandle)$/, fault }),
    ]
    await press(world, addCandidate(world, person).applicationId)
    await run()
    for (const rule of onWrites) rule.remove()
  }
  await run()
  expect([...world.ashby.state.candidates.all()].flatMap(({ id }) => fileNames(world, id)).length).toBeGreaterThan(3)
  const findings = await world.connection.check()
  told.push(JSON.stringify(await world.connection.jobs?.()))
  world.ashby.keys.deactivate(ASHBY_KEY)
  await run()
  told.push(JSON.stringify([findings, await world.connection.check()]))
  return told.filter((text) => text !== '')
}

/** One by the stage and one by the tile, whose references are in. */
async function comeAndComplete(world: ReferenceWorld): Promise<void> {
  const { applicationId } = addCandidate(world, person)
  world.ashby.moveToStage(applicationId, 'Interview')
  await world.sync()
  await press(world, addCandidate(world, person).applicationId)
  for (const { id, state } of requests(world)) if (state === 'pending') world.crosschq.complete(id, { score })
}

const gossip = `${person.name} <${person.email}> of ${SANDBOX_REQUESTOR} scored ${score}, keys ${keys.join(' ')}`
