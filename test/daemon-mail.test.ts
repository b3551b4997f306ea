import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { startDaemon } from '../src/daemon.ts'
import { startMailServer } from '../src/notify/fixtures/mail-server.ts'
import { type NotificationDraft, queueNotification } from '../src/store/notifications.ts'
import { createWorld, type World } from './world.ts'

test('the daemon sends what waits as it starts, with links to its public address', async () => {
  await using world = await createWorld()
  await using mail = await startMailServer()
  await queueNotification(world.engine.db, prompt, new Date())
  const app = await openApp(configOf(world, mail.url), { level: 'silent' })
  const daemon = await startDaemon(app)
  try {
    for (let waited = 0; mail.received.length === 0 && waited < 10_000; waited += 20) await delay(20)
    await app.sendMail(new AbortController().signal)

    expect(mail.received).toMatchObject([{ to: ['olga@acme.example'] }])
    expect(mail.received[0]?.text).toContain('https://sync.example.com/base/answers/')
    const path = /\/answers\/[\w-]+/.exec(mail.received[0]?.text ?? '')?.[0]
    // The link is known, and this connection takes no answers.
    expect((await fetch(`${daemon.url}${path}`)).status).toBe(503)
    expect(await (await fetch(`${daemon.url}/metrics`)).text()).toMatch(/^hirewire_mails\{state="sent"\} 1$/m)
  } finally {
    await daemon.stop()
    await app.close()
  }
})

test('without a mail server nothing is tried', async () => {
  await using world = await createWorld()
  await queueNotification(world.engine.db, prompt, new Date())
  const app = await openApp(configOf(world), { level: 'silent' })
  await app.sendMail(new AbortController().signal)
  await app.close()

  expect(await world.engine.db('notifications').first('state', 'attempts')).toEqual({ state: 'queued', attempts: 0 })
})

test('a connection that is off, or in the config no more, sends nothing until it is on again', async () => {
  await using world = await createWorld()
  await using mail = await startMailServer()
  const { db } = world.engine
  await queueNotification(db, prompt, new Date())
  await queueNotification(db, { ...prompt, connection: 'former' }, new Date())
  const app = await openApp(configOf(world, mail.url), { level: 'silent' })
  const send = () => app.sendMail(new AbortController().signal)

  await app.switchConnection('headcount', false, 'ops')
  await send()
  const whileOff = mail.received.length
  await app.switchConnection('headcount', true, 'ops')
  await send()
  await app.close()

  expect([whileOff, mail.received.length]).toEqual([0, 1])
  expect(await db('notifications').orderBy('connection').select('connection', 'state', 'attempts')).toEqual([
    { connection: 'former', state: 'queued', attempts: 0 },
    { connection: 'headcount', state: 'sent', attempts: 1 },
  ])
})

const prompt: NotificationDraft = {
  connection: 'headcount',
  flow: 'prompts',
  kind: 'hiring_prompt',
  record: 'request-1',
  recipient: 'olga@acme.example',
  facts: { candidate: 'Ada Lovelace' },
}

function configOf({ database, config }: World, smtpUrl?: string): Parameters<typeof openApp>[0] {
  return {
    server: { host: '127.0.0.1', port: 0, publicUrl: 'https://sync.example.com/base' },
    database: { url: database.connectionString, dataDir: '' },
    auth: { tokens: [] },
    encryptionKey: [],
    mail: { smtpUrl, from: 'hirewire@acme.example' },
    connections: [config],
    warnings: [],
  }
}
