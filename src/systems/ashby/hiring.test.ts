import { describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import { failure, scriptedAshby, success } from './scripted-server.ts'

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

describe('visits of an application', () => {
  const visit = { id: 'v1', stageId: 's1', title: 'References', enteredStageAt: '2026-03-02T10:00:00.000Z' }

  test('are those of its history', async () => {
    const application = { id: ID, status: 'Active', applicationHistory: [visit] }
    await using fake = await scriptedAshby(() => success(application))

    expect(await fake.ashby.visits(ID)).toEqual([
      { id: 'v1', stageId: 's1', title: 'References', enteredAt: '2026-03-02T10:00:00.000Z' },
    ])
    expect(fake.asked[0]).toMatchObject({ path: '/application.info', body: { applicationId: ID } })
  })

  test('are undefined where there is no application', async () => {
    await using fake = await scriptedAshby(() => failure('application_not_found'))

    expect(await fake.ashby.visits(ID)).toBeUndefined()
  })
})
