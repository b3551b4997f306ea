import { expect, test } from 'vitest'
import { completed, createPromptWorld, FORTNIGHT_H, linkIn, type PromptWorld, prompted } from '../prompting.ts'
import { asked, standing, writesDuring } from '../references-lever.ts'

const to = ({ mail }: PromptWorld) => mail.received.map((one) => one.to[0])

test('S59 a fortnight after the references the owner is asked, once', async () => {
  await using world = await createPromptWorld()
  const { requestId } = await completed(world)
  world.passHours(FORTNIGHT_H - 1 / 60)
  await world.cycle()
  const early = to(world)
  const waiting = await standing(world, 'prompts', requestId)
  world.passHours(1 / 60)
  const end = await world.cycle()

  expect(early).toEqual([])
  expect(waiting).toMatchObject({ state: 'skipped', reason: 'waits_for_hiring' })
  expect(end.state).toBe('success')
  expect(to(world)).toEqual(['olga@acme.example'])
  expect(world.mail.received[0]?.text).toContain('Was Ada Lovelace hired?')
  expect(linkIn(world)).toMatch(/^http.*\/answers\/[\w-]{43}$/)
})

test('S59 a hundred cycles later it is still one mail', async () => {
  await using world = await createPromptWorld()
  await prompted(world)
  for (let cycle = 0; cycle < 100; cycle += 1) {
    world.passHours(1)
    await world.cycle()
  }

  expect(to(world)).toHaveLength(1)
})

test('S59 the prompt writes to neither vendor', async () => {
  await using world = await createPromptWorld()
  await completed(world)
  world.passHours(FORTNIGHT_H)

  expect(await writesDuring(world, () => world.cycle())).toEqual([])
})

test.each<[string, (world: PromptWorld, made: Awaited<ReturnType<typeof completed>>) => unknown]>([
  ['hired in Lever', (world, { applicationId }) => world.lever.hire(applicationId)],
  ['archived in Lever', (world, { applicationId }) => world.lever.archive(applicationId)],
  ['hired in Crosschq', (world, { requestId }) => world.crosschq.setHiringStatus(requestId, 'hired')],
  ['rejected in Crosschq', (world, { requestId }) => world.crosschq.setHiringStatus(requestId, 'rejected')],
  ['gone from Lever', (world, { applicationId }) => world.lever.deleteOpportunity(applicationId)],
])('S59 %s on day 10: nobody is asked', async (_, happens) => {
  await using world = await createPromptWorld()
  const made = await completed(world)
  world.passHours(10 * 24)
  happens(world, made)
  await world.cycle()
  world.passHours(4 * 24)
  await world.cycle()

  expect(to(world)).toEqual([])
})

test('S59 what is known only a moment before is known', async () => {
  await using world = await createPromptWorld()
  const { applicationId } = await completed(world)
  world.passHours(FORTNIGHT_H)
  world.lever.hire(applicationId)
  await world.cycle()

  expect(to(world)).toEqual([])
})

test('S59 a cancelled request asks nobody', async () => {
  await using world = await createPromptWorld()
  const { requestId } = await asked(world)
  world.crosschq.cancelInCrosschq(requestId)
  await world.cycle()
  world.passHours(FORTNIGHT_H)
  await world.cycle()

  expect(to(world)).toEqual([])
  expect(await standing(world, 'prompts', requestId)).toMatchObject({ state: 'skipped', reason: 'cancelled' })
})

test('S59 switched off on day 14, it is sent on day 15, once', async () => {
  await using world = await createPromptWorld()
  await completed(world)
  world.passHours(FORTNIGHT_H + 24)
  await world.cycle()
  await world.cycle()

  expect(to(world)).toEqual(['olga@acme.example'])
})

test('S59 the owner of that day is asked', async () => {
  await using world = await createPromptWorld()
  const { applicationId } = await completed(world)
  const owen = world.lever.addUser({ name: 'Owen', email: 'owen@acme.example' }).id
  world.passHours(FORTNIGHT_H)
  world.lever.setOwner(applicationId, owen)
  await world.cycle()

  expect(to(world)).toEqual(['owen@acme.example'])
})

test('S59 without an owner the requestor is asked', async () => {
  await using world = await createPromptWorld()
  const { applicationId, requestId } = await completed(world)
  world.lever.setOwner(applicationId, null)
  world.passHours(FORTNIGHT_H)
  await world.cycle()

  expect(to(world)).toEqual([world.crosschq.state.requests.get(requestId)?.requestor])
})

