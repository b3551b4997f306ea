import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'

/** A text nobody reads without the key. `keyId` names the key and tells nothing of it. */
export interface Sealed {
  readonly keyId: string
  readonly sealed: string
}

export interface Keyring {
  /** Of the key that seals. */
  readonly keyId: string
  /** With AES-256-GCM. `place` is bound to it: sealed for one place, it opens at no other. */
  seal(text: string, place: readonly string[]): Sealed
  /** A `SealError` where no key of ours opens it there. */
  open(sealed: Sealed, place: readonly string[]): string
}

/** `unknownKey`: sealed with a key that is no longer listed. `notOpened`: changed, cut, or moved from another place. */
export class SealError extends Error {
  readonly reason: 'unknownKey' | 'notOpened'

  constructor(reason: SealError['reason']) {
    super(reason === 'unknownKey' ? 'sealed with a key that is not listed' : 'cannot be opened: changed, or moved')
    this.name = 'SealError'
    this.reason = reason
  }
}

interface Key {
  readonly id: string
  readonly bytes: Buffer
}

/** The first secret seals, all of them open: that is how a key is changed. Keys are made when one is first needed. */
export function createKeyring(secrets: readonly [string, ...string[]]): Keyring {
  let made: readonly Key[] | undefined
  const keys = () => {
    made ??= secrets.map(keyOf)
    return made
  }
  return {
    get keyId() {
      return keys()[0]!.id
    },
    seal: (text, place) => seal(keys()[0]!, text, place),
    open: (sealed, place) => {
      const key = keys().find(({ id }) => id === sealed.keyId)
      if (key === undefined) throw new SealError('unknownKey')
      return open(key, sealed.sealed, place)
    },
  }
}

const [KEY_BYTES, ID_BYTES, NONCE_BYTES, TAG_BYTES] = [32, 8, 12, 16]
const FORMAT = 'v1.'

/**
 * Slow on purpose, some 50 ms: the secret may be words that a person chose, and the id, which lies open beside what is
 * sealed, must not be a quick way to try words. The salt is the same everywhere, since every process must come to the same key.
 */
function keyOf(secret: string): Key {
  const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
  const bytes = scryptSync(secret, 'hirewire stored credentials', KEY_BYTES + ID_BYTES, cost)
  return { bytes: bytes.subarray(0, KEY_BYTES), id: bytes.subarray(KEY_BYTES).toString('hex') }
}

function seal({ id, bytes }: Key, text: string, place: readonly string[]): Sealed {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', bytes, nonce).setAAD(boundTo(id, place))
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return { keyId: id, sealed: FORMAT + Buffer.concat([nonce, cipher.getAuthTag(), content]).toString('base64url') }
}

function open({ id, bytes }: Key, sealed: string, place: readonly string[]): string {
  const packed = Buffer.from(sealed.slice(FORMAT.length), 'base64url')
  const [nonce, tag] = [packed.subarray(0, NONCE_BYTES), packed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)]
  // A shorter tag would be taken, and is easier to guess.
  if (!sealed.startsWith(FORMAT) || tag.length < TAG_BYTES) throw new SealError('notOpened')
  const decipher = createDecipheriv('aes-256-gcm', bytes, nonce, { authTagLength: TAG_BYTES })
    .setAAD(boundTo(id, place))
    .setAuthTag(tag)
  try {
    return decipher.update(packed.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
  } catch {
    throw new SealError('notOpened')
  }
}

/** As JSON, so that no two places read alike when put together. */
function boundTo(keyId: string, place: readonly string[]): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, ...place]))
}
