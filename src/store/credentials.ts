import type { Knex } from 'knex'
import type { Credentials, HeldCredential } from '../lib/credentials.ts'
import { type Keyring, SealError } from '../lib/crypt.ts'
import { FatalError } from '../lib/errors.ts'

interface Place {
  readonly connection: string
  readonly name: string
}

interface Row extends Place {
  /** Both null in a row that is there only to be locked. */
  readonly sealed: string | null
  readonly key_id: string | null
}

/**
 * Longer than any call for a token takes, and shorter than the minute in which a statement that waits for the row must end. A
 * process stopped in between loses the row after that.
 */
const HELD_MS = 55_000

export function openCredentials(db: Knex, keyring: Keyring, connection: string): Credentials {
  return {
    load: async (name) => {
      const place = { connection, name }
      return openCredential(keyring, await db('credentials').where(place).first<Row | undefined>())
    },
    save: (name, text) => saveCredential(db, keyring, { connection, name }, text),
    exclusively: (name, act) => withCredential(db, keyring, { connection, name }, act),
  }
}

/** A lock on the row, which goes with the transaction, also when we die. */
export function withCredential<T>(
  db: Knex,
  keyring: Keyring,
  place: Place,
  act: (held: HeldCredential) => Promise<T>,
): Promise<T> {
  return db.transaction(async (trx) => {
    await trx.raw(`set local idle_in_transaction_session_timeout = ${HELD_MS}`)
    await trx('credentials').insert(place).onConflict().ignore()
    const row = await trx('credentials').where(place).forUpdate().first<Row>()
    return act({ text: openCredential(keyring, row), save: (text) => saveCredential(trx, keyring, place, text) })
  })
}

/**
 * Seals with the first key what an older one sealed, so that the older one need not be listed after this. `unreadable` counts
 * what no key opens.
 */
export async function resealCredentials(db: Knex, keyring: Keyring): Promise<{ resealed: number; unreadable: number }> {
  const stale: Place[] = await db('credentials').whereNot('key_id', keyring.keyId).select('connection', 'name')
  let resealed = 0
  for (const place of stale) {
    resealed += await withCredential(db, keyring, place, async ({ text, save }) => {
      if (text !== undefined) await save(text)
      return 1
    }).catch((error: unknown) => {
      if (error instanceof FatalError) return 0
      throw error
    })
  }
  return { resealed, unreadable: stale.length - resealed }
}

export async function saveCredential(db: Knex, keyring: Keyring, place: Place, text: string): Promise<void> {
  const { sealed, keyId } = keyring.seal(text, [place.connection, place.name])
  await db('credentials')
    .insert({ ...place, sealed, key_id: keyId, updated_at: db.fn.now() })
    .onConflict(['connection', 'name'])
    .merge()
}

/** A `FatalError` where it cannot be opened with these keys. */
export function openCredential(keyring: Keyring, row: Row | undefined): string | undefined {
  if (!row || row.sealed === null || row.key_id === null) return undefined
  const { connection, name, sealed, key_id: keyId } = row
  try {
    return keyring.open({ sealed, keyId }, [connection, name])
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    throw new FatalError(`The credential "${name}" of the connection ${connection} ${WAYS[error.reason]}`)
  }
}

const WAYS: Readonly<Record<SealError['reason'], string>> = {
  unknownKey:
    'is sealed with a key that encryptionKey does not list: add the old key behind the new one, or grant anew',
  notOpened: 'was changed in the database, or moved there from another row: grant access anew',
}
