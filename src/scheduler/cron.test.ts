import { expect, test } from 'vitest'
import { startCron } from './cron.ts'

test('the next tick of each connection is known', async () => {
  const schedules = new Map([
    ['often', '*/5 * * * *'],
    ['seldom', '0 7 1 1 *'],
  ])
  const cron = startCron(
    schedules,
    async () => {},
    () => {},
  )

  const [often, seldom] = [cron.next('often')!, cron.next('seldom')!]
  await cron.stop()

  expect(often.getTime() - Date.now()).toBeGreaterThan(-1_000)
  expect(often.getTime() - Date.now()).toBeLessThanOrEqual(5 * 60_000)
  expect([often.getMinutes() % 5, often.getSeconds()]).toEqual([0, 0])
  expect([seldom.getMonth(), seldom.getDate(), seldom.getHours()]).toEqual([0, 1, 7])
  expect(cron.next('unknown')).toBeUndefined()
})
