import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readHook } from './hooks.ts'

const secrets = { ashby: 'ashby-secret' }
const application = { id: 'application-1' }

function signed(body: object, secret = 'ashby-secret') {
  const rawBody = Buffer.from(JSON.stringify(body))
  const signature = `sha256=${createHmac('sha256', secret).update(rawBody).digest('hex')}`
  return { event: 'any', headers: { 'ashby-signature': signature }, query: {}, rawBody, body }
}

test.each(['candidateHire', 'candidateStageChange', 'applicationUpdate'])('%s leads to the application', (action) => {
  const hook = signed({ action, data: { application }, webhookActionId: 'w' })

  expect(readHook(hook, secrets)).toEqual({
    ...{ type: 'look', delivery: `w/${action}` },
    records: ['requests/application-1', 'outcomes/application-1'],
  })
})

test('a merge means a look at everything', () => {
  const data = { deletedCandidate: { id: 'c1' }, mergedCandidate: { id: 'c2' } }

  expect(readHook(signed({ action: 'candidateMerge', data }), secrets)).toEqual({ type: 'look', records: [] })
})

test.each([
  ['ping', { action: 'ping' }],
  ['an event of no use', { action: 'jobCreate', data: {} }],
  ['no action', {}],
  ['no application', { action: 'candidateHire', data: {} }],
])('%s is ignored', (_, body) => {
  expect(readHook(signed(body), secrets).type).toBe('ignored')
})

test('a wrong signature, and a secret that nobody set, are forgeries', () => {
  const body = { action: 'candidateHire', data: { application } }

  expect(readHook(signed(body, 'other'), secrets).type).toBe('forged')
  expect(readHook(signed(body), {}).type).toBe('forged')
})
