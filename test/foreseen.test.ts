import { expect, test } from 'vitest'
import { type Drafting, startDrafting } from './drafting.ts'
import { addActiveJobs, addField, writes } from './headcount.ts'
import { createWorld, type World } from './world.ts'

const MAPPING = `version: 1
openings:
  - { from: grade, to: Grade }
`

async function inStep(): Promise<World> {
  const world = await createWorld({ mapping: MAPPING })
  addField(world, { code: 'grade' })
  addActiveJobs(world, 3, (at) => ({ custom: { grade: `G${at}` } }))
  await world.sync()
  return world
}

/** What a preview says of another title for the field. */
async function retitled(drafting: Drafting, title: string) {
  await drafting.idle()
  const edit = { type: 'fields', fields: [{ code: 'grade', title }] }
  return (await drafting.drafted({ edit })).json
}

test('a plan counts what the fields it would make bring along', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world)
  const before = writes(world).length

  const draft = await retitled(drafting, 'Level')

  expect(draft.preview.sentence).toBe('this would make 1 field, change 3 openings')
  expect(draft.changes[1].fields).toEqual([{ field: 'Level', before: null, after: 'G0' }])
  expect(writes(world).length).toBe(before)
})

test('a plan compares with what the field it would adopt holds already', async () => {
  await using world = await inStep()
  const { id } = world.ashby.createFieldByHand({ title: 'Level', objectType: 'Opening', fieldType: 'String' })
  const [opening] = [...world.ashby.state.openings.all()]
  const { latestVersion } = opening!
  const grade = latestVersion.customFields.find(({ title }) => title === 'Grade')!
  const customFields = [...latestVersion.customFields, { ...grade, id, title: 'Level' }]
  world.ashby.state.openings.put({ ...opening!, latestVersion: { ...latestVersion, customFields } })
  await using drafting = await startDrafting(world)

  const draft = await retitled(drafting, 'Level')

  expect(draft.preview.flows).toMatchObject([{ records: 0 }, { records: 2 }, { records: 0 }])
})
