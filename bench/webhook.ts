import { setTimeout as delay } from 'node:timers/promises'
import { refuseUnless } from './counts.ts'
import { runsSettled, startBenchDaemon } from './daemon.ts'
import { atMost, type Measure, percentile } from './measure.ts'
import type { World } from './world.ts'

const lookEveryMs = 10
const giveUpAfterMs = 30_000
/** Edits do not wait for one another: some fall into the run of the one before, as they do in life. */
const pausesMs = [900, 150, 1_400, 600, 300]

/** From an edit on ChartHop's screen until the ledger says that Ashby was read back and shows it. */
export async function measureWebhook(world: World, samples: number): Promise<readonly Measure[]> {
  await using daemon = await startBenchDaemon(world)
  await world.vendors.notify(`${await daemon.url()}/hooks/headcount/change?token=bench-webhook-token`)
  const arriving: Promise<number>[] = []
  for (let at = 0; at < samples; at++) {
    const edited = await world.vendors.editJob(at * 7)
    arriving.push(untilVerified(world, edited))
    await delay(pausesMs[at % pausesMs.length]!)
  }
  const times = await Promise.all(arriving)
  await runsSettled(world)
  const how = `${samples} edits, ${pausesMs.reduce((a, b) => a + b) / pausesMs.length} ms apart on average, ${world.jobs} jobs`
  return [
    atMost('webhook → verified write, p50', percentile(times, 0.5) / 1000, 1, how, ' s'),
    atMost(
      'webhook → verified write, p99',
      percentile(times, 0.99) / 1000,
      3,
      `${how}; slowest ${Math.round(Math.max(...times))} ms`,
      ' s',
    ),
  ]
}

async function untilVerified({ app }: World, { id, at }: { id: string; at: number }): Promise<number> {
  const { knex: db } = app.database
  const verified = () =>
    db('changes')
      .where({ record: id, state: 'verified' })
      .where('intended_at', '>', new Date(at - 1))
      .first('id')
  while (!(await verified())) {
    refuseUnless(Date.now() - at < giveUpAfterMs, `an edit was not verified within ${giveUpAfterMs} ms`)
    await delay(lookEveryMs)
  }
  return Date.now() - at
}
