import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { handshakeOf, readSmartRecruitersHook, verifySmartRecruitersSignature } from './webhook.ts'

/** The example of SmartRecruiters' page: https://developers.smartrecruiters.com/reference/subscriptionsgeneratesecretkey-1 */
const KEY = 'HeBVky2bccvvkcXPimH8c'
const BODY = Buffer.from('{"job_id":"jid","candidate_id":"cid"}')
const SIGNATURE = '2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f'
const HEADERS = {
  'smartrecruiters-timestamp': '1574080897',
  'event-id': '123',
  'event-name': 'application.created',
  'event-version': 'v201910',
  link: '<http://smartrecruiters.com/endpoint>; rel=self',
  'smartrecruiters-signature': `v1=${SIGNATURE}`,
}
const NOW = 1574080897_000

const verify = (headers: object, { body = BODY, keys = [KEY], now = NOW } = {}) =>
  verifySmartRecruitersSignature(body, { ...HEADERS, ...headers }, keys, now)

describe('signature', () => {
  test('the published example passes', () => {
    expect(verify({})).toBe(true)
  })

  test('absent headers count as empty', () => {
    const digest = '7a696e724afe12fd4c304e57a5e4575622673bb25418f34c4d24b1e3d8cfa4c2'

    expect(verify({ 'event-id': undefined, link: undefined, 'smartrecruiters-signature': `v1=${digest}` })).toBe(true)
  })

  test.each([
    ['one of several signatures', { 'smartrecruiters-signature': `v1=${'0'.repeat(64)};v1=${SIGNATURE}` }, {}],
    ['one beside an unknown scheme', { 'smartrecruiters-signature': `v2=abc;v1=${SIGNATURE}` }, {}],
    ['upper-case hex', { 'smartrecruiters-signature': `v1=${SIGNATURE.toUpperCase()}` }, {}],
    ['one of several keys', {}, { keys: ['another', KEY] }],
    ['a clock that is minutes off', {}, { now: NOW - 10 * 60_000 }],
  ])('%s is enough', (_, headers, more) => {
    expect(verify(headers, more)).toBe(true)
  })

  test.each<[string, object, Parameters<typeof verify>[1]]>([
    ['no signature', { 'smartrecruiters-signature': undefined }, {}],
    ['the older, wrong example', { 'smartrecruiters-signature': `v1=7014${SIGNATURE.slice(4)}` }, {}],
    ['one without its scheme', { 'smartrecruiters-signature': SIGNATURE }, {}],
    ['one cut short', { 'smartrecruiters-signature': `v1=${SIGNATURE.slice(2)}` }, {}],
    ['another key', {}, { keys: ['another'] }],
    ['no key at all', {}, { keys: [] }],
    ['a body written again', {}, { body: Buffer.from('{"job_id":"jid", "candidate_id":"cid"}') }],
    ['another event', { 'event-name': 'candidate.deleted' }, {}],
    ['another link', { link: '<http://evil.example>; rel=self' }, {}],
    ['an old delivery', {}, { now: NOW + 16 * 60_000 }],
    ['no time', { 'smartrecruiters-timestamp': undefined }, {}],
  ])('%s fails', (_, headers, more) => {
    expect(verify(headers, more)).toBe(false)
  })

  test('an empty key lets nothing in', () => {
    const text = ['1574080897', String(BODY), '123', 'application.created', 'v201910', HEADERS.link].join('.')
    const forged = createHmac('sha256', '').update(text).digest('hex')

    expect(verify({ 'smartrecruiters-signature': `v1=${forged}` }, { keys: [''] })).toBe(false)
  })
})

test('only a handshake is answered as one', () => {
  expect(handshakeOf({ 'x-hook-secret': '4jn8fs9011jj8' })).toBe('4jn8fs9011jj8')
  expect(handshakeOf({})).toBeUndefined()
  expect(handshakeOf({ 'x-hook-secret': 'a\r\nset-cookie: b' })).toBeUndefined()
  expect(handshakeOf({ 'x-hook-secret': 'x'.repeat(501) })).toBeUndefined()
})

test.each([
  [
    'application.status.updated',
    { job_id: 'j', candidate_id: 'c', application_id: 'a' },
    { jobId: 'j', candidateId: 'c' },
  ],
  ['candidate.deleted', { id: 'c' }, { candidateId: 'c', jobId: undefined }],
  ['job.hiring-team.updated', { id: 'j' }, { candidateId: undefined, jobId: 'j' }],
  ['position.created', { job_id: 'j', position_id: 'p' }, { candidateId: undefined, jobId: 'j' }],
  ['candidate.updated', ['no', 'object'], { candidateId: undefined, jobId: undefined }],
  ['candidate.updated', { id: '../users' }, { candidateId: undefined, jobId: undefined }],
])('%s names what to look at again', (event, body, expected) => {
  expect(readSmartRecruitersHook({ 'event-name': event }, body)).toEqual({ event, ...expected })
})

test('what names no event is no hook', () => {
  expect(readSmartRecruitersHook({}, { id: 'c' })).toBeUndefined()
  expect(readSmartRecruitersHook({ 'event-name': '<script>' }, { id: 'c' })).toBeUndefined()
})
