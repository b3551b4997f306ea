import type { Knex } from 'knex'
import type { Keyring } from '../lib/crypt.ts'
import { FatalError } from '../lib/errors.ts'
import { openCredential, saveCredential } from './credentials.ts'

interface Place {
  readonly connection: string
  /** Of the slot, such as `ashby.apiKey`. */
  readonly name: string
}

/** A key that a person pasted while the program ran. */
export interface PastedKey extends Place {
  /** Undefined where no key of `encryptionKey` opens it. */
  readonly key: string | undefined
  /** By which the config file's own key of then is known again. */
  readonly configured: string
  readonly by: string
  readonly at: string
}

/** Those that counted for a process started then, as with switches. */
export async function loadPastedKeys(
  db: Knex,
  keyring: Keyring | undefined,
  startedAt: Date,
): Promise<readonly PastedKey[]> {
  const rows = await db('pasted_keys').where((since) =>
    since.whereNull('overruled_at').orWhere('overruled_at', '>', startedAt),
  )
  const keys: PastedKey[] = []
  for (const { connection, name, configured, by, at } of rows) {
    const key = await openKey(db, keyring, { connection, name })
    keys.push({ connection, name, key, configured, by, at: at.toISOString() })
  }
  return keys
}

export async function savePastedKey(
  db: Knex,
  keyring: Keyring,
  { key, ...said }: Omit<PastedKey, 'key' | 'at'> & { readonly key: string },
): Promise<void> {
  await db.transaction(async (trx) => {
    await saveCredential(trx, keyring, sealedAt(said), key)
    await trx('pasted_keys')
      .insert({ ...said, at: trx.fn.now(), overruled_at: null })
      .onConflict(['connection', 'name'])
      .merge()
  })
}

export async function forgetPastedKey(db: Knex, place: Place): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('credentials').where(sealedAt(place)).delete()
    await trx('pasted_keys').where(place).delete()
  })
}

/** The config file has another key than it had when this one was pasted, so it spoke last. */
export async function overrulePastedKey(db: Knex, place: Place, configured: string): Promise<void> {
  await db('pasted_keys')
    .where(place)
    .whereNot({ configured })
    .whereNull('overruled_at')
    .update({ overruled_at: db.fn.now() })
}

async function openKey(db: Knex, keyring: Keyring | undefined, place: Place): Promise<string | undefined> {
  if (!keyring) return undefined
  try {
    return openCredential(keyring, await db('credentials').where(sealedAt(place)).first())
  } catch (error) {
    if (error instanceof FatalError) return undefined
    throw error
  }
}

/** Beside what vendors gave the connection, whose names have no blank. */
function sealedAt({ connection, name }: Place): Place {
  return { connection, name: `key ${name}` }
}
