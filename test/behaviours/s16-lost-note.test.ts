import { expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import { createReferenceWorld, notes, TRIGGERED, triggered } from '../references.ts'

test('S16 where Ashby shows no text of notes, a lost one is not written again', async () => {
  await using world = await createReferenceWorld({ mapping: TRIGGERED, answerMs: 500 })
  const { requestId } = await triggered(world)
  const { faults } = world.ashby.server
  faults.add({ match: '/candidate.createNote', times: 1, fault: { type: 'timeoutAfterApply' } })
  const hidden = faults.add({ match: '/candidate.listNotes', fault: { type: 'answer', change: withoutText } })
  world.crosschq.complete(requestId)

  const end = await world.sync()
  world.passHours(1)
  await world.sync()
  const afterwards = notes(world).length
  hidden.remove()
  const last = await world.sync()

  expect(end.state).toBe('partial')
  expect(afterwards).toBe(1)
  expect(last.state).toBe('success')
  expect(notes(world)).toHaveLength(1)
})

function withoutText({ status, body }: SandboxAnswer): SandboxAnswer {
  const { results, ...rest } = body as { results: { content: string }[] }
  return { status, body: { ...rest, results: results.map(({ content, ...note }) => note) } }
}
