import { keyDigest, keyIn } from '../connectors/key-slot.ts'
import type { Keyring } from '../lib/crypt.ts'
import type { Knex } from '../store/database.ts'
import { loadPastedKeys, overrulePastedKey, type PastedKey } from '../store/pasted-keys.ts'
import { databaseTime, loadSwitches, overruleSwitch, type StoredSwitch } from '../store/switches.ts'
import { type ConnectionConfig, slotsOf } from './config.ts'

/** What people said while the program runs that counts for one connection, because the config file did not speak after it. */
export interface Spoken {
  readonly switched?: StoredSwitch
  readonly pasted: readonly PastedKey[]
}

export interface SpokenWord {
  /** As the database has it now. */
  load(): Promise<(block: ConnectionConfig) => Spoken>
}

/** Notes first where the config file spoke last, for this process and every later one. */
export async function openSpoken(
  db: Knex,
  keyring: Keyring | undefined,
  blocks: readonly ConnectionConfig[],
): Promise<SpokenWord> {
  const startedAt = await databaseTime(db)
  for (const block of blocks) await overrule(db, block)
  return {
    async load() {
      const switches = await loadSwitches(db, startedAt)
      const keys = await loadPastedKeys(db, keyring, startedAt)
      return (block) => {
        const switched = switches.find(({ connection, configured }) => {
          return connection === block.id && configured === block.enabled
        })
        return { ...(switched && { switched }), pasted: keys.filter((key) => isFor(block, key)) }
      }
    },
  }
}

/** By which the config file's own key is known again; undefined where the block takes none by this name. */
export function configuredKey(block: ConnectionConfig, name: string): string | undefined {
  const slot = slotsOf(block).find((one) => one.name === name)
  const own = slot && keyIn(block, slot)
  return own === undefined ? undefined : keyDigest(own, [block.id, name])
}

function isFor(block: ConnectionConfig, { connection, name, configured }: PastedKey): boolean {
  return connection === block.id && configured === configuredKey(block, name)
}

async function overrule(db: Knex, block: ConnectionConfig): Promise<void> {
  await overruleSwitch(db, block.id, block.enabled)
  for (const { name } of slotsOf(block)) {
    await overrulePastedKey(db, { connection: block.id, name }, configuredKey(block, name)!)
  }
}
