import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readLeverHook, verifyLeverHook } from './webhook.ts'

/** Worked out from the documented rule, not with this code. */
const KEY = '0123456789abcdef0123456789abcdef0123456789abcdef'
const TOKEN = 'e4b2fa1c9d0347b58e6a7c10f2d93b6805a1c7e9f3d24b68'
const SIGNATURE = '6fab669bd29c268122351e2ff85d0fb4da04025e23afc715c320357b98ef4f0e'
const BODY = { event: 'candidateHired', triggeredAt: 1_718_000_000_123, token: TOKEN, signature: SIGNATURE, data: {} }

describe('a delivery', () => {
  test.each([
    ['as documented', BODY],
    ['with its moment as text', { ...BODY, triggeredAt: '1718000000123' }],
    ['in capitals', { ...BODY, signature: SIGNATURE.toUpperCase() }],
    ['with other data, which nobody signs', { ...BODY, data: { opportunityId: 'other' } }],
  ])('passes %s', (_, body) => {
    expect(verifyLeverHook(body, KEY)).toBe(true)
  })

  test.each([
    ['another token', { ...BODY, token: TOKEN.replace('e', 'f') }],
    ['another moment', { ...BODY, triggeredAt: BODY.triggeredAt + 1 }],
    ['another signature', { ...BODY, signature: SIGNATURE.replace('6', '7') }],
    ['half a signature', { ...BODY, signature: SIGNATURE.slice(0, 32) }],
    ['no signature', { ...BODY, signature: undefined }],
    ['no token', { ...BODY, token: undefined }],
    ['no moment', { ...BODY, triggeredAt: undefined }],
    ['a moment that is none', { ...BODY, triggeredAt: 1.5 }],
    ['an object as signature', { ...BODY, signature: { $ne: 1 } }],
    ['nothing', undefined],
    ['a list', [BODY]],
    ['a text', JSON.stringify(BODY)],
  ])('is forged with %s', (_, body) => {
    expect(verifyLeverHook(body, KEY)).toBe(false)
  })

  test('is forged under the token of another webhook', () => {
    expect(verifyLeverHook(BODY, KEY.replace('0', '1'))).toBe(false)
  })

  test('never passes under an empty token', () => {
    const signature = createHmac('sha256', '').update(`${TOKEN}1718000000123`).digest('hex')

    expect(verifyLeverHook({ ...BODY, signature }, '')).toBe(false)
  })

  test('takes the token as text, though it looks like hex', () => {
    const key = Buffer.from(KEY, 'hex')
    const signature = createHmac('sha256', key).update(`${TOKEN}1718000000123`).digest('hex')

    expect(verifyLeverHook({ ...BODY, signature }, KEY)).toBe(false)
  })
})

describe('what a delivery is about', () => {
  test('stands in its data', () => {
    const data = { opportunityId: 'o-1', contactId: 'c-1', candidateId: 'old', toStageId: 'offer', fromStageId: null }

    expect(readLeverHook({ ...BODY, event: 'candidateStageChange', data })).toEqual({
      event: 'candidateStageChange',
      applicationId: 'o-1',
      candidateId: 'c-1',
      delivery: TOKEN,
      triggeredAt: '2024-06-10T06:13:20.123Z',
    })
  })

  test('is under its old name with old senders', () => {
    expect(readLeverHook({ ...BODY, data: { candidateId: 'o-1' } })).toMatchObject({ applicationId: 'o-1' })
  })

  test('is nothing in a test of the connection', () => {
    expect(readLeverHook(BODY)).toMatchObject({ event: 'candidateHired', applicationId: undefined })
  })

  test.each([undefined, null, 7, 'text', [], {}, { data: { opportunityId: 'o-1' } }])('is unknown in %j', (body) => {
    expect(readLeverHook(body)).toBeUndefined()
  })

  test.each(['../x', 'a b', 'a\nb', '', 'x'.repeat(129), { $ne: 1 }, 7])('takes no id like %j', (opportunityId) => {
    expect(readLeverHook({ ...BODY, data: { opportunityId } })).toMatchObject({ applicationId: undefined })
  })
})
