import { expect, test } from 'vitest'
import { PERMISSIONS } from '../../src/systems/ashby/sandbox/permissions.ts'
import { tallyOf } from '../headcount.ts'
import { createInterviewWorld, type InterviewWorld, invited, notes, participants } from '../interviews.ts'

const ashbyKey = 'ashby-sandbox-key'

test.each([
  ['Willo', { willo: { apiKey: 'wrong-willo-key' } }, 'Willo refused the API key', 'Willo key'],
  ['Ashby', { ashby: { apiKey: 'wrong-ashby-key' } }, 'Ashby refused the API key', 'Ashby key'],
])('S69 with a wrong %s key nothing is enabled', async (side, config, problem, subject) => {
  await using world = await createInterviewWorld({ config })

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('failed')
  expect(end.problem).toContain(problem)
  expect(await mirrored(world)).toBe(0)
  expect(findings.filter(({ ok }) => !ok).map((finding) => finding.subject)).toEqual([subject])
  const other = side === 'Willo' ? 'Ashby refused' : 'Willo refused'
  expect(end.problem).not.toContain(other)
  expect(JSON.stringify([end, findings])).not.toContain('wrong-')
})

test.each([
  ['Willo key', { willo: { apiKey: '' } }, /willo\.apiKey is not set/],
  ['Ashby key', { ashby: { apiKey: '' } }, /ashby\.apiKey is not set/],
])('S68 a missing %s is named, nothing is called', async (subject, config, problem) => {
  await using world = await createInterviewWorld({ config })

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('failed')
  expect(end.problem).toMatch(problem)
  expect(findings).toMatchObject([{ ok: false, subject }])
  expect([...world.willo.server.calls, ...world.ashby.server.calls]).toEqual([])
})

test('S69 with both keys it is enabled and says so', async () => {
  await using world = await createInterviewWorld()

  const end = await world.sync()
  const findings = await world.connection.check()

  expect(end.state).toBe('success')
  expect(await mirrored(world)).toBeGreaterThan(0)
  expect(findings.every(({ ok }) => ok)).toBe(true)
  expect(findings.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(['Willo key', 'Ashby key', 'permission apiKeysWrite', 'mapping']),
  )
})

test('S68 a right key put in later enables it', async () => {
  await using world = await createInterviewWorld({ config: { willo: { apiKey: 'wrong-willo-key' } } })
  await world.sync()

  const { willo } = world.config
  const end = await world.sync({}, world.reopen({ willo: { ...willo, apiKey: world.willo.key } }))

  expect(end.state).toBe('success')
})

test.each(['jobsRead', 'interviewsRead', 'candidatesRead', 'candidatesWrite'])(
  'S68 a key without %s is told so',
  async (permission) => {
    await using world = await createInterviewWorld()
    allowAllBut(world, permission)

    const findings = await world.connection.check()

    expect(findings.filter(({ ok }) => !ok)).toMatchObject([
      { subject: `permission ${permission}`, message: expect.stringContaining(permission) },
    ])
  },
)

test.each(['jobsRead', 'interviewsRead', 'candidatesRead'])(
  'S68 a key that may not describe itself and lacks %s is told so',
  async (permission) => {
    await using world = await createInterviewWorld()
    allowAllBut(world, permission, 'apiKeysRead')

    const findings = await world.connection.check()
    const end = await world.sync()

    expect(findings.filter(({ ok }) => !ok)).toMatchObject([{ subject: `permission ${permission}` }])
    expect(end.state).not.toBe('success')
    expect(end.problem).toContain(permission)
  },
)

test('S68 a key that may not make webhooks is enough', async () => {
  await using world = await createInterviewWorld()
  allowAllBut(world, 'apiKeysWrite')

  const findings = await world.connection.check()

  expect(findings.every(({ ok }) => ok)).toBe(true)
  expect(findings).toContainEqual(expect.objectContaining({ subject: 'permission apiKeysWrite', ok: true }))
})

test('S68 without candidatesWrite people are still invited', async () => {
  await using world = await createInterviewWorld()
  allowAllBut(world, 'candidatesWrite')
  const { participant } = await invited(world)
  world.willo.complete(participant)

  const end = await world.sync()
  world.ashby.keys.set(ashbyKey, 'all')
  world.passHours(1)
  const later = await world.sync()

  expect(participants(world)).toHaveLength(1)
  expect(end.problem).toMatch(/^responses: .*candidatesWrite/)
  expect(tallyOf(end, 'invitations').state).toBe('done')
  expect(later.state).toBe('success')
  expect(notes(world)).toHaveLength(1)
})

function allowAllBut({ ashby }: InterviewWorld, ...without: readonly string[]): void {
  ashby.keys.set(
    ashbyKey,
    PERMISSIONS.filter((permission) => !without.includes(permission)),
  )
}

async function mirrored({ engine }: InterviewWorld): Promise<number> {
  const row = await engine.db('snapshots').count('* as count').first()
  return Number(row?.count)
}
