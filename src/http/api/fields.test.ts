import { expect, test } from 'vitest'
import { addActiveJob, addField, fieldTitled, ticking } from '../../../test/headcount.ts'
import { createWorld, type WorldOptions } from '../../../test/world.ts'
import { listAudit } from '../../store/audit.ts'
import { enabled, type Served, serve } from '../fixtures/served.ts'

const path = '/api/v1/connections/headcount/fields'

async function servedWorld(options: WorldOptions = {}) {
  const world = await createWorld(options)
  const served = await serve({
    db: world.database.knex,
    connections: new Map([['headcount', enabled(world.connection)]]),
  })
  return {
    world,
    served,
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    },
  }
}

async function fieldOf(served: Served, code: string, query = '', as = 'approve') {
  const { json } = await served.call(path + query, { as })
  return json.data.find((field: { code: string }) => field.code === code)
}

const levels = [
  { name: 'junior', label: 'Junior' },
  { name: 'senior', label: 'Senior' },
]

test('S93 a ticked field says what would be made for it', async () => {
  await using both = await servedWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(both.world, { code: 'costCenter', label: 'Cost centre' })

  expect(await fieldOf(both.served, 'costCenter')).toEqual({
    ...{ code: 'costCenter', label: 'Cost centre', type: 'STRING', entity: 'JOB' },
    ...{ isMapped: true, isStandard: false, why: null },
    ...{ target: 'Cost Center (String), to be made', targetState: 'toBeMade', title: 'Cost Center' },
    ...{ options: null, samples: [] },
  })
})

test('S93 once made, the field of Ashby is named', async () => {
  await using both = await servedWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(both.world, { code: 'costCenter' })
  await both.world.sync()

  const field = await fieldOf(both.served, 'costCenter')

  expect([field.targetState, field.title, field.target]).toEqual(['exists', 'Cost Center', 'Cost Center (String)'])
})

test('S93 a field that was renamed in Ashby since is not made again', async () => {
  await using both = await servedWorld({ mapping: ticking(['costCenter', 'Cost Center']) })
  addField(both.world, { code: 'costCenter' })
  await both.world.sync()
  both.world.ashby.editField(fieldTitled(both.world, 'Cost Center').id, { title: 'Kostenstelle' })

  const renamed = await fieldOf(both.served, 'costCenter')
  both.world.map(ticking(['costCenter', 'Another']))
  const { json } = await both.served.call(`${path}?fresh=true`)

  expect([renamed.targetState, renamed.title, renamed.target]).toEqual([
    ...['exists', 'Cost Center', 'Kostenstelle (String)'],
  ])
  expect(json.data[0].target).toBe('Another (String), to be made')
})

test('S92 a field that is no choice is listed with the reason', async () => {
  await using both = await servedWorld()
  addField(both.world, { code: 'shirtSize', entityType: 'PERSON' })
  addField(both.world, { code: 'contractFile', type: 'FILE' })

  const fields = [await fieldOf(both.served, 'shirtSize'), await fieldOf(both.served, 'contractFile')]

  expect(fields.map(({ targetState, title, why }) => [targetState, title, why])).toEqual([
    ['cannot', null, 'ChartHop field shirtSize belongs to PERSON, which an open job does not have; map a job field'],
    ['cannot', null, 'ChartHop fields of type FILE cannot be mapped'],
  ])
})

test('S92 a title whose field is of another type is told of, and another title may be chosen', async () => {
  await using both = await servedWorld()
  addField(both.world, { code: 'grade', label: 'Grade', type: 'INTEGER' })
  both.world.ashby.createFieldByHand({ objectType: 'Opening', title: 'Grade', fieldType: 'Boolean' })

  const { targetState, title, why } = await fieldOf(both.served, 'grade')

  expect([targetState, title]).toEqual(['cannot', 'Grade'])
  expect(why).toContain(`Ashby field "Grade" is a Boolean, ChartHop's values need a Number`)
})

