import type { Connection, Parts } from '../connectors/connector.ts'
import { type KeySlot, keyIn, withKey } from '../connectors/key-slot.ts'
import type { KeyDesk, KeyLine, KeyVerdict } from '../http/key-desk.ts'
import type { Keyring } from '../lib/crypt.ts'
import { ConfigError, FatalError, RejectedRecordError, RetryableError, UnsupportedError } from '../lib/errors.ts'
import type { Knex } from '../store/database.ts'
import { forgetPastedKey, savePastedKey } from '../store/pasted-keys.ts'
import { type ConnectionConfig, connectorOf, slotsOf } from './config.ts'
import type { Connections } from './connections.ts'
import { configuredKey } from './spoken.ts'

export interface KeyDeskOptions {
  readonly blocks: readonly ConnectionConfig[]
  readonly db: Knex
  readonly keyring: Keyring | undefined
  readonly connections: Connections
  partsOf(block: ConnectionConfig): Parts
}

/** Somebody waits for the answer. */
const TRIED_WITHIN_MS = 20_000

const WITHOUT_ENCRYPTION_KEY =
  'encryptionKey is not set, so a pasted key cannot be kept: "openssl rand -hex 32" makes one for the config; restart after that'

export function createKeyDesk(options: KeyDeskOptions): KeyDesk {
  const { db, keyring, connections } = options
  return {
    async list(id) {
      await connections.refresh()
      const block = blockOf(options, id)
      const keys = slotsOf(block).map((slot) => lineOf(slot, block, connections))
      return { keys, ...(keyring ? {} : { why: WITHOUT_ENCRYPTION_KEY }) }
    },
    async replace({ connection, name, text, by }) {
      if (!keyring) return { type: 'unusable', message: WITHOUT_ENCRYPTION_KEY }
      const block = blockOf(options, connection)
      const verdict = await tryKey(options, block, slotOf(block, name), text)
      if (verdict.type !== 'taken') return verdict
      const configured = configuredKey(block, name)!
      await savePastedKey(db, keyring, { connection, name, key: text, configured, by })
      await connections.refresh()
      return verdict
    },
    async restore({ connection, name }) {
      const block = blockOf(options, connection)
      const slot = slotOf(block, name)
      const own = keyIn(block, slot)
      if (!own) return { type: 'absent', message: `the config file has no ${name}, so there is nothing to go back to` }
      const verdict = await tryKey(options, block, slot, own)
      if (verdict.type !== 'taken') return verdict
      await forgetPastedKey(db, { connection, name })
      await connections.refresh()
      return verdict
    },
  }
}

function blockOf({ blocks }: KeyDeskOptions, id: string): ConnectionConfig {
  return blocks.find((block) => block.id === id) ?? unknown(`no connection has the id ${id}`)
}

function slotOf(block: ConnectionConfig, name: string): KeySlot {
  return slotsOf(block).find((slot) => slot.name === name) ?? unknown(`${block.id} has no key of that name`)
}

/** Who asks has looked whether it is there. */
function unknown(message: string): never {
  throw new Error(message)
}

function lineOf(slot: KeySlot, block: ConnectionConfig, { spokenOf }: Connections): KeyLine {
  const pasted = spokenOf(block.id).pasted.find(({ name, key }) => name === slot.name && key !== undefined)
  if (pasted) return { ...slot, source: 'stored', replaced: { by: pasted.by, at: pasted.at } }
  return { ...slot, source: keyIn(block, slot) === '' ? 'none' : 'config' }
}

/** A connection of its own that nobody else uses, and its one vendor asked; whatever comes, it is closed. */
async function tryKey({ partsOf }: KeyDeskOptions, block: ConnectionConfig, slot: KeySlot, key: string) {
  let connection: Connection | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    connection = connectorOf(block).open(withKey(block, slot, key), partsOf(block))
    // A closed one gives up whatever it waits for.
    timer = setTimeout(connection.close, TRIED_WITHIN_MS)
    return { type: 'taken', findings: (await connection.keyChecks?.[slot.name]?.()) ?? [] } as const
  } catch (error) {
    return verdictOf(error, slot)
  } finally {
    clearTimeout(timer)
    connection?.close()
  }
}

/** Messages about vendors hold no more than call, status and code. */
function verdictOf(error: unknown, { label }: KeySlot): KeyVerdict {
  if (error instanceof FatalError) return { type: 'refused', message: `the ${label} was not taken: ${error.message}` }
  if (error instanceof ConfigError) return { type: 'unusable', message: error.message }
  const isAway =
    error instanceof RetryableError || error instanceof UnsupportedError || error instanceof RejectedRecordError
  if (!isAway) throw error
  return { type: 'unavailable', message: `the ${label} could not be tried, so nothing was kept: ${error.message}` }
}
