import { describe, expect, test } from 'vitest'
import { FatalError, RetryableError, TokenExpiredError } from '../../lib/errors.ts'
import type { Page } from '../../record/record.ts'
import type { AshbyDepartment } from './schema.ts'
import { failure, type Scripted, scriptedAshby, success } from './scripted-server.ts'

const department = (id: string) => ({ id, name: `Department ${id}`, isArchived: false })
const page = (ids: readonly string[], rest: object = {}) => success(ids.map(department), rest)
const more = (nextCursor: string) => ({ moreDataAvailable: true, nextCursor })
const last = { moreDataAvailable: false, syncToken: 'token-2' }

const idsOf = (pages: readonly Page<{ id: string }>[]) => pages.flatMap(({ rows }) => rows.map((row) => row.id))

async function collect<T>(pages: AsyncIterable<Page<T>>): Promise<Page<T>[]> {
  const all: Page<T>[] = []
  for await (const one of pages) all.push(one)
  return all
}

describe('a list', () => {
  test('is read to its last page', async () => {
    const pages = [page(['a', 'b'], more('c1')), page(['c'], more('c2')), page(['d'], last)]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    const read = await collect(fake.ashby.departments())

    expect(idsOf(read)).toEqual(['a', 'b', 'c', 'd'])
    expect(fake.asked.map(({ body }) => body)).toEqual([
      { includeArchived: true, limit: 100 },
      { includeArchived: true, limit: 100, cursor: 'c1' },
      { includeArchived: true, limit: 100, cursor: 'c2' },
    ])
  })

  test('goes on after an empty page', async () => {
    const pages = [page([], more('c1')), page([], more('c2')), page(['a'], last)]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    expect(idsOf(await collect(fake.ashby.departments()))).toEqual(['a'])
  })

  test('goes on where only a cursor says so', async () => {
    const pages = [page(['a'], { nextCursor: 'c1' }), page(['b'])]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    expect(idsOf(await collect(fake.ashby.departments()))).toEqual(['a', 'b'])
  })

  test('gives its token with the last page only', async () => {
    const pages = [page(['a'], { ...more('c1'), syncToken: 'too early' }), page(['b'], last)]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    expect((await collect(fake.ashby.openings())).map(({ token }) => token)).toEqual([undefined, 'token-2'])
  })

  test('sends the token along with every cursor', async () => {
    const pages = [page([], more('c1')), page([], last)]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    await collect(fake.ashby.offers('token-1'))

    expect(fake.asked.map(({ body }) => body)).toEqual([
      { limit: 100, syncToken: 'token-1' },
      { limit: 100, syncToken: 'token-1', cursor: 'c1' },
    ])
  })

  test('counts unreadable rows and goes on', async () => {
    const rows = [department('a'), { id: 'b', name: 5 }, { name: 'no id' }, null]
    await using fake = await scriptedAshby(() => success(rows, last))

    const [read] = await collect(fake.ashby.departments())

    expect(read?.rows.map(({ id }) => id)).toEqual(['a'])
    expect(read?.rejected.map(({ id }) => id)).toEqual(['b', undefined, undefined])
    expect(read?.rejected[0]?.problem).toMatch(/^name: /)
  })
})

describe('a list that cannot be trusted', () => {
  test.each<[string, (count: number) => Scripted]>([
    ['the same cursor twice', () => page(['a'], more('c1'))],
    ['cursors in a circle', (count) => page([], more(`c${count % 3}`))],
    ['more without a cursor', () => page(['a'], { moreDataAvailable: true })],
    ['results that are no list', () => success({ a: 1 }, last)],
    ['no results', () => ({ body: { success: true, moreDataAvailable: false } })],
    ['a flag that is none', () => page(['a'], { moreDataAvailable: 'no' })],
    ['an unknown refusal', () => failure('odd_trouble')],
    ['a refusal with nothing in it', () => ({ body: { success: false } })],
    ['a web page', () => ({ headers: { 'content-type': 'text/html' }, body: '<html>maintenance</html>' })],
    ['half an answer', () => ({ body: '{"success":true,"results":[' })],
    ['a list without an envelope', () => ({ body: [department('a')] })],
  ])('fails on %s', async (_, answer) => {
    await using fake = await scriptedAshby((_asked, count) => answer(count))

    await expect(collect(fake.ashby.departments())).rejects.toThrow(RetryableError)
    expect(fake.asked.length).toBeLessThan(6)
  })

  test('stops a run that lost its key', async () => {
    const pages: Scripted[] = [page(['a'], more('c1')), { status: 401, body: 'Unauthorized' }]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    await expect(collect(fake.ashby.departments())).rejects.toThrow(FatalError)
  })
})

describe('sync tokens and cursors', () => {
  test.each(['sync_token_expired', 'sync_token_invalid', 'incremental_sync_too_large'])(
    '%s asks for a full read',
    async (code) => {
      await using fake = await scriptedAshby(() => failure(code))

      const reading = collect(fake.ashby.applications('old'))

      await expect(reading).rejects.toThrow(TokenExpiredError)
      await expect(reading).rejects.toMatchObject({ facts: { code, path: '/application.list' } })
      expect(fake.asked).toHaveLength(1)
    },
  )

  test('a token error in the middle asks for it too', async () => {
    const pages = [page([], more('c1')), { ...(failure('incremental_sync_too_large') as object), status: 400 }]
    await using fake = await scriptedAshby((_, count) => pages[count - 1] as Scripted)

    await expect(collect(fake.ashby.offers('old'))).rejects.toThrow(TokenExpiredError)
  })

  test('a token error without a token is no such thing', async () => {
    await using fake = await scriptedAshby(() => failure('sync_token_invalid'))

    const error = await collect(fake.ashby.offers()).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(RetryableError)
  })

  test.each(['next_cursor_expired', 'invalid_next_cursor', 'cursor_invalid'])(
    '%s begins the run again, token kept',
    async (code) => {
      const answers = [page(['a'], more('c1')), failure(code), page(['a'], more('c9')), page(['b'], last)]
      await using fake = await scriptedAshby((_, count) => answers[count - 1]!)

      const read: Page<AshbyDepartment>[] = await collect(fake.ashby.departments())

      expect(new Set(idsOf(read))).toEqual(new Set(['a', 'b']))
      expect(fake.asked.map(({ body }) => body.cursor)).toEqual([undefined, 'c1', undefined, 'c9'])
    },
  )

  test('a restarted incremental run keeps its token', async () => {
    const answers = [page([], more('c1')), failure('cursor_invalid'), page([], last)]
    await using fake = await scriptedAshby((_, count) => answers[count - 1]!)

    await collect(fake.ashby.customFields('token-1'))

    expect(fake.asked.map(({ body }) => body.syncToken)).toEqual(['token-1', 'token-1', 'token-1'])
  })

  test('a cursor that is always dropped ends in an error', async () => {
    await using fake = await scriptedAshby(({ body }) =>
      body.cursor ? failure('cursor_invalid') : page([], more('c1')),
    )

    await expect(collect(fake.ashby.openings())).rejects.toThrow(/4 times/)
    expect(fake.asked).toHaveLength(8)
  })
})
