import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { AshbySandbox, AshbySandboxOptions } from '../sandbox.ts'
import { type Call, readAll, startWithCall } from './testing.ts'

async function startWithOpenings(count: number, options: AshbySandboxOptions = {}) {
  const running = await startWithCall(options)
  for (let n = 1; n <= count; n += 1) running.sandbox.addHandMadeOpening({ identifier: `O-${n}` })
  return running
}

async function refusal(call: Call, body: object): Promise<string | undefined> {
  return (await call('opening.list', body)).errorInfo?.code
}

function idOf(sandbox: AshbySandbox, n: number): string {
  const id = sandbox.state.openings.all().toArray()[n]?.id
  if (id === undefined) throw new Error(`no opening ${n}`)
  return id
}

test('pages end with the only sync token', async () => {
  await using running = await startWithOpenings(5, { pageSize: 2 })

  const first = await running.call('opening.list')
  const second = await running.call('opening.list', { cursor: first.nextCursor })
  const third = await running.call('opening.list', { cursor: second.nextCursor })

  expect([first, second, third].map(({ results }) => results.length)).toEqual([2, 2, 1])
  expect([first, second, third].map(({ moreDataAvailable }) => moreDataAvailable)).toEqual([true, true, false])
  expect([first.syncToken, second.syncToken, third.nextCursor]).toEqual([undefined, undefined, undefined])
  expect(third.syncToken).toEqual(expect.any(String))
})

test('a full last page is the last', async () => {
  await using running = await startWithOpenings(4, { pageSize: 2 })

  expect((await readAll(running.call, 'opening.list')).pages).toBe(2)
})

test('a limit is honoured up to the page size', async () => {
  await using running = await startWithOpenings(5)

  expect((await running.call('opening.list', { limit: 3 })).results).toHaveLength(3)
  expect((await running.call('opening.list', { limit: '2', cursor: 'start' })).results).toHaveLength(2)
})

test.each([
  [{ limit: 101 }],
  [{ limit: 0 }],
  [{ limit: 'many' }],
  [{ createdAfter: '2026-01-01T00:00:00Z' }],
  [{ cursor: null }],
])('refuses the list parameters %j', async (body) => {
  await using running = await startWithOpenings(1)

  expect(await refusal(running.call, body)).toBe('invalid_input')
})

test('an incremental run brings only what changed', async () => {
  await using running = await startWithOpenings(5, { pageSize: 2 })
  const { sandbox, call } = running
  const { syncToken } = await readAll(call, 'opening.list')

  const nothing = await readAll(call, 'opening.list', { syncToken })
  sandbox.editOpening(idOf(sandbox, 3), { description: 'a' })
  sandbox.editOpening(idOf(sandbox, 1), { description: 'b' })
  sandbox.editOpening(idOf(sandbox, 3), { description: 'c' })
  const added = sandbox.addHandMadeOpening({ identifier: 'new' })
  const changed = await readAll(call, 'opening.list', { syncToken })

  expect(nothing.ids).toEqual([])
  expect(changed).toMatchObject({ ids: [idOf(sandbox, 1), idOf(sandbox, 3), added.id], pages: 2 })
  expect((await readAll(call, 'opening.list', { syncToken: changed.syncToken })).ids).toEqual([])
})

test('a change during a run comes with the next', async () => {
  await using running = await startWithOpenings(4, { pageSize: 2 })
  const { sandbox, call } = running

  const first = await call('opening.list')
  sandbox.editOpening(idOf(sandbox, 0), { description: 'meanwhile' })
  const last = await call('opening.list', { cursor: first.nextCursor })

  expect((await readAll(call, 'opening.list', { syncToken: last.syncToken })).ids).toEqual([idOf(sandbox, 0)])
})

test('later pages go with and without the sync token', async () => {
  await using running = await startWithOpenings(2, { pageSize: 2 })
  const { sandbox, call } = running
  const { syncToken } = await readAll(call, 'opening.list')
  for (const n of [0, 1]) sandbox.editOpening(idOf(sandbox, n), { description: 'x' })

  const first = await call('opening.list', { syncToken, limit: 1 })

  expect((await call('opening.list', { syncToken, limit: 1, cursor: first.nextCursor })).results).toHaveLength(1)
  expect((await call('opening.list', { limit: 1, cursor: first.nextCursor })).results).toHaveLength(1)
})

test('deleted openings are never reported', async () => {
  await using running = await startWithOpenings(3)
  const { sandbox, call } = running
  const { syncToken } = await readAll(call, 'opening.list')
  const gone = idOf(sandbox, 1)

  sandbox.deleteOpening(gone)

  expect((await readAll(call, 'opening.list', { syncToken })).ids).toEqual([])
  expect((await readAll(call, 'opening.list')).ids).not.toContain(gone)
})

test('createdAfter filters by creation, not change', async () => {
  const clock = fixedClock('2026-03-02T08:00:00Z')
  await using running = await startWithOpenings(2, { clock })
  const { sandbox, call } = running
  const createdAfter = clock.now()
  clock.advance(1000)
  const late = sandbox.addHandMadeOpening({ identifier: 'late' })
  sandbox.editOpening(idOf(sandbox, 0), { description: 'edited late' })

  expect((await readAll(call, 'opening.list', { createdAfter })).ids).toEqual([late.id])
})

test('archived openings are listed unless set otherwise', async () => {
  await using running = await startWithOpenings(2)
  const { sandbox, call } = running
  sandbox.archiveOpening(idOf(sandbox, 0))

  const shown = await readAll(call, 'opening.list')
  sandbox.settings.listsArchivedOpenings = false

  expect([shown.ids.length, (await readAll(call, 'opening.list')).ids.length]).toEqual([2, 1])
})

test('field changes can be kept from the sync token', async () => {
  await using running = await startWithOpenings(1, { fieldChangesCount: false })
  const { sandbox, call } = running
  const field = sandbox.createFieldByHand({ title: 'Level', objectType: 'Opening', fieldType: 'String' })
  const { syncToken } = await readAll(call, 'opening.list')

  sandbox.setOpeningValue(idOf(sandbox, 0), field.id, 'L5')
  const silent = await readAll(call, 'opening.list', { syncToken })
  sandbox.settings.fieldChangesCount = true
  sandbox.setOpeningValue(idOf(sandbox, 0), field.id, 'L6')

  expect(silent.ids).toEqual([])
  expect((await readAll(call, 'opening.list', { syncToken })).ids).toEqual([idOf(sandbox, 0)])
})

test('fifty thousand openings page without sorting', async () => {
  await using running = await startWithOpenings(50_000, { keepCalls: false })
  const start = performance.now()

  const all = await readAll(running.call, 'opening.list')

  expect([new Set(all.ids).size, all.pages]).toEqual([50_000, 500])
  expect(performance.now() - start).toBeLessThan(20_000)
})
