import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  fieldTitled,
  ledgerOf,
  openingOf,
  openings,
  shown,
  ticking,
  writes,
  writesDuring,
} from '../headcount.ts'
import { createWorld, type World } from '../world.ts'

const mapping = ticking(['costCenter', 'Cost Center'], ['hiringGoal', 'Hiring Goal'])

async function inStep(custom: Record<string, unknown> = { costCenter: 'CC-1', hiringGoal: 'Q3' }) {
  const world = await createWorld({ mapping })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'hiringGoal' })
  const job = addActiveJob(world, { custom })
  await world.sync()
  return { world, job, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() }
}

test('S88 a value edited in Ashby is overwritten and logged', async () => {
  await using made = await inStep()
  const { world, job } = made
  await editInAshby(world, job, 'Cost Center', 'edited in Ashby')

  const sent = await writesDuring(world, world.sync)

  expect(sent).toEqual(['customField.setValues'])
  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
  const [change] = await ledgerOf(world, 'openings', job)
  expect(change).toMatchObject({ state: 'verified', action: 'opening.setValues' })
  expect(change?.fields).toEqual([{ field: 'Cost Center', before: 'edited in Ashby', after: 'CC-1' }])
})

test('S88 when both sides change ChartHop wins', async () => {
  await using made = await inStep()
  const { world, job } = made
  await editInAshby(world, job, 'Cost Center', 'from Ashby')
  world.charthop.editJob(job, { custom: { costCenter: 'from ChartHop' } })

  await world.sync()

  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('from ChartHop')
})

test('S88 the same edit on both sides needs no write', async () => {
  await using made = await inStep()
  const { world, job } = made
  await editInAshby(world, job, 'Cost Center', 'CC-2')
  world.charthop.editJob(job, { custom: { costCenter: 'CC-2' } })

  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S88 one edit is one call with only that value', async () => {
  await using made = await inStep()
  const { world, job } = made
  world.charthop.editJob(job, { custom: { costCenter: 'CC-9' } })

  await world.sync()

  const [call] = writes(world, 'customField.setValues').slice(-1)
  expect(call?.requestBody).toMatchObject({
    objectType: 'Opening',
    values: [{ fieldId: fieldTitled(world, 'Cost Center').id, fieldValue: 'CC-9' }],
  })
  expect(shown(await openingOf(world, job), 'Hiring Goal')).toBe('Q3')
})

test('S88 a value emptied in ChartHop is cleared in Ashby', async () => {
  await using made = await inStep()
  const { world, job } = made
  world.charthop.clearValue(job, 'costCenter')

  const end = await world.sync()

  expect(end.state).toBe('success')
  const opening = await openingOf(world, job)
  expect(shown(opening, 'Cost Center')).toBeUndefined()
  expect(shown(opening, 'Hiring Goal')).toBe('Q3')
  expect(writes(world, 'customField.setValues').at(-1)?.requestBody).toMatchObject({
    values: [{ fieldId: fieldTitled(world, 'Cost Center').id, fieldValue: null }],
  })
  expect(await writesDuring(world, world.sync)).toEqual([])
})

test('S88 a value put in Ashby where ChartHop has none goes', async () => {
  await using made = await inStep({ hiringGoal: 'Q3' })
  const { world, job } = made
  await editInAshby(world, job, 'Cost Center', 'put by hand')

  await world.sync()

  expect(shown(await openingOf(world, job), 'Cost Center')).toBeUndefined()
})

test('S88 what is not mapped stays byte for byte', async () => {
  await using world = await createWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(world, { code: 'costCenter' })
  const own = world.ashby.createFieldByHand({ title: 'Recruiter Notes', objectType: 'Opening', fieldType: 'LongText' })
  const other = world.ashby.addHandMadeOpening({ identifier: 'By hand', description: 'Untouched' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  const { id } = await openingOf(world, job)
  const { id: ashbyJob } = world.ashby.addJob({ title: 'Engineer' })
  world.ashby.openOpening(id, ashbyJob)
  world.ashby.editOpening(id, { targetHireDate: '2027-05-05' })
  world.ashby.setOpeningValue(id, own.id, 'Ärger, "quotes" and\r\nbreaks ')
  const before = unmapped(world, id)
  const untouched = JSON.stringify(world.ashby.state.openings.get(other.id))

  world.charthop.editJob(job, { title: 'Principal', custom: { costCenter: 'CC-2' } })
  await world.sync()
  await world.sync()

  expect(shown(world.ashby.state.openings.get(id)!, 'Cost Center')).toBe('CC-2')
  expect(unmapped(world, id)).toBe(before)
  expect(JSON.stringify(world.ashby.state.openings.get(other.id))).toBe(untouched)
})

test('S88 nothing is ever written to ChartHop by openings', async () => {
  await using made = await inStep()
  const { world, job } = made
  const events = world.charthop.state.events.length
  await editInAshby(world, job, 'Cost Center', 'edited in Ashby')

  await world.sync()

  expect(world.charthop.state.events).toHaveLength(events)
  expect(world.charthop.server.calls.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('S88 an edit hidden from incremental lists is still put right', async () => {
  await using world = await createWorld({ mapping, ashby: { fieldChangesCount: false } })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'hiringGoal' })
  const job = addActiveJob(world, { custom: { costCenter: 'CC-1' } })
  await world.sync()
  await editInAshby(world, job, 'Cost Center', 'edited in Ashby')

  await world.sync()

  expect(shown(await openingOf(world, job), 'Cost Center')).toBe('CC-1')
})

test('S88 no change makes no write in ten cycles', async () => {
  await using world = await createWorld({ mapping })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'hiringGoal' })
  addActiveJobs(world, 12, (at) => ({ custom: { costCenter: `CC ${at} `, hiringGoal: ' ' } }))
  await world.sync()

  const sent = await writesDuring(world, async () => {
    for (let cycle = 0; cycle < 10; cycle += 1) await world.sync()
  })

  expect(openings(world)).toHaveLength(12)
  expect(sent).toEqual([])
})

async function editInAshby(world: World, job: string, title: string, value: unknown): Promise<void> {
  world.ashby.setOpeningValue((await openingOf(world, job)).id, fieldTitled(world, title).id, value)
}

/** An opening without what the mapping and the built-in columns write, and without the marks of a new version. */
function unmapped({ ashby }: World, id: string): string {
  const { latestVersion, ...opening } = ashby.state.openings.get(id)!
  const {
    identifier: _i,
    description: _d,
    id: _v,
    createdAt: _c,
    authorId: _a,
    customFields,
    ...version
  } = latestVersion
  return JSON.stringify([opening, version, customFields.filter(({ title }) => title !== 'Cost Center')])
}
