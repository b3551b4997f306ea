import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readHook } from './hooks.ts'

const secrets = { ashby: 'an-ashby-secret', willo: 'a-willo-token' }
const participant = 'a'.repeat(32)
const interview = 'b'.repeat(32)

function ashbyHook(body: { readonly action: string; readonly [name: string]: unknown }, secret = secrets.ashby) {
  const rawBody = Buffer.from(JSON.stringify(body))
  const hex = createHmac('sha256', secret).update(rawBody).digest('hex')
  return { event: body.action, headers: { 'ashby-signature': `sha256=${hex}` }, query: {}, rawBody, body }
}

function willoHook(body: unknown, token?: string) {
  const rawBody = Buffer.from(JSON.stringify(body) ?? '')
  return { event: 'new_response', headers: {}, query: { ...(token !== undefined && { token }) }, rawBody, body }
}

const moved = { action: 'candidateStageChange', data: { application: { id: 'app-1', candidate: { id: 'c-1' } } } }

test.each(['candidateStageChange', 'applicationUpdate', 'candidateHire'])(
  'X11 a signed %s looks at its application',
  (action) => {
    const verdict = readHook(ashbyHook({ ...moved, action, webhookActionId: 'w-1' }), secrets)

    expect(verdict).toEqual({ type: 'look', records: ['invitations/app-1'], delivery: `w-1/${action}` })
  },
)

test('X11 a merge of candidates looks at everything', () => {
  const data = { mergedCandidate: { id: 'c-1' }, deletedCandidate: { id: 'c-2' } }

  expect(readHook(ashbyHook({ action: 'candidateMerge', data }), secrets)).toEqual({ type: 'look', records: [] })
})

test.each([
  ['ping', { action: 'ping' }],
  ['event of no use', { action: 'jobPostingPublish', data: { jobPosting: { id: 'x' } } }],
  ['event without an application', { action: 'applicationUpdate', data: {} }],
])('X11 a signed %s is ignored', (_, body) => {
  expect(readHook(ashbyHook(body), secrets)).toEqual({ type: 'ignored' })
})

test('X11 a hook of Ashby’s under another secret is forged', () => {
  expect(readHook(ashbyHook(moved, 'another'), secrets)).toMatchObject({ type: 'forged' })
  expect(readHook(ashbyHook(moved), { willo: secrets.willo })).toMatchObject({ type: 'forged' })
})

test.each([
  ['flat', { participant, interview }, [participant, interview]],
  ['nested', { data: { participant: { key: participant, name: 'Ada' } } }, [participant]],
  ['in an address', { see: `https://app.example/p/${participant}` }, [participant]],
])('X11 the keys of a delivery that is %s are looked at', (_, body, keys) => {
  const records = keys.map((key) => `responses/${key}`)

  expect(readHook(willoHook(body, secrets.willo), secrets)).toEqual({ type: 'look', records })
})

test('X11 a delivery without a key is ignored, and its shape noted without a value', () => {
  const verdict = readHook(willoHook({ person: { name: 'Ada', email: 'ada@example.com' } }, secrets.willo), secrets)

  expect(verdict).toMatchObject({ type: 'ignored', note: expect.stringContaining('person.name: text') })
  expect(JSON.stringify(verdict)).not.toMatch(/Ada|ada@/)
})

test.each([
  ['no token', undefined],
  ['an empty token', ''],
  ['another token', 'a-willo-tokem'],
  ['half the token', 'a-willo'],
])('X11 a hook of Willo’s with %s is forged', (_, token) => {
  expect(readHook(willoHook({ participant }, token), secrets)).toEqual({ type: 'forged', reason: 'wrong token' })
})

test('X11 without a configured token nothing of Willo’s passes', () => {
  expect(readHook(willoHook({ participant }, ''), { ashby: secrets.ashby })).toMatchObject({ type: 'forged' })
})
