import { expect, test } from 'vitest'
import { createCollection } from './collection.ts'
import { readAll, startWithCall } from './testing.ts'

function lagging(lagMs: number) {
  const time = { now: 10_000 }
  const collection = createCollection<{ id: string; text: string }>({ now: () => time.now, lagMs: () => lagMs })
  return { time, collection }
}

test('a lagging reader sees the value of then', () => {
  const { time, collection } = lagging(100)
  collection.put({ id: 'a', text: 'one' })
  time.now += 60
  collection.put({ id: 'a', text: 'two' })

  const seen = [0, 39, 1, 59, 1].map((ms) => {
    time.now += ms
    return collection.read('a')?.text
  })

  expect(seen).toEqual([undefined, undefined, 'one', 'one', 'two'])
  expect(collection.get('a')?.text).toBe('two')
})

test('changes beyond the lag are not counted yet', () => {
  const { time, collection } = lagging(100)
  collection.put({ id: 'a', text: 'one' })
  const before = collection.visibleChanges()

  time.now += 100

  expect([before, collection.visibleChanges()]).toEqual([0, 1])
})

test('stale reads hide a write for a while', async () => {
  await using running = await startWithCall()
  const { sandbox, call } = running
  const opening = sandbox.addHandMadeOpening({ identifier: 'before' })
  const { syncToken } = await readAll(call, 'opening.list')
  sandbox.clock.advance(60_000)
  sandbox.settings.staleReadsMs = 60_000

  const written = await call('opening.update', { openingId: opening.id, identifier: 'after' })
  const created = await call('opening.create', { identifier: 'new' })
  const seen = await call('opening.info', { openingId: opening.id })
  const list = await readAll(call, 'opening.list', { syncToken })

  expect(written.results.latestVersion.identifier).toBe('after')
  expect(seen.results.latestVersion.identifier).toBe('before')
  expect((await call('opening.search', { identifier: 'new' })).results).toEqual([])
  expect(list.ids).toEqual([])
  sandbox.clock.advance(60_001)
  expect((await call('opening.info', { openingId: opening.id })).results.latestVersion.identifier).toBe('after')
  expect((await readAll(call, 'opening.list', { syncToken: list.syncToken })).ids).toEqual([
    opening.id,
    created.results.id,
  ])
})
