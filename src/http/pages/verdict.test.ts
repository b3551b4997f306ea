import { expect, test } from 'vitest'
import { ledgerOf } from '../../../test/headcount.ts'
import { unclearOpening } from '../../../test/unclear.ts'
import { enabled, serve } from '../fixtures/served.ts'
import { visitorOf } from '../fixtures/visitor.ts'

test('of an unclear write a person says on its record what is there', async () => {
  await using story = await unclearOpening()
  const { world, job, write, made } = story
  await using served = await serve({
    db: world.engine.db,
    connections: new Map([['headcount', enabled(world.connection)]]),
  })
  const [visitor, operator] = [await visitorOf(served), await visitorOf(served, 'operate')]
  const page = `/records/headcount/${job}`

  const before = await visitor.look(page)
  const unable = await operator.look(page)
  const refused = await visitor.press(`/changes/${write}/settle`, { outcome: 'applied', target: '' })
  const pressed = await visitor.press(`/changes/${write}/settle`, { outcome: 'applied', target: ` ${made} ` })
  const said = await visitor.look(page)
  await world.sync()
  const after = await visitor.look(page)

  expect(before.words).toContain("If it is there, the vendor's id of it")
  expect(before.words).toContain('It is there It is not there')
  expect(before.words).toContain('a write of it is unclear, and nothing is decided before that is settled')
  expect(unable.words).toContain('Saying what is there needs the role approve')
  expect(unable.text).not.toContain('/settle')
  expect([refused.status, refused.words]).toEqual([422, expect.stringContaining('say which one it is')])
  expect(pressed.location).toMatch(/^\/runs\//)
  expect(said.words).toMatch(new RegExp(`approveer said .*: it is there, as ${made}`))
  expect(after.words).toContain('Verified')
  expect(after.text).not.toContain('/settle')
  expect(await ledgerOf(world, 'openings', job)).toMatchObject([{ state: 'verified', target: made }])
})
