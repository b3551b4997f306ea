import { setTimeout as delay } from 'node:timers/promises'
import { refuseUnless } from './counts.ts'
import type { World } from './world.ts'

const giveUpAfterMs = 180_000

/** Waits until no run is queued or running; the last ones must have gone well. */
export async function runsSettled({ app }: World): Promise<void> {
  const { knex: db } = app.database
  const giveUpAt = Date.now() + giveUpAfterMs
  while (await db('runs').whereIn('state', ['queued', 'running']).first('id')) {
    refuseUnless(Date.now() < giveUpAt, 'a run did not end')
    await delay(50)
  }
  const bad = await db('runs').whereNot('state', 'success').first('state', 'problem')
  refuseUnless(!bad, `a run ended ${bad?.state}: ${bad?.problem}`)
}
