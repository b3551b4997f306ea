import type { Connection, Parts } from '../connectors/connector.ts'
import { withKey } from '../connectors/key-slot.ts'
import type { ServedConnection } from '../http/parts.ts'
import type { Logger } from '../lib/logger.ts'
import type { Limits } from '../plan/guard.ts'
import { limitsOf } from '../sync/limits.ts'
import { type ConnectionConfig, connectorOf, slotsOf } from './config.ts'
import { createRetirement, type Retirement } from './retirement.ts'
import type { Spoken, SpokenWord } from './spoken.ts'

/** A connection as it is now. Never kept for later: a switch or a key makes another one of it. */
export interface OpenConnection extends ServedConnection {
  /** Its block of the config file. */
  readonly config: ConnectionConfig
  readonly limits: Limits
}

export interface Connections extends Pick<Retirement, 'whileUsed'> {
  readonly current: ReadonlyMap<string, OpenConnection>
  spokenOf(id: string): Spoken
  /** Its block with the pasted keys in it. */
  usedOf(id: string): ConnectionConfig
  /** Takes what was said meanwhile, here or in another process. */
  refresh(): Promise<void>
  close(): void
}

export interface ConnectionsOptions {
  readonly blocks: readonly ConnectionConfig[]
  readonly spoken: SpokenWord
  readonly logger: Logger
  partsOf(block: ConnectionConfig): Parts
}

interface Opened extends OpenConnection {
  readonly spoken: Spoken
  /** The block with the pasted keys in it. */
  readonly used: ConnectionConfig
}

export async function openConnections({ blocks, spoken, logger, partsOf }: ConnectionsOptions): Promise<Connections> {
  const current = new Map<string, Opened>()
  const retirement = createRetirement()
  const load = async () => {
    const said = await spoken.load()
    for (const block of blocks) {
      const before = current.get(block.id)
      const after = take(block, said(block), { before, logger, partsOf })
      if (before && before.connection !== after.connection) retirement.retire(before.connection)
      current.set(block.id, after)
    }
  }
  // One after the other: an older answer of the database must not come in behind a newer one.
  let last = Promise.resolve()
  const refresh = () => {
    last = last.catch(() => {}).then(load)
    return last
  }
  await refresh()
  return {
    current,
    whileUsed: retirement.whileUsed,
    spokenOf: (id) => current.get(id)?.spoken ?? { pasted: [] },
    usedOf: (id) => current.get(id)!.used,
    refresh,
    close() {
      retirement.closeAll()
      for (const { connection } of current.values()) connection.close()
    },
  }
}

interface Taking extends Pick<ConnectionsOptions, 'logger' | 'partsOf'> {
  readonly before: Opened | undefined
}

function take(block: ConnectionConfig, spoken: Spoken, taking: Taking): Opened {
  const { switched } = spoken
  const { id: _, enabled: configured, schedule } = block
  return {
    ...open(block, spoken, taking),
    ...{ config: block, limits: limitsOf(block.limits), schedule, spoken },
    isEnabled: switched ? switched.isEnabled : configured,
    ...(switched && { switched: { by: switched.by, at: switched.at, configured } }),
  }
}

/** The one that is open, unless a key of it was replaced. */
function open(block: ConnectionConfig, { pasted }: Spoken, { before, logger, partsOf }: Taking) {
  const used = pasted.reduce((filled, { name, key }) => (key === undefined ? filled : fill(filled, name, key)), block)
  const sealed = pasted.filter(({ key }) => key === undefined).map(({ name }) => name)
  if (before && isSame(before.used, used) && isSame(before.spoken.pasted, pasted)) {
    return { used: before.used, connection: before.connection }
  }
  try {
    return { used, connection: withProblems(connectorOf(block).open(used, partsOf(block)), sealed) }
  } catch (error) {
    // Such as a mapping that is being edited: the next look tries again. The first time, nothing can be done without.
    if (!before) throw error
    logger.warn({ connection: block.id, error }, 'cannot be opened with the new key yet')
    return { used: before.used, connection: before.connection }
  }
}

function fill(block: ConnectionConfig, name: string, key: string): ConnectionConfig {
  const slot = slotsOf(block).find((one) => one.name === name)
  return slot ? withKey(block, slot, key) : block
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function withProblems(connection: Connection, sealed: readonly string[]): Connection {
  if (sealed.length === 0) return connection
  const problems = sealed.map(
    (name) =>
      `${name}: the pasted key is sealed with a key that encryptionKey does not list, so the config's own is used: add the old key behind the new one, or paste it again`,
  )
  return { ...connection, problems: () => [...connection.problems(), ...problems] }
}
