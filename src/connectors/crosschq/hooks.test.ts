import { expect, test } from 'vitest'
import type { IncomingHook } from '../hook.ts'
import { type CrosschqHookRules, fromCrosschq } from './hooks.ts'

const ID = '7c0f52b9-4984-48c6-aa6d-f388e7ea2af4'
const rules: CrosschqHookRules = { auth: 'token', secret: 'secret' }

function hook(authorization?: string, body: unknown = { id: ID, status: 'completed' }): IncomingHook {
  return { event: 'reference-request', headers: { authorization }, query: {}, rawBody: Buffer.alloc(0), body }
}

test.each([
  ['the secret', hook('secret'), rules],
  ['the secret after Token', hook('Token secret'), rules],
  ['no secret where none is asked for', hook(), { auth: 'none' } satisfies CrosschqHookRules],
])('%s leads to the request', (_, given, which) => {
  expect(fromCrosschq(given, which)).toEqual({ type: 'look', records: [`results/${ID}`] })
})

test.each([
  ['a wrong secret', hook('wrong'), rules],
  ['no secret', hook(), rules],
  ['a secret that nobody set', hook(''), { auth: 'token' } satisfies CrosschqHookRules],
  ['a hook that nobody configured', hook('secret'), undefined],
])('%s is a forgery', (_, given, which) => {
  expect(fromCrosschq(given, which).type).toBe('forged')
})

test.each([[{}], [null], ['text'], [{ id: '../../other' }], [{ id: { $ne: 1 } }]])('%j names no request', (body) => {
  expect(fromCrosschq(hook('secret', body), rules)).toEqual({ type: 'ignored', note: 'names no request' })
})