test('S92 options without a counterpart are named', async () => {
  await using both = await servedWorld()
  addField(both.world, { code: 'level', label: 'Level', type: 'ENUM', options: levels })
  addField(both.world, { code: 'rank', label: 'Rank', type: 'ENUM', options: levels })
  const selectableValues = [{ label: 'Junior', value: 'j' }]
  both.world.ashby.createFieldByHand({
    ...{ objectType: 'Opening', title: 'Level', fieldType: 'ValueSelect' },
    selectableValues,
  })

  const [level, rank] = [await fieldOf(both.served, 'level'), await fieldOf(both.served, 'rank')]

  expect(level.options).toEqual({ total: 2, covered: 1, missing: ['Senior'] })
  expect(rank.options).toEqual({ total: 2, covered: 0, missing: ['Junior', 'Senior'] })
})

test('S88 standard fields come last, and say what carries them', async () => {
  await using both = await servedWorld()
  addField(both.world, { code: 'costCenter' })

  const { json } = await both.served.call(path)
  const standard = await fieldOf(both.served, 'title')

  expect(json.data[0]).toMatchObject({ code: 'costCenter', isStandard: false })
  expect(standard).toMatchObject({
    ...{ isStandard: true, isMapped: false, targetState: null, title: null, samples: [] },
    why: "a standard field, already carried by the opening's identifier",
  })
  expect((await fieldOf(both.served, 'gender')).why).toBe('a standard field; only custom fields can be mapped')
})

test('S88 where the list of standard fields is refused, the choice is shown without them', async () => {
  await using both = await servedWorld()
  addField(both.world, { code: 'costCenter' })
  both.world.charthop.server.faults.add({ match: /built-in/, fault: { type: 'status', status: 403 } })

  const { status, json } = await both.served.call(path)

  expect([status, json.data.map(({ code }: { code: string }) => code)]).toEqual([200, ['costCenter']])
})

/** Three jobs with a city each, one twice, and a fourth city that is one too many. */
async function withSamples() {
  const both = await servedWorld({ mapping: ticking(['desk', 'Desk']) })
  addField(both.world, { code: 'desk' })
  for (const desk of ['Lima', 'Lima', 'Oslo', 'Rome', 'Kyiv']) addActiveJob(both.world, { custom: { desk } })
  await both.world.sync()
  return both
}

test('S92 samples are three different values as last read, and nothing is asked for them', async () => {
  await using both = await withSamples()
  both.world.charthop.server.clearCalls()

  const { samples } = await fieldOf(both.served, 'desk', '?values=shown')

  expect(new Set(samples).size).toBe(3)
  for (const sample of samples) expect(['Lima', 'Oslo', 'Rome', 'Kyiv']).toContain(sample)
  expect(both.world.charthop.server.calls.every(({ path }) => path.includes('/field'))).toBe(true)
})

test('samples are hidden where that is asked for, and from who may only read', async () => {
  await using both = await withSamples()

  const hidden = ['•••', '•••', '•••']
  expect((await fieldOf(both.served, 'desk', '?values=masked')).samples).toEqual(hidden)
  expect((await fieldOf(both.served, 'desk', '', 'read')).samples).toEqual(hidden)
  const refused = await both.served.call(`${path}?values=shown`, { as: 'read' })
  expect([refused.status, refused.json.code]).toEqual([403, 'role'])
  expect(await listAudit(both.world.database.knex, { limit: 10 })).toEqual([])
})

test('showing samples is noted', async () => {
  await using both = await withSamples()

  await both.served.call(`${path}?values=shown`, { as: 'operate' })

  expect(await listAudit(both.world.database.knex, { limit: 10 })).toMatchObject([
    { by: 'operateer', action: 'values_shown' },
  ])
})

test('S82 a key that ChartHop refuses is said so, and nothing else', async () => {
  await using both = await servedWorld({ config: { charthop: { token: 'not-the-token' } } })

  const { status, json, text } = await both.served.call(path)

  expect([status, json.code]).toEqual([502, 'vendor_refused'])
  expect(text).not.toContain('not-the-token')
})
