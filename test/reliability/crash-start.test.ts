import { describe, expect, test } from 'vitest'
import type { Checkpoint } from '../../src/sync/engine.ts'
import { requests } from '../references.ts'
import { checkAsked } from './crash-references.ts'
import { atCall, writesNothingMore } from './crash-tests.ts'
import { settled } from './fleet.ts'
import { type Office, openOffice } from './reference-office.ts'

const timeout = 300_000

const points: readonly Checkpoint[] = [
  ...(['beforeIntend', 'afterIntend', 'afterCall', 'afterSettle'] as const),
  ...(['beforeVerify', 'afterVerify', 'afterAcknowledge'] as const),
]

describe.concurrent('a start whose process is killed', () => {
  test.each(points)('at %s is asked for again and made once', { timeout }, async (point) => {
    await using office = await openOffice()
    await using killed = await office.daemon({ point, nth: 1 })
    const unanswered = await killed.press()
    expect(await killed.child.ended).toMatchObject({ signal: 'SIGKILL' })

    expect(unanswered.status).toBeUndefined()
    await isMadeOnce(office)
  })

  test.each([
    ...Array.from({ length: 3 }, (_, after) => ({ vendor: 'crosschq', after })),
    ...Array.from({ length: 2 }, (_, after) => ({ vendor: 'ashby', after })),
  ])('while $vendor answers, after $after calls, is asked for again and made once', { timeout }, async (moment) => {
    await using office = await openOffice()
    await using killed = await office.daemon()
    atCall(office, moment, () => killed.child.process.kill('SIGKILL'))
    const unanswered = await killed.press()

    // What comes after the answer, such as a further look, is the daemon's own business.
    if (unanswered.status === 200) killed.child.process.kill('SIGKILL')
    await killed.child.ended
    await isMadeOnce(office)
  })
})

/** By the next process, which also looks after what the dead one left behind. */
async function isMadeOnce(office: Office): Promise<void> {
  const { references: world } = office
  const kept = await ordersOf(office)
  expect(kept.length).toBeLessThanOrEqual(1)
  await using daemon = await office.daemon()
  const answer = await daemon.press()
  const again = await daemon.press()
  await settled(world, () => true)

  const orders = await ordersOf(office)
  expect(orders).toHaveLength(1)
  expect(orders).toEqual(kept.length > 0 ? kept : orders)
  const started = { status: 200, body: { success: true, results: { assessment_id: orders[0] } } }
  expect([answer, again]).toEqual([started, started])
  daemon.child.process.kill('SIGTERM')
  await daemon.child.ended
  expect((await world.sync()).state).toBe('success')
  checkAsked(world, ['ada'])
  await office.check()
  await writesNothingMore(office)
}

/** Ids of the assessments that we keep. */
async function ordersOf({ references: { database, connection } }: Office): Promise<readonly string[]> {
  return database
    .knex('snapshots')
    .where({ connection: connection.id, collection: 'partner.orders' })
    .orderBy('id')
    .pluck('id')
}

describe.concurrent('without a list of requests, a start killed', () => {
  test.each([
    { point: 'afterIntend', made: 0 },
    { point: 'afterCall', made: 1 },
  ] as const)('at $point is never sent again, and stays visible', { timeout }, async ({ point, made }) => {
    await using office = await openOffice({ crosschq: { hasRequestList: false } })
    const { references: world, applicationId } = office
    await using killed = await office.daemon({ point, nth: 1 })
    await killed.press()
    await killed.child.ended
    await using daemon = await office.daemon()
    const answers = [await daemon.press(), await daemon.press()]
    await settled(world, () => true)
    daemon.child.process.kill('SIGTERM')
    await daemon.child.ended

    world.passHours(25)
    const end = await world.sync()

    expect(answers.map(({ status }) => status)).toEqual([503, 503])
    expect(requests(world)).toHaveLength(made)
    const posts = world.crosschq.server.calls.filter(({ method }) => method === 'POST')
    expect(posts).toHaveLength(made)
    expect(end.state).toBe('partial')
    const changes = await world.database.knex('changes').where({ record: applicationId })
    expect(changes).toMatchObject([{ state: 'unknown', reason: 'unclear' }])
  })
})
