import { describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import { scriptedAshby, success } from './scripted-server.ts'

const ID = '5f3e1a52-6a8e-4a3b-9a54-0d2a5a1f7c11'
const offer = { id: 'o1', applicationId: ID, acceptanceStatus: 'Accepted' }

describe('offers of an application', () => {
  test('come from every page, each once', async () => {
    const pages = [
      success([offer, { ...offer, id: 'o9', applicationId: 'another' }], { moreDataAvailable: true, nextCursor: 'c' }),
      success([
        { ...offer, acceptanceStatus: 'Declined' },
        { ...offer, id: 'o2' },
      ]),
    ]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    const offers = await fake.ashby.offersOf(ID)

    expect(offers.map(({ id, acceptanceStatus }) => [id, acceptanceStatus])).toEqual([
      ['o1', 'Declined'],
      ['o2', 'Accepted'],
    ])
  })

  test('are not given with one missing', async () => {
    await using fake = await scriptedAshby(() => success([offer, { id: 'o2' }]))

    await expect(fake.ashby.offersOf(ID)).rejects.toThrow(RejectedRecordError)
  })
})
