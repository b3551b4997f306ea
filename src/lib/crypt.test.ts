import { expect, test } from 'vitest'
import { createKeyring, type SealError, type Sealed } from './crypt.ts'

const [OLD, NEW] = ['old-key-0123456789abcdef0123456789ab', 'new-key-0123456789abcdef0123456789ab']
const PLACE = ['references-sr', 'oauth']
const TEXT = 'a refresh token: ü'

const old = createKeyring([OLD])

function failure(act: () => unknown): SealError {
  try {
    act()
  } catch (error) {
    return error as SealError
  }
  throw new Error('nothing was refused')
}

function changedAt(index: number, { keyId, sealed }: Sealed): Sealed {
  const bytes = Buffer.from(sealed.slice('v1.'.length), 'base64url')
  bytes[index] = bytes[index]! ^ 1
  return { keyId, sealed: `v1.${bytes.toString('base64url')}` }
}

test('opens what it sealed, and shows nothing of it before', () => {
  const sealed = old.seal(TEXT, PLACE)

  expect(old.open(sealed, PLACE)).toBe(TEXT)
  expect(Buffer.from(sealed.sealed, 'base64url').toString('latin1')).not.toContain('refresh')
  expect(JSON.stringify(sealed)).not.toContain(OLD)
})

test('the same text is never sealed alike twice', () => {
  expect(old.seal(TEXT, PLACE).sealed).not.toBe(old.seal(TEXT, PLACE).sealed)
})

test('another process with the same secret opens it', () => {
  expect(createKeyring([OLD]).open(old.seal('', PLACE), PLACE)).toBe('')
})

test('the first key seals and all of them open', () => {
  const rotating = createKeyring([NEW, OLD])

  expect(rotating.open(old.seal(TEXT, PLACE), PLACE)).toBe(TEXT)
  expect(createKeyring([NEW]).open(rotating.seal(TEXT, PLACE), PLACE)).toBe(TEXT)
  expect(rotating.keyId).not.toBe(old.keyId)
  expect(failure(() => old.open(rotating.seal(TEXT, PLACE), PLACE)).reason).toBe('unknownKey')
})

test.each([
  ['nonce', 0],
  ['tag', 12],
  ['content', 28],
])('a changed %s is refused', (_, index) => {
  expect(failure(() => old.open(changedAt(index, old.seal(TEXT, PLACE)), PLACE)).reason).toBe('notOpened')
})

test.each([
  ['nothing', ''],
  ['another format', 'v2.AAAA'],
  ['a cut tag', 'v1.AAAAAAAAAAAAAAAAAAAAAAAA'],
])('%s is refused', (_, sealed) => {
  expect(failure(() => old.open({ keyId: old.keyId, sealed }, PLACE)).reason).toBe('notOpened')
})

test.each([
  ['of another connection', ['other', 'oauth']],
  ['under another name', ['references-sr', 'other']],
  ['whose parts are cut elsewhere', ['references-sroauth']],
])('a row %s is refused', (_, place) => {
  const error = failure(() => old.open(old.seal(TEXT, PLACE), place))

  expect(error.reason).toBe('notOpened')
  expect(`${error.stack}`).not.toContain('refresh token')
})

test('a row cannot pass for one of another key', () => {
  const both = createKeyring([NEW, OLD])

  expect(failure(() => both.open({ ...old.seal(TEXT, PLACE), keyId: both.keyId }, PLACE)).reason).toBe('notOpened')
})
