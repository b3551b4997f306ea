import { expect, test } from 'vitest'
import { type Manner, startMailServer } from './fixtures/mail-server.ts'
import { createMailer, type Mail } from './smtp.ts'

const mail: Mail = {
  ...{ to: 'olga@acme.example', subject: 'Hired or not? Zoë 🚀', messageId: '<n-1@acme.example>' },
  ...{ text: 'Was Zoë hired?\n.\nYes or no\n', html: '<p>Was Zoë hired?</p>' },
}
const from = 'hirewire@acme.example'
const timeouts = { connectMs: 2_000, silenceMs: 2_000 }

test('a mail arrives whole', async () => {
  await using server = await startMailServer()
  const delivery = await createMailer({ smtpUrl: server.url, from, timeouts }).send(mail)

  expect(delivery).toEqual({ type: 'sent' })
  expect(server.received).toMatchObject([{ to: ['olga@acme.example'], messageId: '<n-1@acme.example>' }])
  expect(server.received[0]?.text.replaceAll('\r\n', '\n').trim()).toBe(mail.text.trim())
  expect(server.received[0]?.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
})

test('a user and password are said where the server wants them', async () => {
  const credentials = { user: 'sync', pass: 'smtp-password' }
  await using server = await startMailServer({ credentials })
  const known = await createMailer({ smtpUrl: server.url, from, timeouts }).send(mail)
  const wrong = server.url.replace('smtp-password', 'other')
  const unknown = await createMailer({ smtpUrl: wrong, from, timeouts }).send(mail)

  expect(known).toEqual({ type: 'sent' })
  expect(unknown).toMatchObject({ type: 'notSent', isServer: true })
  expect(JSON.stringify(unknown)).not.toMatch(/other|sync/)
})

test('nobody listens: it was not sent', async () => {
  await using server = await startMailServer()
  await server.down()
  const delivery = await createMailer({ smtpUrl: server.url, from, timeouts }).send(mail)

  expect(delivery).toMatchObject({ type: 'notSent', isServer: true })
})

test.each<[string, Manner, object]>([
  ['no such recipient', { type: 'refuses', at: 'recipient', status: 550 }, { type: 'refused' }],
  ['a recipient for later', { type: 'refuses', at: 'recipient', status: 451 }, { type: 'notSent', isServer: false }],
  [
    'no relaying here',
    { type: 'refuses', at: 'recipient', status: 550, words: '5.7.1 relaying denied' },
    { type: 'notSent', isServer: false },
  ],
  ['a message it refuses', { type: 'refuses', at: 'message', status: 554 }, { type: 'refused' }],
  ['a message for later', { type: 'refuses', at: 'message', status: 452 }, { type: 'notSent', isServer: false }],
  ['a session that breaks early', { type: 'hangsUp', at: 'recipient' }, { type: 'notSent', isServer: true }],
  ['a session that breaks before the last word', { type: 'hangsUp', at: 'message' }, { type: 'unclear' }],
])('%s is told apart', async (_what, manner, expected) => {
  await using server = await startMailServer()
  server.behave(manner)
  const delivery = await createMailer({ smtpUrl: server.url, from, timeouts }).send(mail)

  expect(delivery).toMatchObject(expected)
  expect(JSON.stringify(delivery)).not.toContain('olga')
})

test('a server that never says its last word leaves it unclear', async () => {
  await using server = await startMailServer()
  server.behave({ type: 'silent' })
  const delivery = await createMailer({ smtpUrl: server.url, from, timeouts: { ...timeouts, silenceMs: 300 } }).send(
    mail,
  )

  expect(delivery).toMatchObject({ type: 'unclear' })
})

test('a password does not go to another machine in the clear', async () => {
  await using server = await startMailServer({ credentials: { user: 'sync', pass: 'secret' } })
  // The same server by a name that does not say that it is this machine.
  const smtpUrl = server.url.replace('127.0.0.1', '0.0.0.0')
  const delivery = await createMailer({ smtpUrl, from, timeouts }).send(mail)

  expect(delivery).toMatchObject({ type: 'notSent', isServer: true })
  expect(server.logins).toBe(0)
})

test('what stands in facts starts no header', async () => {
  await using server = await startMailServer()
  await createMailer({ smtpUrl: server.url, from, timeouts }).send({
    ...mail,
    subject: 'Hired?\r\nBcc: eve@evil.example',
  })

  expect(server.received[0]?.to).toEqual(['olga@acme.example'])
  expect(server.received[0]?.raw).not.toMatch(/^Bcc:/m)
})
