import { expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import { allPages, type Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Willo } from './client.ts'
import { API_KEY, INTERVIEW, INVITATION, PARTICIPANT, scriptedWillo } from './fixtures/scripted-willo.ts'

async function outcome(scripted: Scripted, ask: (willo: Willo) => Promise<unknown>): Promise<unknown> {
  const { willo } = await scriptedWillo(() => scripted)
  return await ask(willo).catch((error: unknown) => error)
}

test('nothing secret reaches an error or a call report', async () => {
  const calls: unknown[] = []
  const planted = { detail: 'planted-words', email: ['planted-words'], url: ['planted-words'] }
  const hook = { url: 'https://us.example/hooks?token=planted-words', event: 'new_response' } as const
  const asks: ((willo: Willo) => Promise<unknown>)[] = [
    (willo) => willo.invite(INVITATION),
    (willo) => allPages(willo.participants(INTERVIEW)),
    (willo) => willo.participant(PARTICIPANT),
    (willo) => willo.interview(INTERVIEW),
    (willo) => willo.checkKey(),
    (willo) => willo.webhooks(),
    (willo) => willo.createWebhook(hook),
    (willo) => willo.updateWebhook(PARTICIPANT, hook),
  ]
  const texts: string[] = []
  for (const status of [200, 400, 401, 403, 404, 422, 500]) {
    for (const ask of asks) {
      const { willo } = await scriptedWillo(() => ({ status, body: planted }), { onCall: (call) => calls.push(call) })
      const error = await ask(willo).catch((error: unknown) => error)
      if (error instanceof Error) texts.push(`${error.message}${error.stack}${JSON.stringify(error)}`)
    }
  }

  expect(texts.length).toBeGreaterThan(40)
  expect(calls.length).toBeGreaterThan(50)
  const all = texts.join() + JSON.stringify(calls)
  for (const secret of [API_KEY, 'planted-words', 'ada@', 'Byron', PARTICIPANT, INTERVIEW]) {
    expect(all).not.toContain(secret)
  }
})

test.each([
  [401, 'willo.apiKey'],
  [403, 'Admin or Owner'],
])('status %d tells what to do', async (status, hint) => {
  for (const ask of [
    (willo: Willo) => willo.checkKey(),
    (willo: Willo) => willo.participant(PARTICIPANT),
    (willo: Willo) => willo.invite(INVITATION),
    (willo: Willo) => allPages(willo.interviews()),
  ]) {
    const error = await outcome({ status, body: { detail: 'No.' } }, ask)

    expect(error).toBeInstanceOf(FatalError)
    expect((error as Error).message).toContain(hint)
  }
})
