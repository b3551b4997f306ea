import { describe, expect, test } from 'vitest'
import { ASHBY_KEY, keyDigest, keyIn, withKey } from './key-slot.ts'

const deep = { ...ASHBY_KEY, name: 'smartrecruiters.auth.key' }

describe('a key in a block', () => {
  test.each([
    ['is found', { ashby: { apiKey: 'one' } }, 'one'],
    ['may be empty', { ashby: { apiKey: '' } }, ''],
    ['may have no place', { lever: {} }, undefined],
    ['is a text', { ashby: { apiKey: 1 } }, undefined],
  ])('%s', (_, block, expected) => {
    expect(keyIn(block, ASHBY_KEY)).toBe(expected)
  })

  test('is replaced in a copy, and nothing else is', () => {
    const block = { id: 'a', smartrecruiters: { baseUrl: 'b', auth: { type: 'apiKey', key: 'old' } } }

    const changed = withKey(block, deep, 'new')

    expect(changed).toEqual({ id: 'a', smartrecruiters: { baseUrl: 'b', auth: { type: 'apiKey', key: 'new' } } })
    expect(keyIn(block, deep)).toBe('old')
  })

  test('is known again at its own place only', () => {
    const digests = [keyDigest('k', ['a', 'n']), keyDigest('k', ['a', 'n']), keyDigest('k', ['b', 'n'])]

    expect(digests[1]).toBe(digests[0])
    expect(digests[2]).not.toBe(digests[0])
    expect(keyDigest('other', ['a', 'n'])).not.toBe(digests[0])
  })
})
