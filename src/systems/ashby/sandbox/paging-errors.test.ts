import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { AshbySandboxOptions } from '../sandbox.ts'
import { readAll, startWithCall } from './testing.ts'

async function startWithOpenings(options: AshbySandboxOptions = {}) {
  const running = await startWithCall({ pageSize: 1, ...options })
  for (const identifier of ['A', 'B', 'C']) running.sandbox.addHandMadeOpening({ identifier })
  const code = async (body: object): Promise<string | undefined> =>
    (await running.call('opening.list', body)).errorInfo?.code
  return { ...running, code }
}

test('sync tokens and cursors expire with time', async () => {
  const clock = fixedClock('2026-03-02T08:00:00Z')
  await using running = await startWithOpenings({ clock, syncTokenLifetimeMs: 5000, cursorLifetimeMs: 1000 })
  const { syncToken } = await readAll(running.call, 'opening.list')
  const { nextCursor } = await running.call('opening.list')

  clock.advance(1001)
  const afterASecond = [await running.code({ syncToken }), await running.code({ cursor: nextCursor })]
  clock.advance(4000)

  expect(afterASecond).toEqual([undefined, 'next_cursor_expired'])
  expect(await running.code({ syncToken })).toBe('sync_token_expired')
})

test('tests can expire every token at once', async () => {
  await using running = await startWithOpenings()
  const { syncToken } = await readAll(running.call, 'opening.list')
  const { nextCursor } = await running.call('opening.list')

  running.sandbox.expireTokens('sync')
  running.sandbox.expireTokens('cursor')

  expect(await running.code({ syncToken })).toBe('sync_token_expired')
  expect(await running.code({ cursor: nextCursor })).toBe('next_cursor_expired')
  const fresh = await readAll(running.call, 'opening.list')
  expect(await running.code({ syncToken: fresh.syncToken })).toBe(undefined)
})

test('tokens of nobody and of other lists are invalid', async () => {
  await using running = await startWithOpenings()
  const departments = await running.call('department.list')

  expect(await running.code({ syncToken: 'made up' })).toBe('sync_token_invalid')
  expect(await running.code({ syncToken: departments.syncToken })).toBe('sync_token_invalid')
  expect(await running.code({ cursor: 'made up' })).toBe('cursor_invalid')
})

test('a cursor is bound to its run', async () => {
  await using running = await startWithOpenings()
  const { syncToken } = await readAll(running.call, 'opening.list')
  const { nextCursor } = await running.call('opening.list')

  expect(await running.code({ cursor: nextCursor, createdAfter: 1 })).toBe('invalid_next_cursor')
  expect(await running.code({ cursor: nextCursor, syncToken })).toBe('invalid_next_cursor')
  expect(await running.code({ cursor: nextCursor })).toBe(undefined)
})

test('a token from an earlier start is invalid', async () => {
  await using before = await startWithOpenings()
  await using after = await startWithOpenings()
  const { syncToken } = await readAll(before.call, 'opening.list')

  expect(await after.code({ syncToken })).toBe('sync_token_invalid')
})

test('an incremental run can be too large', async () => {
  await using running = await startWithOpenings({ maxIncrementalPages: 2 })
  const { sandbox, call } = running
  const { syncToken } = await readAll(call, 'opening.list')
  for (const { id } of [...sandbox.state.openings.all()]) sandbox.editOpening(id, { description: 'all of them' })

  await expect(readAll(call, 'opening.list', { syncToken })).rejects.toThrow('incremental_sync_too_large')
  expect((await readAll(call, 'opening.list')).pages).toBe(3)
})

test('the status of list errors can be set', async () => {
  await using running = await startWithOpenings({ listErrorStatus: 400 })

  await running.code({ syncToken: 'made up' })

  expect(running.sandbox.server.calls.at(-1)?.status).toBe(400)
})
