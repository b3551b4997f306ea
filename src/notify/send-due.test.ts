import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'
import { createLogger } from '../lib/logger.ts'
import { type NotificationDraft, notificationOf, queueNotification } from '../store/notifications.ts'
import { openOutbox } from '../store/outbox.ts'
import { promptByToken } from '../store/prompts.ts'
import { startMailServer } from './fixtures/mail-server.ts'
import { tokenHash } from './link.ts'
import { backOff, sendDue } from './send-due.ts'
import { createMailer } from './smtp.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
beforeEach(async () => {
  await database.knex('notifications').delete()
})
afterAll(() => database.close())

const publicUrl = 'https://sync.example.com'

async function world() {
  const server = await startMailServer()
  const lines: string[] = []
  let now = new Date('2026-03-02T09:00:00Z')
  const mailer = createMailer({
    ...{ smtpUrl: server.url, from: 'hirewire@acme.example' },
    timeouts: { connectMs: 1_000, silenceMs: 1_000 },
  })
  const logger = createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } })
  const sending = { outbox: openOutbox(database.knex), mailer, publicUrl, logger, now: () => now }
  return {
    server,
    sending,
    log: () => lines.join(''),
    pass(minutes: number) {
      now = new Date(now.getTime() + minutes * 60_000)
    },
    queue: (changes: Partial<NotificationDraft> = {}) =>
      queueNotification(database.knex, { ...prompt, ...changes }, now),
    now: () => now,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

const prompt: NotificationDraft = {
  ...{ connection: 'references', flow: 'prompts', kind: 'hiring_prompt', record: 'request-1' },
  ...{ recipient: 'olga@acme.example', facts: { candidate: 'Ada Lovelace', job: 'Engineer', ats: 'Lever' } },
}

function tokenIn(text: string | undefined): string {
  const token = /https:\/\/sync\.example\.com\/answers\/([\w-]+)/.exec(text ?? '')?.[1]
  if (!token) throw new Error('no link in the mail')
  return token
}

test('a queued mail is sent once, with a link that is open', async () => {
  await using it = await world()
  const id = await it.queue()
  for (let round = 0; round < 5; round += 1) await sendDue(it.sending)

  expect(it.server.received).toMatchObject([{ to: ['olga@acme.example'], messageId: `<${id}@acme.example>` }])
  const hash = tokenHash(tokenIn(it.server.received[0]?.text))!
  expect(await promptByToken(database.knex, hash, it.now())).toMatchObject({ id, state: 'open' })
})

test('neither the link nor a person is in the log or in clear in the database', async () => {
  await using it = await world()
  await it.queue()
  await sendDue(it.sending)
  const token = tokenIn(it.server.received[0]?.text)
  const rows = JSON.stringify(await database.knex('notifications'))

  expect(it.log()).not.toMatch(/olga|Lovelace/)
  expect(it.log()).not.toContain(token)
  expect(rows).not.toContain(token)
})

test('a day without a mail server costs a few tries and no mail', async () => {
  await using it = await world()
  await it.queue()
  await it.server.down()
  for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
    await sendDue(it.sending)
    it.pass(1)
  }
  const during = await notificationOf(database.knex, prompt)
  await it.server.up()
  it.pass(6 * 60)
  await sendDue(it.sending)

  expect(during).toMatchObject({ state: 'queued', problem: expect.stringContaining('could not be reached') })
  expect(during!.attempts).toBeLessThan(15)
  expect(it.server.received).toHaveLength(1)
  expect(await notificationOf(database.knex, prompt)).toMatchObject({ state: 'sent' })
})

test('a mail server that is down is tried for one mail only', async () => {
  await using it = await world()
  for (const record of ['a', 'b', 'c']) await it.queue({ record })
  await it.server.down()
  await sendDue(it.sending)

  expect(await database.knex('notifications').where('attempts', '>', 0)).toHaveLength(1)
})

test('a refused mail keeps no other from going out', async () => {
  await using it = await world()
  await it.queue({ record: 'a' })
  it.server.behave({ type: 'refuses', at: 'recipient', status: 550 })
  await sendDue(it.sending)
  it.server.behave({ type: 'takes' })
  await it.queue({ record: 'b' })
  it.pass(60 * 24)
  await sendDue(it.sending)

  expect(it.server.received).toHaveLength(1)
  expect(await notificationOf(database.knex, { ...prompt, record: 'a' })).toMatchObject({ state: 'failed' })
})

test('a mail that may be out is not sent again', async () => {
  await using it = await world()
  await it.queue()
  it.server.behave({ type: 'hangsUp', at: 'message' })
  await sendDue(it.sending)
  it.server.behave({ type: 'takes' })
  it.pass(60 * 24 * 7)
  await sendDue(it.sending)

  expect(it.server.received).toHaveLength(1)
  expect(await notificationOf(database.knex, prompt)).toMatchObject({ state: 'unclear' })
  const hash = tokenHash(tokenIn(it.server.received[0]?.text))!
  expect(await promptByToken(database.knex, hash, it.now())).toMatchObject({ state: 'open' })
})

test('a process that dies between the last word and its commit sends no second mail', async () => {
  await using it = await world()
  await it.queue()
  const { outbox } = it.sending
  const dying = { ...it.sending, outbox: { ...outbox, sent: () => Promise.reject(new Error('killed')) } }
  await expect(sendDue(dying)).rejects.toThrow('killed')
  await sendDue(it.sending)
  const before = await notificationOf(database.knex, prompt)
  it.pass(60)
  await sendDue(it.sending)

  expect(it.server.received).toHaveLength(1)
  expect(before).toMatchObject({ state: 'sending' })
  expect(await notificationOf(database.knex, prompt)).toMatchObject({ state: 'unclear' })
})

test('of two processes one sends each mail', async () => {
  await using it = await world()
  for (let record = 0; record < 6; record += 1) await it.queue({ record: String(record) })
  await Promise.all([sendDue(it.sending), sendDue(it.sending)])

  expect(new Set(it.server.received.map(({ messageId }) => messageId)).size).toBe(6)
  expect(it.server.received).toHaveLength(6)
})

test('waits double up to six hours', () => {
  expect([1, 2, 3, 9, 10, 1000].map((attempts) => backOff(attempts) / 60_000)).toEqual([1, 2, 4, 256, 360, 360])
})
