import { describe, expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import type { Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Crosschq } from './client.ts'
import { ID, NEW_REQUEST, ROW, scriptedCrosschq, TOKEN } from './fixtures/scripted-crosschq.ts'

async function outcome(scripted: Scripted, ask: (crosschq: Crosschq) => Promise<unknown>): Promise<unknown> {
  const { crosschq } = await scriptedCrosschq(() => scripted)
  return await ask(crosschq).catch((error: unknown) => error)
}

describe('the key', () => {
  test.each([
    [401, 'crosschq.token'],
    [403, 'Crosschq support'],
  ])('status %d tells what to do', async (status, hint) => {
    for (const ask of [
      (crosschq: Crosschq) => crosschq.request(ID),
      (crosschq: Crosschq) => crosschq.createRequest(NEW_REQUEST),
      (crosschq: Crosschq) => crosschq.config(),
      (crosschq: Crosschq) => crosschq.requestsSince(),
      (crosschq: Crosschq) => crosschq.cancel(ID, 'x'),
    ]) {
      const error = await outcome({ status, body: { detail: 'No.' } }, ask)

      expect(error).toBeInstanceOf(FatalError)
      expect((error as Error).message).toContain(hint)
    }
  })

  test('is asked for anew with each call', async () => {
    const keys = ['old', 'new']
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body: ROW }), { token: () => keys.shift() ?? '' })

    await crosschq.request(ID)
    await crosschq.request(ID)

    expect(asked.map(({ headers }) => headers.authorization)).toEqual(['old', 'new'])
  })
})

test('nothing secret reaches an error or a call report', async () => {
  const calls: unknown[] = []
  const planted = { detail: 'planted-words', errors: { candidate: ['planted-words'] } }
  const asks: ((crosschq: Crosschq) => Promise<unknown>)[] = [
    (crosschq) => crosschq.createRequest(NEW_REQUEST),
    (crosschq) => crosschq.request(ID),
    (crosschq) => crosschq.config(),
    (crosschq) => crosschq.surveys(),
    (crosschq) => crosschq.requestsSince('2026-01-01T00:00:00Z'),
    (crosschq) => crosschq.cancel(ID, 'planted-words'),
    (crosschq) => crosschq.setHiringStatus(ID, 'hired'),
  ]
  const texts: string[] = []
  for (const status of [200, 400, 401, 403, 404, 409, 422, 500]) {
    for (const ask of asks) {
      const { crosschq } = await scriptedCrosschq(() => ({ status, body: planted }), {
        onCall: (call) => calls.push(call),
      })
      const error = await ask(crosschq).catch((error: unknown) => error)
      if (error instanceof Error) texts.push(`${error.message}${error.stack}${JSON.stringify(error)}`)
    }
  }

  expect(texts.length).toBeGreaterThan(30)
  expect(calls.length).toBeGreaterThan(50)
  const all = texts.join() + JSON.stringify(calls)
  for (const secret of [TOKEN, 'planted-words', 'ada@', 'Byron', ID, '5550100000', '010-0000']) {
    expect(all).not.toContain(secret)
  }
})
