import { describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import type { Ashby } from './client.ts'
import { failure, scriptedAshby, success } from './scripted-server.ts'

const hook = { id: 'w1', enabled: true, requestUrl: 'https://x', webhookType: 'candidateHire', secretToken: 's' }

describe('webhooks', () => {
  const create = (ashby: Ashby) => ashby.createWebhook({ type: 'candidateHire', url: 'https://x', secret: 's' })

  test('one that is there already is a duplicate', async () => {
    await using fake = await scriptedAshby(() => ({
      body: { success: false, errors: ['This is a duplicate webhook'] },
    }))

    expect(await create(fake.ashby)).toBe('duplicate')
  })

  test('the secret does not come back', async () => {
    await using fake = await scriptedAshby(() => success({ ...hook, enabled: false }))

    expect(await create(fake.ashby)).toEqual({ id: 'w1', enabled: false })
    expect(await fake.ashby.webhook('w1')).toEqual({
      id: 'w1',
      enabled: false,
      url: 'https://x',
      type: 'candidateHire',
    })
  })

  test('an unknown type is refused', async () => {
    await using fake = await scriptedAshby(() => failure('invalid_input'))

    await expect(create(fake.ashby)).rejects.toThrow(RejectedRecordError)
  })
})
