import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import {
  claimedBefore,
  claimNotification,
  countNotifications,
  forgetPeople,
  type NotificationDraft,
  noteSent,
  noteUnclear,
  noteUnsent,
  notificationOf,
  queueNotification,
} from './notifications.ts'
import { promptByToken, takeAnswer } from './prompts.ts'
import { loadRecords } from './records.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(() => database.close())

const now = new Date('2026-03-02T09:00:00Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)
let connections = 0

/** Each in a connection of its own. */
function draft(changes: Partial<NotificationDraft> = {}): NotificationDraft {
  connections += 1
  return {
    ...{ connection: `references-${connections}`, flow: 'prompts', kind: 'hiring_prompt', record: 'request-1' },
    ...{ recipient: 'olga@acme.example', facts: { candidate: 'Ada Lovelace' } },
    ...changes,
  } as NotificationDraft
}

const link = (tokenHash: string) => ({ tokenHash, expiresAt: later(24 * 30) })

async function claimed(tokenHash: string, at = now) {
  const found = await claimNotification(database.knex, at, link(tokenHash))
  if (!found) throw new Error('nothing was due')
  return found
}

async function row(id: string) {
  return database.knex('notifications').where({ id }).first()
}

/** Nothing of an earlier test is due. */
async function calm() {
  await database.knex('notifications').where({ state: 'queued' }).delete()
}

test('a record is queued once for a kind', async () => {
  const one = draft()
  const first = await queueNotification(database.knex, one, now)
  const again = await queueNotification(database.knex, { ...one, recipient: 'other@acme.example' }, later(1))
  const other = await queueNotification(database.knex, { ...one, kind: 'completed' }, now)

  expect(again).toBe(first)
  expect(other).not.toBe(first)
  expect(await row(first)).toMatchObject({ recipient: 'olga@acme.example', state: 'queued' })
})

test('of ten at once, each claims another one', async () => {
  await calm()
  const ids = await Promise.all(Array.from({ length: 5 }, () => queueNotification(database.knex, draft(), now)))
  const claims = await Promise.all(
    Array.from({ length: 10 }, (_, index) => claimNotification(database.knex, now, link(`race-${index}`))),
  )

  expect(claims.flatMap((claim) => claim?.id ?? []).sort()).toEqual(ids.sort())
})

test('what is put off is not due before its time', async () => {
  await calm()
  await queueNotification(database.knex, draft(), now)
  const claim = await claimed('put-off')
  await noteUnsent(database.knex, claim, { problem: 'no answer', nextAt: later(1) })

  expect(await claimNotification(database.knex, later(0.5), link('early'))).toBeUndefined()
  expect(await claimed('in-time', later(1))).toMatchObject({ id: claim.id, attempts: 2 })
})

test('what was not sent makes its record due', async () => {
  const one = draft()
  await queueNotification(database.knex, one, now)
  const claim = await claimed('refused')
  await noteUnsent(database.knex, claim, { problem: 'refused', nextAt: undefined })

  expect(await notificationOf(database.knex, one)).toMatchObject({ state: 'failed', problem: 'refused' })
  const records = await loadRecords(database.knex, { connection: one.connection, flow: 'prompts' }, ['request-1'])
  expect(records.get('request-1')).toMatchObject({ state: 'pending' })
})

test('a claim whose process died is found', async () => {
  await calm()
  await queueNotification(database.knex, draft(), now)
  const claim = await claimed('died')
  const lost = await claimedBefore(database.knex, later(1))
  await noteUnclear(database.knex, claim, 'the process ended')

  expect(lost.map(({ id }) => id)).toContain(claim.id)
  expect(await row(claim.id)).toMatchObject({ state: 'unclear', token_hash: 'died' })
  expect(await claimNotification(database.knex, later(1000), link('never'))).toBeUndefined()
})

test('a slow process that got through after all is believed', async () => {
  await queueNotification(database.knex, draft(), now)
  const claim = await claimed('slow')
  await noteUnclear(database.knex, claim, 'the process ended')
  await noteSent(database.knex, claim, later(1))
  await noteUnclear(database.knex, claim, 'the process ended')

  expect(await row(claim.id)).toMatchObject({ state: 'sent', problem: null })
})

test('a link is answered once', async () => {
  await queueNotification(database.knex, draft(), now)
  const claim = await claimed('answered')
  const { id } = claim
  await noteSent(database.knex, claim, now)
  const before = await promptByToken(database.knex, 'answered', later(1))
  const answers = await Promise.all(
    (['hired', 'not_hired', 'hired'] as const).map((answer) =>
      takeAnswer(database.knex, { id, answer, now: later(1) }),
    ),
  )

  expect(before).toMatchObject({ state: 'open', facts: { candidate: 'Ada Lovelace' } })
  expect(answers.filter(Boolean)).toHaveLength(1)
  expect(await promptByToken(database.knex, 'answered', later(2))).toMatchObject({ state: 'answered', facts: {} })
})

test('a link is void once it is too late', async () => {
  await queueNotification(database.knex, draft(), now)
  const { id } = await claimed('late')

  expect(await promptByToken(database.knex, 'late', later(24 * 30))).toMatchObject({ state: 'expired' })
  expect(await takeAnswer(database.knex, { id, answer: 'hired', now: later(24 * 30) })).toBe(false)
  expect(await row(id)).toMatchObject({ answer: null })
})

test('a later attempt voids the link of the one before', async () => {
  await calm()
  await queueNotification(database.knex, draft(), now)
  await noteUnsent(database.knex, await claimed('first'), { problem: 'no answer', nextAt: now })
  await claimed('second')

  expect(await promptByToken(database.knex, 'first', now)).toBeUndefined()
  expect(await promptByToken(database.knex, 'second', now)).toMatchObject({ state: 'open' })
})

test('nobody is remembered longer than needed', async () => {
  await calm()
  const open = await queueNotification(database.knex, draft(), now)
  await claimed('remembered', now)
  await forgetPeople(database.knex, later(1))
  const during = await row(open)
  await forgetPeople(database.knex, later(24 * 31))

  expect(during).toMatchObject({ recipient: 'olga@acme.example' })
  expect(await row(open)).toMatchObject({ recipient: null, facts: {} })
})

test('states are counted', async () => {
  const counts = await countNotifications(database.knex)
  const total = await database.knex('notifications').count('* as count').first()

  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(Number(total?.count))
})
