import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readAshbyHook, verifyAshbySignature } from './webhook.ts'

const SECRET = 'a secret of this connection'
const BODY = Buffer.from('{ "action": "candidateHire",  "data": {"application": {"id": "a1"}}, "note": "\\u00e9" }')
const digest = (body: Buffer | string, secret = SECRET) => createHmac('sha256', secret).update(body).digest('hex')

describe('signature', () => {
  test('the right one passes', () => {
    expect(verifyAshbySignature(BODY, `sha256=${digest(BODY)}`, SECRET)).toBe(true)
  })

  test('the documented form is what is checked', () => {
    const known = 'f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8'

    expect(
      verifyAshbySignature(Buffer.from('The quick brown fox jumps over the lazy dog'), `sha256=${known}`, 'key'),
    ).toBe(true)
  })

  test('upper-case hex proves the secret as well', () => {
    expect(verifyAshbySignature(BODY, `sha256=${digest(BODY).toUpperCase()}`, SECRET)).toBe(true)
  })

  test.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another secret', `sha256=${digest(BODY, 'the secret of another connection')}`],
    ['of the body written again', `sha256=${digest(JSON.stringify(JSON.parse(BODY.toString())))}`],
    ['without its algorithm', digest(BODY)],
    ['of another algorithm', `sha1=${digest(BODY)}`],
    ['cut short', `sha256=${digest(BODY).slice(0, 62)}`],
    ['too long', `sha256=${digest(BODY)}00`],
    ['not hex', `sha256=${'z'.repeat(64)}`],
    ['off by one digit', `sha256=${digest(BODY).replace(/.$/, (last) => (last === '0' ? '1' : '0'))}`],
  ])('one that is %s fails', (_, header) => {
    expect(verifyAshbySignature(BODY, header, SECRET)).toBe(false)
  })

  test('an empty secret lets nothing in', () => {
    expect(verifyAshbySignature(BODY, `sha256=${digest(BODY, '')}`, '')).toBe(false)
  })
})

describe('reading a hook', () => {
  test('a hire names application, offer, opening and candidate', () => {
    const application = { id: 'a1', candidate: { id: 'c1', name: 'N' } }
    const offer = { id: 'o1', applicationId: 'a1', latestVersion: { id: 'v1', openingId: 'p1' } }

    expect(readAshbyHook({ webhookActionId: 'w1', action: 'candidateHire', data: { application, offer } })).toEqual({
      action: 'candidateHire',
      applicationId: 'a1',
      offerId: 'o1',
      openingId: 'p1',
      candidateId: 'c1',
      webhookActionId: 'w1',
    })
  })

  test.each([
    ['offerDelete', { offer: { id: 'o1', applicationId: 'a1' } }, { offerId: 'o1', applicationId: 'a1' }],
    ['openingCreate', { opening: { id: 'p1' } }, { openingId: 'p1' }],
    ['candidateDelete', { candidate: { id: 'c1' } }, { candidateId: 'c1' }],
    [
      'candidateMerge',
      { deletedCandidate: { id: 'c1' }, mergedCandidate: { id: 'c2' } },
      { candidateId: 'c2', deletedCandidateId: 'c1' },
    ],
    ['signatureRequestUpdate', { applicationId: 'a1' }, { applicationId: 'a1' }],
    ['ping', { webhookActionType: 'ping' }, {}],
    ['somethingNew', undefined, {}],
  ])('%s is read from its own place', (action, data, ids) => {
    expect(readAshbyHook({ action, data })).toEqual({ action, ...ids })
  })

  test.each([[undefined], [null], ['text'], [[]], [{}], [{ action: 7 }], [{ action: '' }], [{ data: {} }]])(
    '%j is no hook',
    (body) => expect(readAshbyHook(body)).toBeUndefined(),
  )

  test('members of a wrong type are left out', () => {
    const data = { application: 'a1', offer: { id: 5 }, candidate: null, opening: ['p1'] }

    expect(readAshbyHook({ action: 'offerUpdate', data, webhookActionId: {} })).toEqual({ action: 'offerUpdate' })
  })
})
