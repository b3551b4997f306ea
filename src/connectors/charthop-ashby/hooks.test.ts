import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readHook } from './hooks.ts'

const secrets = { ashby: 'an-ashby-secret', charthop: 'a-charthop-token' }

function ashbyHook(body: unknown, change: { secret?: string; prefix?: string; isUpper?: boolean; sent?: string } = {}) {
  const rawBody = Buffer.from(JSON.stringify(body))
  const { secret = secrets.ashby, prefix = 'sha256=', isUpper = false, sent } = change
  const hex = createHmac('sha256', secret).update(rawBody).digest('hex')
  const signature = `${prefix}${isUpper ? hex.toUpperCase() : hex}`
  return {
    event: 'candidateHire',
    headers: { 'ashby-signature': signature },
    query: {},
    rawBody: sent === undefined ? rawBody : Buffer.from(sent),
    body,
  }
}

function charthopHook(body: unknown, token?: string) {
  const rawBody = Buffer.from(JSON.stringify(body) ?? '')
  return { event: 'change', headers: {}, query: { ...(token !== undefined && { token }) }, rawBody, body }
}

const hire = { action: 'candidateHire', data: { application: { id: 'app-1' } } }

test.each(['candidateHire', 'applicationUpdate', 'candidateStageChange'])(
  'X11 a signed %s looks at its application',
  (action) => {
    const verdict = readHook(ashbyHook({ ...hire, action, webhookActionId: 'w-1' }), secrets)

    expect(verdict).toEqual({ type: 'look', records: ['hires/app-1'], delivery: `w-1/${action}` })
  },
)

test.each(['offerCreate', 'offerUpdate', 'offerDelete'])(
  'X11 a signed %s looks at the offer’s application',
  (action) => {
    const verdict = readHook(ashbyHook({ action, data: { offer: { id: 'o-1', applicationId: 'app-1' } } }), secrets)

    expect(verdict).toMatchObject({ type: 'look', records: ['hires/app-1'] })
  },
)

test('S89 pushToHRIS also says that the application was pushed', () => {
  const verdict = readHook(ashbyHook({ ...hire, action: 'pushToHRIS' }), secrets)

  expect(verdict).toMatchObject({ type: 'look', records: ['hires/app-1'], pushed: ['app-1'] })
})

test('S89 no other event counts as a push', () => {
  expect(readHook(ashbyHook(hire), secrets)).not.toHaveProperty('pushed')
})

test('X11 an opening made in Ashby asks for a look at everything', () => {
  const verdict = readHook(ashbyHook({ action: 'openingCreate', data: { opening: { id: 'op-1' } } }), secrets)

  expect(verdict).toMatchObject({ type: 'look', records: [] })
})

test.each([
  ['ping', { action: 'ping', type: 'ping' }],
  ['event of no use', { action: 'jobPostingPublish', data: { jobPosting: { id: 'x' } } }],
  ['event without an application', { action: 'applicationUpdate', data: {} }],
  ['body without an action', { hello: 'world' }],
])('X11 a signed %s is ignored', (_, body) => {
  expect(readHook(ashbyHook(body), secrets)).toEqual({ type: 'ignored' })
})

test.each([
  ['another secret', { secret: 'somebody-elses' }],
  ['another algorithm', { prefix: 'sha512=' }],
  ['no algorithm', { prefix: '' }],
  ['an altered body', { sent: JSON.stringify({ ...hire, data: { application: { id: 'app-2' } } }) }],
  ['a body written anew', { sent: JSON.stringify(hire, null, 2) }],
])('X11 a signature with %s is forged', (_, change) => {
  expect(readHook(ashbyHook(hire, change), secrets)).toEqual({ type: 'forged', reason: 'wrong signature' })
})

test('X11 a hook without signature is forged', () => {
  expect(readHook({ ...ashbyHook(hire), headers: {} }, secrets)).toMatchObject({ type: 'forged' })
})

test('X11 upper-case hex proves the secret too', () => {
  expect(readHook(ashbyHook(hire, { isUpper: true }), secrets)).toMatchObject({ type: 'look' })
})

test('X11 without a configured secret nothing of Ashby’s passes', () => {
  const verdict = readHook(ashbyHook(hire, { secret: ' ' }), { charthop: secrets.charthop })

  expect(verdict).toEqual({ type: 'forged', reason: 'ashby.webhookSecret is not configured' })
})

test('X11 a delivery is named by its event, where Ashby names one', () => {
  const named = readHook(ashbyHook({ ...hire, webhookActionId: 'w-1' }), secrets)
  const nameless = readHook(ashbyHook(hire), secrets)

  expect(named).toHaveProperty('delivery', 'w-1/candidateHire')
  expect(nameless).not.toHaveProperty('delivery')
})

test.each([
  ['the job of a change', { entityType: 'change', type: 'create', payload: { jobId: 'job-1' } }, ['openings/job-1']],
  ['the job itself', { entityType: 'job', entityId: 'job-2', type: 'update' }, ['openings/job-2']],
  ['everything when no job is named', { entityType: 'change', type: 'create' }, []],
  ['everything when the body says nothing', {}, []],
])('X11 a hook of ChartHop’s looks at %s', (_, body, records) => {
  expect(readHook(charthopHook(body, secrets.charthop), secrets)).toMatchObject({ type: 'look', records })
})

test('X11 a hook of ChartHop’s about people is ignored', () => {
  const body = { entityType: 'person', entityId: 'p-1', type: 'update' }

  expect(readHook(charthopHook(body, secrets.charthop), secrets)).toEqual({ type: 'ignored' })
})

test.each([
  ['no token', undefined],
  ['an empty token', ''],
  ['another token', 'a-charthop-tokem'],
  ['half the token', 'a-charthop'],
])('X11 a hook of ChartHop’s with %s is forged', (_, token) => {
  expect(readHook(charthopHook({ jobId: 'job-1' }, token), secrets)).toEqual({ type: 'forged', reason: 'wrong token' })
})

test('X11 without a configured token nothing of ChartHop’s passes', () => {
  expect(readHook(charthopHook({ jobId: 'job-1' }, ''), { ashby: secrets.ashby })).toMatchObject({ type: 'forged' })
})

test('X11 an id that cannot be one is not taken from a hook', () => {
  const verdict = readHook(charthopHook({ jobId: '../person', type: 'update' }, secrets.charthop), secrets)

  expect(verdict).not.toMatchObject({ records: [expect.stringContaining('..')] })
})
