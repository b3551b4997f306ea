import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { startDaemon } from '../src/daemon.ts'
import { listRuns, type StoredRun } from '../src/store/runs.ts'
import { createWorld, type World } from './world.ts'

const token = 'a-token-of-at-least-thirty-two-letters'

test('a run asked for while one goes on follows at once', async () => {
  await using world = await createWorld()
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 150 } })
  const app = await openApp(configOf(world), { level: 'silent' })
  const daemon = await startDaemon(app)
  try {
    await until(async () => (await runs(world)).some(({ state }) => state === 'running'))

    const answer = await fetch(`${daemon.url}/api/v1/connections/${world.connection.id}/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer.status).toBe(202)
    await until(async () => (await runs(world)).filter(({ state }) => state === 'success').length === 2)

    const [second, first] = await runs(world)
    expect(first?.trigger).toBe('schedule')
    // A task that finds us busy comes again after two seconds only.
    expect(Date.parse(second!.startedAt!) - Date.parse(first!.finishedAt!)).toBeLessThan(500)
  } finally {
    await daemon.stop()
    await app.close()
  }
})

function configOf(world: World): Parameters<typeof openApp>[0] {
  return {
    server: { host: '127.0.0.1', port: 0, publicUrl: undefined },
    database: { url: world.database.connectionString, dataDir: '' },
    auth: { tokens: [{ name: 'ops', role: 'operate', token }] },
    encryptionKey: [],
    mail: { smtpUrl: undefined, from: undefined },
    connections: [world.config],
    warnings: [],
  }
}

function runs({ engine, connection }: World): Promise<StoredRun[]> {
  return listRuns(engine.db, { connection: connection.id, limit: 10 })
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('not within 20 s')
    await delay(20)
  }
}
