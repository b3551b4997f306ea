import { expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import { createWorld } from '../world.ts'

test('S89 an unreadable application stays visible until it can be read', async () => {
  await using world = await createWorld()
  const { ashby } = world
  expect((await world.sync()).state).toBe('success')
  const { application } = ashby.addCandidateWithApplication({
    name: 'Ada Lovelace',
    email: 'ada@example.com',
    jobId: ashby.addJob({ title: 'Engineer' }).id,
  })
  const spoiled = ashby.server.faults.add({
    match: '/application.list',
    fault: { type: 'answer', change: (answer) => withoutStatus(answer, application.id) },
  })

  const states = [(await world.sync()).state, (await world.sync()).state]
  spoiled.remove()
  const mended = await world.sync()

  expect(states).toEqual(['partial', 'partial'])
  expect(mended.state).toBe('success')
})

/** Only the one row; whoever lists "changes since" is told of it once, if the token moves on. */
function withoutStatus(answer: SandboxAnswer, id: string): SandboxAnswer {
  const body = answer.body as { results: readonly { id: string }[] }
  const results = body.results.map((row) => (row.id === id ? { ...row, status: 7 } : row))
  return { ...answer, body: { ...body, results } }
}
