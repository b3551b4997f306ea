import { expect, test } from 'vitest'
import type { RunEnd } from '../../src/store/runs.ts'
import { addActiveJob, tallyOf, writes } from '../headcount.ts'
import { bringHire, placements } from '../hiring.ts'
import { createWorld, type World } from '../world.ts'

const ashbyKey = 'ashby-sandbox-key'

test.each([
  ['ChartHop token', { charthop: { token: '' } }, /charthop\.token is not set/],
  ['Ashby key', { ashby: { apiKey: '' } }, /ashby\.apiKey is not set/],
])('S81 a missing %s is named, nothing is called', async (subject, config, problem) => {
  await using world = await createWorld({ config })
  addActiveJob(world)

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('failed')
  expect(end.problem).toMatch(problem)
  expect(tallyOf(end, 'openings').state).toBe('blocked')
  expect(tallyOf(end, 'hires').state).toBe('blocked')
  expect(findings).toMatchObject([{ ok: false, subject }])
  expect([...world.charthop.server.calls, ...world.ashby.server.calls]).toEqual([])
})

test('S81 a wrong ChartHop token is told as ChartHop’s', async () => {
  await using world = await createWorld({ config: { charthop: { token: 'wrong-charthop-token' } } })

  const end = await world.sync()

  expect(end.state).toBe('failed')
  expect(end.problem).toContain('ChartHop refused the token')
  expect(end.problem).not.toContain('Ashby refused')
  expect(tallyOf(end, 'hires').state).toBe('done')
})

test('S81 a wrong Ashby key is told as Ashby’s', async () => {
  await using world = await createWorld({ config: { ashby: { apiKey: 'wrong-ashby-key' } } })
  addActiveJob(world)

  const end = await world.sync()

  expect(end.state).toBe('failed')
  expect(end.problem).toContain('Ashby refused the API key')
  expect(end.problem).not.toContain('ChartHop refused')
  expect(writes(world).filter(({ applied, status }) => applied && status === 200)).toEqual([])
})

test('S81 swapped keys are told as swapped', async () => {
  await using world = await createWorld({
    config: { charthop: { token: ashbyKey }, ashby: { apiKey: 'charthop-sandbox-token' } },
  })

  const findings = await world.connection.check()

  const refused = findings.filter(({ ok }) => !ok)
  expect(refused.map(({ subject }) => subject)).toEqual(['ChartHop token', 'Ashby key', 'both keys'])
  expect(refused[2]!.message).toMatch(/swapped.*charthop\.token.*ashby\.apiKey/)
  expect(JSON.stringify(findings)).not.toContain(ashbyKey)
  expect(JSON.stringify(findings)).not.toContain('charthop-sandbox-token')
})

test('S81 one refused key does not look like swapped ones', async () => {
  await using world = await createWorld({ config: { charthop: { token: 'wrong-charthop-token' } } })

  const findings = await world.connection.check()

  expect(findings.filter(({ ok }) => !ok).map(({ subject }) => subject)).toEqual(['ChartHop token'])
})

test('S83 a token rotated in ChartHop is reported without a storm of calls', async () => {
  await using world = await createWorld()
  for (let at = 0; at < 6; at++) await bringHire(world, { email: `hire${at}@example.com`, isHired: false })
  await world.sync()
  for (const { id } of [...world.ashby.state.applications.all()]) world.ashby.hire(id)
  rotateToken(world)
  world.charthop.server.clearCalls()

  const ends: RunEnd[] = []
  for (let cycle = 0; cycle < 3; cycle++) ends.push(await world.sync())

  for (const end of ends) {
    expect(end.state).toBe('failed')
    expect(end.problem).toContain('ChartHop refused the token')
    expect(end.problem).toContain('status 401')
  }
  expect(world.charthop.server.calls.length).toBeLessThanOrEqual(3 * 3)
})

test('S83 the new token makes up for what was missed', async () => {
  await using world = await createWorld()
  await bringHire(world, { isHired: false })
  await world.sync()
  for (const { id } of [...world.ashby.state.applications.all()]) world.ashby.hire(id)
  const rotation = rotateToken(world)
  await world.sync()

  rotation.remove()
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(placements(world)).toHaveLength(1)
})

/** Seen from outside, a rotated token is a token that is refused. */
function rotateToken({ charthop }: World) {
  return charthop.server.faults.add({
    fault: { type: 'status', status: 401, body: { code: 401, message: 'not authorized' } },
  })
}
