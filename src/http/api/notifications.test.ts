import { expect, test } from 'vitest'
import type { Knex } from '../../store/database.ts'
import { claimNotification, noteSent, noteUnclear, noteUnsent, queueNotification } from '../../store/notifications.ts'
import { serve } from '../fixtures/served.ts'

const address = 'olga@acme.example'
const tokenHash = 'digest-of-a-token'
const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute))

async function queued(db: Knex, record: string, minute: number, connection = 'headcount'): Promise<void> {
  const draft = { connection, flow: 'prompts', kind: 'hiring_prompt', record, recipient: address } as const
  await queueNotification(db, { ...draft, facts: { candidate: 'Ada Lovelace', job: 'Engineer' } }, at(minute))
}

let claims = 0
async function claimed(db: Knex) {
  claims += 1
  const claim = await claimNotification(db, at(30), { tokenHash: `${tokenHash}-${claims}`, expiresAt: at(59) })
  return claim!
}

async function outbox(db: Knex): Promise<void> {
  await queued(db, 'sent', 1)
  await noteSent(db, await claimed(db), at(31))
  await queued(db, 'failed', 2)
  await noteUnsent(db, await claimed(db), { problem: 'the address is refused', nextAt: undefined })
  await queued(db, 'unclear', 3)
  await noteUnclear(db, await claimed(db), 'the line was cut')
  await queued(db, 'again', 4)
  await noteUnsent(db, await claimed(db), { problem: 'the mail server is busy', nextAt: at(45) })
  await queued(db, 'new', 5)
}

test('each mail says how far it got, and why it waits or failed', async () => {
  await using served = await serve()
  await outbox(served.database.knex)

  const { json, text } = await served.call('/api/v1/notifications?values=masked')

  const lines = json.data.map(({ record, state, attempts, problem }: Record<string, unknown>) => [
    ...[record, state, attempts, problem],
  ])
  expect(lines).toEqual([
    ['new', 'queued', 0, null],
    ['again', 'queued', 1, 'is tried again, attempt 1 failed: the mail server is busy'],
    ['unclear', 'unclear', 1, 'it may be out, so it is not sent again: the line was cut'],
    ['failed', 'failed', 1, 'given up: the address is refused'],
    ['sent', 'sent', 1, null],
  ])
  expect(json.data[1]).toMatchObject({ dueAt: at(45).toISOString(), sentAt: null, createdAt: at(4).toISOString() })
  expect(json.data[4]).toMatchObject({ dueAt: null, sentAt: at(31).toISOString() })
  for (const secret of [address, 'Ada', tokenHash]) expect(text).not.toContain(secret)
})

test('who it is for and about is shown to who may see it', async () => {
  await using served = await serve()
  await queued(served.database.knex, 'request-1', 1)

  const shown = await served.call('/api/v1/notifications?values=shown', { as: 'operate' })
  const masked = await served.call('/api/v1/notifications', { as: 'read' })
  const refused = await served.call('/api/v1/notifications?values=shown', { as: 'read' })

  expect(shown.json.data).toMatchObject([{ to: address, about: 'Ada Lovelace', job: 'Engineer' }])
  expect(shown.text).not.toContain('token')
  expect(masked.json.data).toMatchObject([{ to: '•••', about: '•••', job: 'Engineer' }])
  expect(refused.status).toBe(403)
  expect(await served.database.knex('audit').pluck('place')).toEqual(['/notifications'])
})

test('where mail is not set up, what waits says so', async () => {
  await using served = await serve({ mailProblem: 'mail.smtpUrl is not set' })
  await queued(served.database.knex, 'request-1', 1)

  const { json } = await served.call('/api/v1/notifications')

  expect(json.data).toMatchObject([{ problem: 'nothing is sent: mail.smtpUrl is not set' }])
})

test('mails are listed by connection and state, page by page', async () => {
  await using served = await serve()
  const { knex } = served.database
  for (const minute of [1, 2, 3]) await queued(knex, `request-${minute}`, minute)
  await queued(knex, 'request-1', 4, 'other')
  const list = async (query: string) => (await served.call(`/api/v1/notifications?${query}`)).json

  const first = await list('connection=headcount&limit=2')
  const second = await list(`connection=headcount&limit=2&cursor=${first.next}`)

  const recordsOf = ({ data }: { data: { record: string }[] }) => data.map(({ record }) => record)
  expect([recordsOf(first), recordsOf(second), second.next]).toEqual([['request-3', 'request-2'], ['request-1'], null])
  expect(recordsOf(await list('connection=other&state=queued'))).toEqual(['request-1'])
  expect(recordsOf(await list('state=failed'))).toEqual([])
})
