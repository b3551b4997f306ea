import { describe, expect, test } from 'vitest'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { scriptedCrosschq } from './fixtures/scripted-crosschq.ts'

const MANAGERS = { id: 'managers', name: 'Manager', min: '0', max: '10', default: '2' }
const BUSINESS = { default: 2, label: 'Customers', max: 10, min: 0, skip_reference_optin: false, whv_mode: 'default' }

describe('the configuration', () => {
  test.each([
    ['texts', { relationships: [MANAGERS], min_reference_count: 2 }],
    ['numbers', { relationships: [{ ...MANAGERS, min: 0, max: 10, default: 2 }], min_reference_count: '2' }],
    [
      'an object by id',
      { relationships: { managers: { label: 'Manager', min: 0, max: 10, default: 2 } }, min_reference_count: 2 },
    ],
  ])('has its numbers read from %s', async (_, body) => {
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body }))

    expect(await crosschq.config()).toEqual({
      relationships: [{ id: 'managers', name: 'Manager', min: 0, max: 10, default: 2 }],
      minReferenceCount: 2,
    })
    expect(asked[0]).toMatchObject({ method: 'GET', path: '/partners/config/' })
  })

  test.each([
    ['a count in words', { relationships: [], min_reference_count: 'two' }],
    ['a negative count', { relationships: [], min_reference_count: -1 }],
    ['half a reference', { relationships: [], min_reference_count: 1.5 }],
    ['no relationships', { min_reference_count: 2 }],
    ['a relationship without limits', { relationships: [{ id: 'peers' }], min_reference_count: 2 }],
  ])('with %s is refused, not guessed', async (_, body) => {
    const { crosschq } = await scriptedCrosschq(() => ({ body }))

    await expect(crosschq.config()).rejects.toThrow(FatalError)
  })

  test('is no web page', async () => {
    const { crosschq } = await scriptedCrosschq(() => ({ body: '<html>' }))

    await expect(crosschq.config()).rejects.toThrow(RetryableError)
  })
})

describe('the surveys', () => {
  test('are those of version 2', async () => {
    const body = [{ codename: 'baker', name: 'Baker', relationships: { business: BUSINESS } }]
    const { crosschq, asked } = await scriptedCrosschq(() => ({ body }))

    expect(await crosschq.surveys()).toEqual([
      {
        codename: 'baker',
        name: 'Baker',
        relationships: [{ id: 'business', name: 'Customers', min: 0, max: 10, default: 2 }],
      },
    ])
    expect(asked.map(({ path }) => path)).toEqual(['/api/v2/settings/jobrole/'])
  })

  test('are those of version 1 where there is no other', async () => {
    const { crosschq, asked } = await scriptedCrosschq(({ path }) =>
      path.startsWith('/api/v2') ? { status: 404 } : { body: [{ codename: 'baker' }] },
    )

    expect(await crosschq.surveys()).toEqual([{ codename: 'baker', name: 'baker', relationships: [] }])
    expect(asked.map(({ path }) => path)).toEqual(['/api/v2/settings/jobrole/', '/partners/jobroles/'])
  })

  test('that are nowhere ask to look at the paths', async () => {
    const { crosschq } = await scriptedCrosschq(() => ({ status: 404 }))

    await expect(crosschq.surveys()).rejects.toThrow('crosschq.paths')
  })
})
