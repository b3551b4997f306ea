import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { connectionOf } from '../http/fixtures/served.ts'
import { createRetirement } from './retirement.ts'

function closable() {
  const closed: string[] = []
  return { closed, connection: connectionOf('headcount', { close: () => void closed.push('closed') }) }
}

test('who is replaced is closed a while later', async () => {
  const { closed, connection } = closable()
  const retirement = createRetirement(20)

  retirement.retire(connection)
  expect(closed).toEqual([])
  await delay(60)

  expect(closed).toEqual(['closed'])
})

test('who is used is closed when that ends, however it does', async () => {
  const { closed, connection } = closable()
  const retirement = createRetirement(1)
  const use = (ms: number) =>
    retirement
      .whileUsed(connection, () => delay(ms).then(() => Promise.reject(new Error('the run failed'))))
      .catch(() => undefined)

  const [short, long] = [use(20), use(80)]
  retirement.retire(connection)
  await short
  expect(closed).toEqual([])
  await long

  expect(closed).toEqual(['closed'])
})

test('at the end all are closed, once', async () => {
  const { closed, connection } = closable()
  const retirement = createRetirement(10)

  retirement.retire(connection)
  retirement.closeAll()
  await delay(40)

  expect(closed).toEqual(['closed'])
})
