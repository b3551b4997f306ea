import { expect, test } from 'vitest'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { allPages, type Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { Crosschq } from './client.ts'
import { ID, ROW, scriptedCrosschq } from './fixtures/scripted-crosschq.ts'
import type { Listed } from './listing.ts'

async function read<T>(listed: Promise<Listed<T>>) {
  const found = await listed
  if (found === 'unsupported') throw new Error('unsupported')
  return await allPages(found)
}

const list = (crosschq: Crosschq) => read(crosschq.requestsSince('2026-03-01T00:00:00Z'))

test('every page is read by its cursor', async () => {
  const { crosschq, asked } = await scriptedCrosschq(({ query }) =>
    query.cursor === undefined
      ? { body: { data: [ROW], next_cursor: 'c1' } }
      : { body: { data: [{ ...ROW, id: 'second' }], next_cursor: null } },
  )

  const { rows } = await list(crosschq)

  expect(rows.map(({ id }) => id)).toEqual([ID, 'second'])
  expect(asked.map(({ path, query }) => [path, query])).toEqual([
    ['/partners/reference-request/', { updated_since: '2026-03-01T00:00:00Z', limit: '100' }],
    ['/partners/reference-request/', { updated_since: '2026-03-01T00:00:00Z', limit: '100', cursor: 'c1' }],
  ])
})

test('a row that cannot be read does not hide the others', async () => {
  const data = [{ ...ROW, id: null }, ROW, 'text']
  const { crosschq } = await scriptedCrosschq(() => ({ body: { data, next_cursor: null } }))

  expect(await list(crosschq)).toMatchObject({
    rows: [{ id: ID }],
    rejected: [{ problem: 'id: is missing' }, { problem: expect.stringMatching(/^the whole: /) }],
  })
})

test.each<[string, Scripted]>([
  ['404', { status: 404, body: '<h1>Not Found</h1>' }],
  ['405', { status: 405, body: { detail: 'Method "GET" not allowed.' } }],
  ['501', { status: 501 }],
  ['JSON of another shape', { body: { results: [], next: null } }],
  ['a bare list', { body: [] }],
])('%s means that there is no such list', async (_, scripted) => {
  const { crosschq } = await scriptedCrosschq(() => scripted)

  expect(await crosschq.requestsSince()).toBe('unsupported')
  expect(await crosschq.prospects()).toBe('unsupported')
})

test.each<[string, Scripted, new (message: string) => Error]>([
  ['a web page', { body: '<html>' }, RetryableError],
  ['a failing server', { status: 500 }, RetryableError],
  ['a refusal', { status: 400, body: {} }, FatalError],
])('%s proves nothing about the list', async (_, scripted, kind) => {
  const { crosschq } = await scriptedCrosschq(() => scripted)

  await expect(crosschq.requestsSince()).rejects.toThrow(kind)
})

test.each<[string, Scripted]>([
  ['the same cursor', { body: { data: [ROW], next_cursor: 'c' } }],
  ['404', { status: 404 }],
  ['another shape', { body: { data: 'none' } }],
  ['a failing server', { status: 502 }],
])('a list that goes on with %s never ends early', async (_, later) => {
  const { crosschq } = await scriptedCrosschq((_, count) =>
    count === 1 ? { body: { data: [ROW], next_cursor: 'c' } } : later,
  )

  await expect(list(crosschq)).rejects.toThrow(RetryableError)
})

test('prospects are read', async () => {
  const prospect = {
    ...{ id: 7, first_name: 'Paula', last_name: 'P', email: 'p@people.example', mobile_phone: null },
    ...{ linkedin_url: 'https://linkedin.example/p', job_title: 'Baker', company: null, tags: ['a', 1, null] },
    ...{ created_at: '2026-03-02T09:00:00Z', updated_on: null },
  }
  const { crosschq, asked } = await scriptedCrosschq(() => ({ body: { data: [prospect], next_cursor: null } }))

  const { rows } = await read(crosschq.prospects('2026-03-01T00:00:00Z'))

  expect(rows).toEqual([
    {
      ...{ id: '7', firstName: 'Paula', lastName: 'P', email: 'p@people.example', phone: undefined },
      ...{ linkedinUrl: 'https://linkedin.example/p', jobTitle: 'Baker', company: undefined, tags: ['a', '1'] },
      ...{ createdAt: '2026-03-02T09:00:00.000Z', updatedAt: undefined },
    },
  ])
  expect(asked[0]).toMatchObject({ path: '/partners/prospects/', query: { created_after: '2026-03-01T00:00:00Z' } })
})

test('a list that was interrupted goes on behind the page that was kept', async () => {
  const { crosschq, asked } = await scriptedCrosschq(() => ({ body: { data: [{ id: 'second' }], next_cursor: null } }))

  const { rows } = await read(crosschq.prospects('2026-03-01T00:00:00Z', 'c1'))

  expect(rows.map(({ id }) => id)).toEqual(['second'])
  expect(asked.map(({ query }) => query.cursor)).toEqual(['c1'])
})

test.each([400, 404, 410])('a cursor that is answered %i is let go', async (status) => {
  const { crosschq, asked } = await scriptedCrosschq(({ query }) =>
    query.cursor === 'old' ? { status, body: {} } : { body: { data: [{ id: 'first' }], next_cursor: null } },
  )

  const { rows } = await read(crosschq.prospects(undefined, 'old'))

  expect(rows.map(({ id }) => id)).toEqual(['first'])
  expect(asked).toHaveLength(2)
})

test('a page tells where the next one begins', async () => {
  const { crosschq } = await scriptedCrosschq(({ query }) => ({
    body: { data: [{ id: `after ${query.cursor}` }], next_cursor: query.cursor === undefined ? 'c1' : null },
  }))
  const listed = await crosschq.prospects()
  const cursors: (string | undefined)[] = []
  if (listed !== 'unsupported') for await (const { cursor } of listed) cursors.push(cursor)

  expect(cursors).toEqual(['c1', undefined])
})
