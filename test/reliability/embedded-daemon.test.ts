import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { stopEmbedded } from '../../src/store/embedded.ts'
import { createWorld, type World } from '../world.ts'
import { startChild } from './child.ts'
import { configText } from './crash-scenario.ts'
import { hasUrl, press, token } from './fleet.ts'

test('a killed daemon leaves its database to the next', { timeout: 120_000 }, async () => {
  await using home = await startHome()
  await using world = await createWorld()
  const auth = { tokens: [{ name: 'test', role: 'operate', token }] }
  const database = { dataDir: home.dataDir }
  await writeFile(home.config, configText(world, { database, server: { port: 0 }, auth }))
  world.charthop.addJob({ title: 'First', recruit: 'active' })

  await using killed = startChild('./daemon-process.ts', { config: home.config, leaseMs: 60_000 })
  const { url } = await killed.hears(hasUrl)
  await openings(world, 1)
  const server = await home.postmaster()
  world.charthop.addJob({ title: 'Second', recruit: 'active' })
  world.ashby.server.faults.add({
    match: '/opening.create',
    times: 1,
    fault: {
      type: 'answer',
      change: (answer) => {
        killed.process.kill('SIGKILL')
        return answer
      },
    },
  })
  await press(url, world.connection.id)
  expect((await killed.ended).signal).toBe('SIGKILL')
  world.charthop.addJob({ title: 'Third', recruit: 'active' })

  await using next = startChild('./daemon-process.ts', { config: home.config, leaseMs: 60_000 })
  await next.hears(hasUrl)
  expect(await home.postmaster()).toBe(server)
  await openings(world, 3)
  await delay(500)
  expect(world.ashby.state.openings.size).toBe(3)

  next.process.kill('SIGTERM')
  expect(await next.ended).toEqual({ code: 0, signal: null })
  await expect(home.postmaster()).rejects.toThrow('ENOENT')
})

async function startHome() {
  const folder = await mkdtemp(join(tmpdir(), 'hirewire-home-'))
  const dataDir = join(folder, 'data')
  return {
    dataDir,
    config: join(folder, 'hirewire.yaml'),
    postmaster: async () => (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
    async [Symbol.asyncDispose]() {
      await stopEmbedded(dataDir).catch(() => undefined)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function openings({ ashby }: World, count: number): Promise<void> {
  for (let tries = 0; ashby.state.openings.size < count; tries += 1) {
    if (tries === 300) throw new Error(`${ashby.state.openings.size} openings where ${count} were awaited`)
    await delay(100)
  }
}
