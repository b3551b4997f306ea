import { expect, test, vi } from 'vitest'
import { type CommandWorld, commandWorld } from '../../test/command.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

/** More new jobs than may pass unattended, after a first run that passed. */
async function heldWorld(): Promise<{ world: CommandWorld; digest: string; stdout: string }> {
  const world = await commandWorld()
  await world.hirewire('sync', 'headcount')
  for (let at = 0; at < 51; at++) world.charthop.addJob({ title: `Engineer ${at}`, recruit: 'ACTIVE' })
  const { code, stdout } = await world.hirewire('sync', 'headcount')
  if (code !== 2) throw new Error(`nothing was held: ${stdout}`)
  return { world, digest: /hirewire approve (\S+)/.exec(stdout)![1]!, stdout }
}

test('a held plan is shown with its approval, and runs once approved', async () => {
  const { world, digest, stdout } = await heldWorld()
  await using _ = world

  const approved = await world.hirewire('approve', digest.slice(0, 10))
  const again = await world.hirewire('approve', digest)

  expect(stdout).toMatch(/^headcount: held/)
  expect(stdout).toContain('51 new objects, 50 may pass unattended')
  expect(stdout).toContain(`npx hirewire approve ${digest} --config ${world.config}`)
  expect(approved).toMatchObject({ code: 0, stdout: expect.stringContaining('51 created') })
  expect([...world.ashby.state.openings.all()]).toHaveLength(51)
  expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('was approved by command') })
})

test('an expired plan names the one that waits now', async () => {
  const { world, digest } = await heldWorld()
  await using _ = world
  world.charthop.addJob({ title: 'One more', recruit: 'ACTIVE' })
  const next = /hirewire approve (\S+)/.exec((await world.hirewire('sync', 'headcount')).stdout)![1]!

  const { code, stderr } = await world.hirewire('approve', digest)

  expect(code).toBe(1)
  expect(stderr).toContain('has expired')
  expect(stderr).toContain(`headcount openings: npx hirewire approve ${next}`)
  expect([...world.ashby.state.openings.all()]).toHaveLength(0)
})

test('a moved world is held again instead of written', async () => {
  const { world, digest } = await heldWorld()
  await using _ = world
  world.charthop.addJob({ title: 'One more', recruit: 'ACTIVE' })

  const { code, stdout } = await world.hirewire('approve', digest)

  expect(code).toBe(2)
  expect(stdout).toContain('52 new objects')
  expect([...world.ashby.state.openings.all()]).toHaveLength(0)
})

test.each([
  ['nobodyknowsthis', 'No plan has the digest nobodyknowsthis. Nothing waits for approval now.'],
  ['-startswithdash', 'No plan has the digest -startswithdash.'],
  ['short', 'Give at least the first 8 characters'],
])('approve %s is refused', async (digest, message) => {
  await using world = await commandWorld()

  const { code, stderr } = await world.hirewire('approve', digest)

  expect(code).toBe(1)
  expect(stderr).toContain(message)
})
