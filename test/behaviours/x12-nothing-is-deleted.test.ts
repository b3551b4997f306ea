import { expect, test } from 'vitest'
import {
  addActiveJob,
  addActiveJobs,
  addField,
  fieldTitled,
  openingFields,
  openingOf,
  openings,
  ticking,
  writes,
} from '../headcount.ts'
import { createWorld, emptyMapping, type World } from '../world.ts'

const allowed = [
  'customField.create',
  'customField.setValues',
  'customField.updateSelectableValues',
  'opening.addLocation',
  'opening.create',
  'opening.removeLocation',
  'opening.setOpeningState',
  'opening.update',
]

test('X12 a long and mixed life deletes and archives nothing', async () => {
  await using world = await createWorld({
    mapping: ticking(['costCenter', 'Cost Center'], ['region', 'Region']),
    config: { openings: { closeOnInactive: true } },
  })
  const everMade = new Set<string>()
  await live(world, async () => {
    await world.sync()
    for (const { id } of [...openings(world), ...openingFields(world)]) everMade.add(id)
  })

  const sent = writes(world)
  expect([...new Set(sent.map(({ path }) => path.slice(1)))].sort()).toEqual(allowed)
  const states = sent.filter(({ path }) => path.endsWith('setOpeningState')).map(({ requestBody }) => requestBody)
  expect(states.every((body) => (body as { openingState: string }).openingState === 'Closed')).toBe(true)
  const left = new Set([...openings(world), ...openingFields(world)].map(({ id }) => id))
  expect([...everMade].filter((id) => !left.has(id))).toEqual([])
  expect(openings(world).filter(({ isArchived }) => isArchived)).toEqual([])
  expect(openingFields(world).filter(({ isArchived }) => isArchived)).toEqual([])
  expect(
    openingFields(world)
      .flatMap(({ selectableValues = [] }) => selectableValues)
      .filter((option) => option.isArchived),
  ).toEqual([])
})

/** Everything people do that could tempt a program to tidy up, with a run after each. */
async function live(world: World, run: () => Promise<void>): Promise<void> {
  const { charthop, ashby } = world
  for (const name of ['Berlin', 'Paris']) ashby.addLocation({ name })
  addField(world, { code: 'costCenter' })
  addField(world, { code: 'region', type: 'ENUM', options: ['Europe', 'Asia'] })
  const [edited, paused, deleted, filled, handled] = addActiveJobs(world, 5, () => ({
    location: 'Berlin',
    custom: { costCenter: 'CC-1', region: 'asia' },
  })) as [string, string, string, string, string]
  await run()
  charthop.editJob(edited, { title: 'Renamed', location: 'Paris', custom: { costCenter: 'CC-2' } })
  charthop.setRecruit(paused, 'INACTIVE')
  await run()
  charthop.deleteJob(deleted)
  charthop.fillJob(filled, { first: 'Grace', last: 'Hopper' })
  for (let read = 0; read < 3; read += 1) await run()
  const hand = await openingOf(world, handled)
  ashby.openOpening(hand.id)
  ashby.setOpeningValue(hand.id, fieldTitled(world, 'Cost Center').id, 'by hand')
  await run()
  charthop.addOption('region', 'Africa')
  charthop.clearValue(edited, 'costCenter')
  await run()
  world.map(emptyMapping)
  await run()
  charthop.deleteField('costCenter')
  world.map(ticking(['costCenter', 'Cost Center'], ['region', 'Region of Work']))
  for (let read = 0; read < 3; read += 1) await run()
  charthop.setRecruit(paused, 'ACTIVE')
  addActiveJob(world)
  await run()
}
