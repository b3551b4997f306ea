import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { createWorld, type World } from '../world.ts'
import { type Child, startChild } from './child.ts'
import { configText } from './crash-scenario.ts'

/** Two daemons, each a process of its own, on one database and one config file. */
export interface Fleet extends AsyncDisposable {
  readonly world: World
  readonly daemons: readonly [DaemonAt, DaemonAt]
  press(daemon: DaemonAt): Promise<string>
  /** The process that runs the connection now. */
  holder(): Promise<DaemonAt | undefined>
  start(): Promise<DaemonAt>
}

export interface DaemonAt {
  readonly child: Child
  readonly url: string
}

export const token = 'a'.repeat(32)
const hookToken = 'b'.repeat(32)
const fieldless = 'version: 1\nopenings:\n  - from: costCenter\n    to: Cost center\n'

export async function startFleet({ leaseMs, latencyMs }: { leaseMs: number; latencyMs: number }): Promise<Fleet> {
  const world = await createWorld({
    mapping: fieldless,
    charthop: { latencyMs },
    ashby: { latencyMs },
    config: { charthop: { webhookToken: hookToken } },
  })
  world.charthop.addField({ code: 'costCenter', label: 'Cost center', type: 'STRING' })
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-fleet-'))
  const config = join(folder, 'hirewire.yaml')
  const auth = { tokens: [{ name: 'test', role: 'operate', token }] }
  writeFileSync(config, configText(world, { server: { port: 0 }, auth }))
  const children: Child[] = []
  const start = async (): Promise<DaemonAt> => {
    const child = startChild('./daemon-process.ts', { config, leaseMs })
    children.push(child)
    return { child, url: (await child.hears(hasUrl)).url }
  }
  const daemons = [await start(), await start()] as const
  // Hooks reach one of them; which one must not matter.
  world.charthop.webhooks.settings.url = `${daemons[0].url}/hooks/${world.connection.id}/change?token=${hookToken}`
  return {
    world,
    daemons,
    start,
    press: ({ url }) => press(url, world.connection.id),
    async holder() {
      const row = await world.database.knex('leases').where({ connection: world.connection.id }).first('holder')
      return daemons.find(({ child }) => child.process.pid === row?.holder?.pid)
    },
    async [Symbol.asyncDispose]() {
      for (const child of children) await child[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
      await world[Symbol.asyncDispose]()
    },
  }
}

export async function press(url: string, connection: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/connections/${connection}/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  })
  if (response.status !== 202) throw new Error(`the press was answered ${response.status}: ${await response.text()}`)
  return JSON.stringify(await response.json())
}

export function hasUrl(line: unknown): line is { url: string } {
  return typeof line === 'object' && line !== null && 'url' in line
}

/** Until nobody is at it, nothing is asked for, and what should be so is so. */
export async function settled(
  world: Pick<World, 'database'>,
  isRight: () => boolean,
  withinMs = 60_000,
): Promise<void> {
  const until = Date.now() + withinMs
  for (;;) {
    const waiting = await world.database.knex('runs').whereIn('state', ['queued', 'running'])
    if (waiting.length === 0 && isRight()) return
    if (Date.now() > until)
      throw new Error(`not settled: ${waiting.length} runs wait, it is ${isRight() ? '' : 'not '}right`)
    await delay(100)
  }
}

/** Job ids of the openings there are, and the value each shows. */
export function shown({ ashby }: World): string[] {
  return [...ashby.state.openings.all()]
    .map(({ latestVersion: { identifier, customFields } }) => `${identifier}: ${customFields[0]?.value}`)
    .sort()
}

export function wantedOf({ charthop }: World): string[] {
  return [...charthop.state.jobs.values()]
    .map(({ id, now: { values } }) => `${values.title} (${id}): ${values.costCenter}`)
    .sort()
}