test('S59 Crosschq’s word of the completion counts, not what it moves later', async () => {
  await using world = await createPromptWorld()
  const { requestId } = await completed(world)
  world.passHours(10 * 24)
  world.crosschq.setHiringStatus(requestId, 'hired')
  await world.cycle()
  world.crosschq.setHiringStatus(requestId, 'pending')
  await world.cycle()
  world.passHours(4 * 24 - 1 / 60)
  await world.cycle()
  const early = to(world)

  expect(early).toEqual([])
})

test('S59 prompts may be switched off, and be of another age', async () => {
  await using off = await createPromptWorld({ config: { prompt: { enabled: false } } })
  await completed(off)
  off.passHours(FORTNIGHT_H)
  await off.cycle()
  await using soon = await createPromptWorld({ config: { prompt: { afterDays: 3 } } })
  await completed(soon)
  soon.passHours(3 * 24)
  await soon.cycle()

  expect([to(off), to(soon)]).toEqual([[], ['olga@acme.example']])
})

test('S59 switched on again, it asks for what becomes due from then on', async () => {
  await using world = await createPromptWorld({ config: { prompt: { enabled: false } } })
  await completed(world)
  world.passHours(24)
  const on = world.reopen({ prompt: { enabled: true, afterDays: 14 } })
  await world.sync({}, on)
  world.passHours(13 * 24)
  await world.sync({}, on)
  await world.sendMail()

  expect(to(world)).toEqual(['olga@acme.example'])
})

test('S59 where mail is not set up, that is told and nothing is wrong', async () => {
  await using world = await createPromptWorld({ mail: { problem: 'mail.smtpUrl is not set' } })
  const { requestId } = await completed(world)
  world.passHours(FORTNIGHT_H)
  const end = await world.cycle()

  expect(end.state).toBe('success')
  expect(await standing(world, 'prompts', requestId)).toMatchObject({ state: 'skipped', reason: 'no_mail' })
  expect(await world.connection.check()).toContainEqual(
    expect.objectContaining({ subject: 'hiring prompt', message: expect.stringContaining('mail.smtpUrl is not set') }),
  )
})

test('S59 a mail server that is down for a day is waited for', async () => {
  await using world = await createPromptWorld()
  const { requestId } = await completed(world)
  await world.mail.down()
  world.passHours(FORTNIGHT_H)
  for (let hour = 0; hour < 24; hour += 1) {
    await world.cycle()
    world.passHours(1)
  }
  const during = await standing(world, 'prompts', requestId)
  await world.mail.up()
  world.passHours(6)
  await world.cycle()
  const after = await world.cycle()

  expect(during).toMatchObject({ state: 'attention', reason: 'mail_waits' })
  expect(to(world)).toEqual(['olga@acme.example'])
  expect(after.state).toBe('success')
})

test('S59 a mail that may be out is told of, not sent again', async () => {
  await using world = await createPromptWorld()
  const { requestId } = await completed(world)
  world.mail.behave({ type: 'hangsUp', at: 'message' })
  world.passHours(FORTNIGHT_H)
  await world.cycle()
  world.mail.behave({ type: 'takes' })
  world.passHours(24)
  const end = await world.cycle()

  expect(end.state).toBe('partial')
  expect(to(world)).toHaveLength(1)
  expect(await standing(world, 'prompts', requestId)).toMatchObject({ state: 'attention', reason: 'mail_unclear' })
})

test.each(['afterIntend', 'afterCall', 'afterSettle', 'beforeVerify'])(
  'S59 killed %s, it is still one mail',
  async (at) => {
    let dies = true
    const checkpoint = async (point: string, { flow }: { readonly flow: string }) => {
      if (dies && flow === 'prompts' && point === at) throw new Error('killed')
    }
    await using world = await createPromptWorld({ engine: { checkpoint } })
    const { requestId } = await completed(world)
    world.passHours(FORTNIGHT_H)
    await world.cycle()
    dies = false
    await world.cycle()
    const end = await world.cycle()

    expect(end.state).toBe('success')
    expect(to(world)).toEqual(['olga@acme.example'])
    expect(await standing(world, 'prompts', requestId)).toMatchObject({ state: 'synced' })
  },
)

test('S59 nobody’s name or address is in the ledger or a record', async () => {
  await using world = await createPromptWorld()
  await prompted(world)
  const { knex } = world.database
  const kept = [await knex('changes').where({ flow: 'prompts' }), await knex('records').where({ flow: 'prompts' })]

  expect(JSON.stringify(kept)).not.toMatch(/Ada|Lovelace|olga|@/)
})
