import { describe, expect, test } from 'vitest'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { allPages, type Scripted } from '../../lib/fixtures/scripted-http.ts'
import { BASE, INTERVIEW, OTHER_INTERVIEW, page, scriptedWillo } from './fixtures/scripted-willo.ts'

const FIRST = { key: INTERVIEW, title: 'First', owner: { key: 'x', email: 'o@acme.example', full_name: 'Olga' } }
const SECOND = { key: OTHER_INTERVIEW, title: 'Second', owner: null }

describe('a list', () => {
  test.each([
    ['as it is', (host: string) => `http://${host}${BASE}/interviews/?page=2&page_size=30`],
    ['with another scheme', (host: string) => `https://${host}${BASE}/interviews/?page=2&page_size=30`],
    ['without its host', () => `${BASE}/interviews/?page=2&page_size=30`],
  ])('is followed by its "next" %s', async (_, next) => {
    const { willo, asked } = await scriptedWillo(({ query, headers }) =>
      query.page === '2' ? page([SECOND]) : page([FIRST], next(headers.host ?? '')),
    )

    const { rows } = await allPages(willo.interviews())

    expect(rows).toEqual([
      { key: INTERVIEW, title: 'First', ownerName: 'Olga', ownerEmail: 'o@acme.example' },
      { key: OTHER_INTERVIEW, title: 'Second', ownerName: undefined, ownerEmail: undefined },
    ])
    expect(asked.map(({ path, query }) => [path, query])).toEqual([
      [`${BASE}/interviews/`, { page_size: '30' }],
      [`${BASE}/interviews/`, { page: '2', page_size: '30' }],
    ])
  })

  test.each([
    'https://evil.example/api/integrations/v2/interviews/?page=2',
    '//evil.example/api/integrations/v2/interviews/?page=2',
    '/api/integrations/v2/participants/?page=2',
    'http://[',
  ])('never goes on at %j', async (next) => {
    const { willo, asked } = await scriptedWillo(() => page([FIRST], next))

    await expect(allPages(willo.interviews())).rejects.toThrow(RetryableError)
    expect(asked).toHaveLength(1)
  })

  test('that repeats itself is given up', async () => {
    const { willo, asked } = await scriptedWillo(() => page([FIRST], `${BASE}/interviews/?page=2`))

    await expect(allPages(willo.interviews())).rejects.toThrow('does not end')
    expect(asked.length).toBeLessThan(5)
  })

  test('gives a row that came twice once', async () => {
    const { willo } = await scriptedWillo((_, count) =>
      count === 1 ? page([FIRST], `${BASE}/interviews/?page=2`) : page([FIRST, SECOND]),
    )

    expect((await allPages(willo.interviews())).rows.map(({ key }) => key)).toEqual([INTERVIEW, OTHER_INTERVIEW])
  })

  test('counts a row that cannot be read', async () => {
    const { willo } = await scriptedWillo(() => page([{ title: 'No key' }, FIRST]))

    expect(await allPages(willo.interviews())).toMatchObject({ rows: [{ key: INTERVIEW }], rejected: [{}] })
  })

  test.each<[string, Scripted, new (message: string) => Error]>([
    ['no rows', { body: { count: 0 } }, RetryableError],
    ['an unreadable "next"', { body: { results: [], next: 2 } }, RetryableError],
    ['a web page', { body: '<html>' }, RetryableError],
    ['a failing server', { status: 503 }, RetryableError],
    ['404', { status: 404, body: '<h1>Not Found</h1>' }, FatalError],
    ['a refusal', { status: 400, body: {} }, FatalError],
  ])('with %s never ends early', async (_, scripted, kind) => {
    const { willo } = await scriptedWillo(() => scripted)

    await expect(allPages(willo.interviews())).rejects.toThrow(kind)
  })
})

test('the key is checked with one small call', async () => {
  const { willo, asked } = await scriptedWillo(() => page([]))

  await willo.checkKey()

  expect(asked.map(({ method, path, query }) => [method, path, query])).toEqual([
    ['GET', `${BASE}/interviews/`, { page_size: '1' }],
  ])
})

test('one interview is read, or is not there', async () => {
  const { willo, asked } = await scriptedWillo(({ path }) =>
    path.includes(INTERVIEW) ? { body: FIRST } : { status: 404, body: { detail: 'Not found.' } },
  )

  expect(await willo.interview(INTERVIEW)).toMatchObject({ key: INTERVIEW, title: 'First' })
  expect(await willo.interview(OTHER_INTERVIEW)).toBeUndefined()
  expect(await willo.interview('First interview')).toBeUndefined()
  expect(asked.map(({ path }) => path)).toEqual([
    `${BASE}/interviews/${INTERVIEW}/`,
    `${BASE}/interviews/${OTHER_INTERVIEW}/`,
  ])
})
