import { describe, expect, test } from 'vitest'
import { RejectedRecordError } from '../../lib/errors.ts'
import { failure, type Scripted, scriptedAshby, success } from './scripted-server.ts'

const version = { id: 'v1', identifier: 'E-1', isBackfill: false, jobIds: [], locationIds: [], customFields: [] }
const opening = { id: 'p1', openingState: 'Approved', isArchived: false, latestVersion: version }

describe('searching openings', () => {
  const named = (id: string, identifier: string | null) => ({
    ...opening,
    id,
    latestVersion: { ...version, identifier },
  })

  test('takes exactly the identifier asked for', async () => {
    const found = [named('a', 'E-10'), named('b', 'E-1'), named('c', 'e-1'), named('d', null), named('e', 'E-1')]
    await using fake = await scriptedAshby(() => success(found))

    expect((await fake.ashby.searchOpenings('E-1')).map(({ id }) => id)).toEqual(['b', 'e'])
  })

  test('does not mind an unreadable stranger', async () => {
    await using fake = await scriptedAshby(() =>
      success([{ ...named('a', 'E-10'), openingState: 5 }, named('b', 'E-1')]),
    )

    expect((await fake.ashby.searchOpenings('E-1')).map(({ id }) => id)).toEqual(['b'])
  })

  test.each<[string, Scripted]>([
    ['an unreadable match', success([{ ...named('a', 'E-1'), openingState: 5 }])],
    ['a refusal', failure('invalid_input')],
    ['results that are no list', success(null)],
  ])('does not take %s for nothing', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    await expect(fake.ashby.searchOpenings('E-1')).rejects.toThrow(RejectedRecordError)
  })
})
