import { expect, test } from 'vitest'
import type { HookVerdict } from '../connectors/hook.ts'
import { deliver, runs, sent } from './fixtures/deliver.ts'
import { connectionOf, enabled, serve } from './fixtures/served.ts'

function serveWith(verdict: HookVerdict | Promise<HookVerdict>) {
  return serve({
    connections: new Map([['headcount', enabled(connectionOf('headcount', { readHook: () => verdict }))]]),
  })
}

test('a handshake is answered with its headers, and asks for no run', async () => {
  await using served = await serveWith({ type: 'handshake', headers: { 'x-hook-secret': 'abc' } })

  const answer = await deliver(served, sent({}))

  expect([answer.status, answer.headers.get('x-hook-secret')]).toEqual([200, 'abc'])
  expect(await runs(served)).toEqual([])
  expect((await served.metrics.render(undefined)).text).toContain('outcome="handshake"} 1')
})

test('a vendor that wants 202 gets it, for a repetition and for what is of no use too', async () => {
  await using looking = await serveWith({ type: 'look', records: ['openings/job-1'], delivery: 'd1', status: 202 })
  await using ignoring = await serveWith({ type: 'ignored', status: 202 })

  const answers = [
    await deliver(looking, sent({})),
    await deliver(looking, sent({})),
    await deliver(ignoring, sent({})),
  ]

  expect(answers.map(({ status, json }) => [status, json.outcome])).toEqual([
    [202, 'accepted'],
    [202, 'duplicate'],
    [202, 'ignored'],
  ])
})

test('a verdict that has to be asked for is waited for, and trouble with it is ours', async () => {
  await using asking = await serveWith(Promise.resolve({ type: 'forged', reason: 'wrong key' }))
  await using troubled = await serve({
    connections: new Map([
      ['headcount', enabled(connectionOf('headcount', { readHook: async () => Promise.reject(new Error('down')) }))],
    ]),
  })

  expect((await deliver(asking, sent({}))).status).toBe(401)
  expect((await deliver(troubled, sent({}))).status).toBe(503)
})
