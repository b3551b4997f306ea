import { expect, test, vi } from 'vitest'
import { type CommandWorld, commandWorld } from '../../test/command.ts'
import type { SandboxAnswer } from '../sandbox/exchange.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** An opening whose answer was lost, and which cannot be told from another. */
async function unclearWorld(): Promise<{ world: CommandWorld; job: string; write: string; made: string }> {
  const world = await commandWorld()
  const { id: job } = world.charthop.addJob({ title: 'Engineer', recruit: 'ACTIVE' })
  const { faults } = world.ashby.server
  faults.add({ match: '/opening.create', times: 1, fault: { type: 'timeoutAfterApply' } })
  faults.add({ match: '/opening.search', fault: { type: 'answer', change: twice } })
  await world.hirewire('sync', 'headcount')
  const { id: write } = await world.database.knex('changes').where({ state: 'unknown' }).first('id')
  const [made] = [...world.ashby.state.openings.all()]
  return { world, job, write, made: made!.id }
}

function twice({ status, body }: SandboxAnswer): SandboxAnswer {
  const { results, ...rest } = body as { results: { id: string }[] }
  const others = results.map((one) => ({ ...one, id: `${one.id.slice(0, -1)}${one.id.endsWith('0') ? 1 : 0}` }))
  return { status, body: { ...rest, results: [...results, ...others] } }
}

test('an unclear write is settled by who looked, and its record goes on', async () => {
  const { world, job, write, made } = await unclearWorld()
  await using _ = world

  const explained = await world.hirewire('explain', 'headcount', job)
  const unnamed = await world.hirewire('settle', write, 'applied')
  const { code, stdout } = await world.hirewire('settle', write, 'applied', made)
  const again = await world.hirewire('settle', write, 'absent')

  expect(explained.stdout).toContain(`npx hirewire settle ${write} applied [its id] | absent`)
  expect(unnamed).toMatchObject({ code: 1, stderr: expect.stringContaining("say which one it is, by the vendor's id") })
  expect(code).toBe(0)
  expect(stdout).toContain('headcount: success')
  expect([...world.ashby.state.openings.all()]).toHaveLength(1)
  expect(again).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('it is verified; nothing is unclear about it'),
  })
})

test.each([
  [['00000000-0000-4000-8000-000000000000', 'absent'], 'No write has the id'],
  [['nonsense', 'absent'], 'No write has the id nonsense'],
  [['nonsense', 'perhaps'], 'Say "applied" or "absent" of the write, not "perhaps"'],
  [['nonsense', 'applied', 'ada@example.com'], "no id as vendors' pages show them"],
])('settle %s is refused', async (words, message) => {
  await using world = await commandWorld()

  const { code, stderr } = await world.hirewire('settle', ...words)

  expect(code).toBe(1)
  expect(stderr).toContain(message)
})
