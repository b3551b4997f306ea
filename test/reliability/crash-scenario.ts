import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { SandboxServer } from '../../src/sandbox/server.ts'
import type { EngineWorld } from '../engine.ts'

/** Everything that one run of a connector can write, once each, is due; nothing was written yet. */
export interface Scenario extends AsyncDisposable {
  readonly world: AnyWorld
  /** A config file for another process that runs the same connection. */
  readonly config: string
  readonly vendors: Vendors
  /** Nothing is lost, nothing is there twice, nothing is left open. */
  check(): Promise<void>
}

/** Their servers, by name. */
export type Vendors = Readonly<Record<string, SandboxServer>>

/** Of whichever connector. */
export type AnyWorld = EngineWorld<{ readonly limits: object }>

export function withConfigFile(
  world: AnyWorld,
  vendors: Vendors,
  check: () => Promise<void>,
  rest: object = {},
): Scenario {
  const folder = mkdtempSync(join(tmpdir(), 'hirewire-crash-'))
  const config = join(folder, 'hirewire.yaml')
  writeFileSync(config, configText(world, rest))
  return {
    ...{ world, config, vendors, check },
    async [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true, force: true })
      await world[Symbol.asyncDispose]()
    },
  }
}

/** JSON is YAML. */
export function configText({ config, database }: Pick<AnyWorld, 'config' | 'database'>, rest: object = {}): string {
  const { limits: _, ...connection } = config
  return JSON.stringify({ database: { url: database.connectionString }, connections: [connection], ...rest })
}

export async function checkLedger({
  database: { knex },
  connection: { id: connection },
}: Pick<AnyWorld, 'database' | 'connection'>): Promise<void> {
  const states = (table: string) => knex(table).where({ connection }).distinct('state').pluck('state')
  expect((await states('changes')).filter((state) => state !== 'verified' && state !== 'failed')).toEqual([])
  expect(await states('runs')).not.toContain('running')
  expect(await states('runs')).not.toContain('queued')
  expect((await states('records')).filter((state) => state !== 'synced' && state !== 'skipped')).toEqual([])
  expect(await knex('leases').where({ connection }).where('expires_at', '>', knex.fn.now())).toEqual([])
}

/** How many calls of any vendor were meant to change something. */
export function writeCount(vendors: Vendors): number {
  return Object.values(vendors).flatMap(({ calls }) => calls.filter(isWrite)).length
}

/** Ashby's calls are all POST and named for what they do; the others' say it by their method. */
export function isWrite({ method, path }: SandboxServer['calls'][number]): boolean {
  const isOfAshby = /^\/\w+\.\w+$/.test(path)
  return isOfAshby ? !/\.(list\w*|info|search)$/.test(path) : method !== 'GET'
}
