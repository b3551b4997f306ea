import { expect, test } from 'vitest'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { page, ROW, scriptedLever } from './fixtures/scripted-lever.ts'

const row = (id: string) => ({ ...ROW, id })
const DROPPED = { status: 400, body: { code: 'BadRequest', message: 'Invalid offset token' } }

test('each page is asked for with the offset of the one before', async () => {
  const { lever, asked } = await scriptedLever((_, count) =>
    count === 1 ? page([row('a')], '0.1414895548650.x/y') : page([row('b')]),
  )

  const { rows } = await allPages(lever.applications())

  expect(rows.map(({ id }) => id)).toEqual(['a', 'b'])
  expect(asked.map(({ path, query }) => [path, query.limit, query.offset])).toEqual([
    ['/v1/opportunities', '100', undefined],
    ['/v1/opportunities', '100', '0.1414895548650.x/y'],
  ])
})

test.each([
  ['without paging fields', { body: { data: [row('a')] } }],
  ['with null', { body: { data: [row('a')], hasNext: false, next: null } }],
  ['that is a bare list', { body: [row('a')] }],
])('a page %s is the last', async (_, answer) => {
  const { lever, asked } = await scriptedLever(() => answer)

  expect((await allPages(lever.applications())).rows).toHaveLength(1)
  expect(asked).toHaveLength(1)
})

test('an offset without the flag is followed', async () => {
  const { lever } = await scriptedLever((_, count) =>
    count === 1 ? { body: { data: [row('a')], next: 'n' } } : page([row('b')]),
  )

  expect((await allPages(lever.applications())).rows).toHaveLength(2)
})

test('a dropped offset begins the list anew', async () => {
  const { lever, asked } = await scriptedLever((_, count) =>
    count === 2 ? DROPPED : page([row('a')], count === 1 ? 'n' : undefined),
  )

  const { rows } = await allPages(lever.applications())

  expect(rows.map(({ id }) => id)).toEqual(['a', 'a'])
  expect(asked.map(({ query }) => query.offset)).toEqual([undefined, 'n', undefined])
})

test('a kept cursor is gone on behind, and a dropped one begins anew', async () => {
  const { lever, asked } = await scriptedLever(({ query }) => (query.offset === 'old' ? DROPPED : page([row('a')])))

  await allPages(lever.applications({}, 'old'))

  expect(asked.map(({ query }) => query.offset)).toEqual(['old', undefined])
})

test('offsets that are dropped for ever end in an error', async () => {
  const { lever } = await scriptedLever(({ query }) => (query.offset ? DROPPED : page([], 'n')))

  await expect(allPages(lever.applications())).rejects.toThrow(RetryableError)
})

test.each([
  ['the same offset twice', page([], 'n')],
  ['more without an offset', { body: { data: [], hasNext: true } }],
  ['no rows', { body: { hasNext: false } }],
  ['a web page', { body: '<html></html>' }],
])('a list with %s is an error, not an end', async (_, answer) => {
  const { lever } = await scriptedLever(() => answer)

  await expect(allPages(lever.applications())).rejects.toThrow(RetryableError)
})

test('no API at the address is told', async () => {
  const { lever } = await scriptedLever(() => ({ status: 404, body: { code: 'ResourceNotFound', message: '' } }))

  await expect(allPages(lever.applications())).rejects.toThrow(FatalError)
})

test('a row that cannot be read is counted, and the page goes on', async () => {
  const { lever } = await scriptedLever(() => page([{ ...row('bad'), stage: null }, row('good')]))

  const { rows, rejected } = await allPages(lever.applications())

  expect(rows.map(({ id }) => id)).toEqual(['good'])
  expect(rejected).toEqual([{ id: 'bad', problem: expect.stringContaining('stage') }])
})

test('one that counts among few is an error', async () => {
  const { lever } = await scriptedLever(() => page([{ id: 'n-1', fields: [] }, { id: 7 }]))

  await expect(lever.notes('o-1')).rejects.toThrow(RetryableError)
})
