import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppConfig } from '../../src/app.ts'
import { answerAll, requestFor } from '../../src/cli/demo/crosschq.ts'
import { stageCalled } from '../../src/cli/demo/lever.ts'
import { type MailServer, startMailServer } from '../../src/notify/fixtures/mail-server.ts'
import { demoRecruiter } from '../../src/sandbox/demo-arrivals.ts'
import { runToEnd, until } from './ask.ts'
import { type OpenedDemo, openDemo } from './demo.ts'

const FORTNIGHT_MS = 14 * 86_400_000
const OWNER = demoRecruiter.email

let demo: OpenedDemo
let mail: MailServer
let ahead = 0
beforeAll(async () => {
  mail = await startMailServer()
  const now = () => new Date(Date.now() + ahead)
  demo = await openDemo({ configure: withMail, now, connections: ['references-lever'] })
})
afterAll(async () => {
  await demo?.[Symbol.asyncDispose]()
  await mail?.[Symbol.asyncDispose]()
})

test('an owner is asked by mail after a fortnight, and the outbox tells of whom when asked', async () => {
  const { lever, people } = demo.world
  lever.move(people.lever.hired.opportunityId, stageCalled(lever, 'Reference check'))
  await runToEnd(demo.world, 'references-lever')
  answerAll(demo.world.crosschq['references-lever'], request().id)
  await runToEnd(demo.world, 'references-lever')
  const early = mail.received.length
  ahead = FORTNIGHT_MS
  await runToEnd(demo.world, 'references-lever')
  await until('the mail', async () => linkIn(mail.received.at(-1)?.text))

  const page = await demo.open('operate')
  await page.getByRole('link', { name: 'Notifications' }).click()
  const sent = page.getByRole('row').filter({ hasText: 'Hired or not?' })
  await sent.waitFor()
  const masked = await sent.innerText()
  await page.getByRole('link', { name: 'Show values' }).click()
  await page.getByText('Values are shown').waitFor()

  expect([early, mail.received.length]).toEqual([0, 1])
  expect(mail.received[0]?.to).toEqual([OWNER])
  expect(masked).not.toContain(people.lever.hired.name)
  expect(masked).not.toContain(OWNER)
  expect(await sent.innerText()).toContain(people.lever.hired.name)
  expect(await sent.innerText()).toContain(OWNER)
})

test('the owner answers without a session, once, and both sides have it', async () => {
  const { name, opportunityId } = demo.world.people.lever.hired
  const { reasons, opportunities } = demo.world.lever.state
  const link = linkIn(mail.received.at(-1)?.text) ?? ''
  const owner = await demo.open(null)
  await owner.goto(link)
  const asked = await owner.locator('main').innerText()
  const cookies = await owner.context().cookies()
  await owner.getByRole('button', { name: 'Not hired' }).click()
  await owner.getByRole('heading', { name: 'Thank you' }).waitFor()
  const outcome = () => {
    const reason = opportunities.get(opportunityId)?.archived?.reason ?? ''
    return [request().hiringStatus, reasons.get(reason)?.type]
  }
  await until('the outcome on both sides', async () => (outcome().join() === 'rejected,non-hired' ? true : undefined))
  const again = await owner.goto(link)

  expect(asked).toContain(`Was ${name}, Account Executive, hired?`)
  expect([cookies, again?.status()]).toEqual([[], 410])
  await owner.getByRole('heading', { name: 'Answered already' }).waitFor()
})

test('of whom was asked is forgotten once it is answered', async () => {
  const page = await demo.open('operate')
  await page.goto(`${demo.world.url}/notifications?values=shown`)
  const sent = page.getByRole('row').filter({ hasText: 'Hired or not?' })

  expect(await sent.innerText()).toMatch(/Sent.*forgotten.*answered/s)
  expect(await page.content()).not.toContain(demo.world.people.lever.hired.name)
})

test('a link that is none leads nowhere, and says why', async () => {
  const stranger = await demo.open(null)
  const answer = await stranger.goto(`${demo.world.url}/answers/${'x'.repeat(43)}`)

  expect(answer?.status()).toBe(404)
  await stranger.getByRole('heading', { name: 'No such link' }).waitFor()
})

/** What Crosschq was asked for the candidate. */
function request() {
  const found = requestFor(demo.world.crosschq['references-lever'], demo.world.people.lever.hired)
  if (!found) throw new Error('no request was made')
  return found
}

function linkIn(text = ''): string | undefined {
  return /http:\/\/\S+\/answers\/[\w-]+/.exec(text)?.[0]
}

/** A mail server, and with what to archive those who were not hired. */
function withMail(config: AppConfig, { lever }: Pick<OpenedDemo['world'], 'lever'>): AppConfig {
  const notHiredReason = [...lever.state.reasons.values()].find(({ type }) => type === 'non-hired')!.id
  const connections = config.connections.map((one) =>
    one.connector === 'crosschq-lever' ? { ...one, hiring: { ...one.hiring, notHiredReason } } : one,
  )
  return { ...config, connections, mail: { smtpUrl: mail.url, from: 'hirewire@acme.example' } }
}
