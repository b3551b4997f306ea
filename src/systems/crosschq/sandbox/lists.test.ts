import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { type Answer, type Call, CREATE_BODY, startWithCall } from './testing.ts'

const REQUESTS = '/partners/reference-request/'

async function readAll(call: Call, path: string): Promise<{ rows: Answer['body'][]; pages: number }> {
  const rows: Answer['body'][] = []
  for (let cursor: string | null = null, pages = 1; ; pages += 1) {
    const { body } = await call('GET', `${path}${cursor === null ? '' : `&cursor=${cursor}`}`)
    rows.push(...body.data)
    cursor = body.next_cursor
    if (cursor === null) return { rows, pages }
  }
}

test('all requests come page after page', async () => {
  await using it = await startWithCall()
  const ids = Array.from({ length: 7 }, () => it.sandbox.requestInCrosschq(CREATE_BODY).id)

  const { rows, pages } = await readAll(it.call, `${REQUESTS}?limit=3`)

  expect(rows.map(({ id }) => id).sort()).toEqual(ids.sort())
  expect(pages).toBe(3)
})

test('only requests changed since are listed', async () => {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  await using it = await startWithCall({ clock })
  const [first, second] = [it.sandbox.requestInCrosschq(CREATE_BODY), it.sandbox.requestInCrosschq(CREATE_BODY)]
  clock.advance(60_000)
  it.sandbox.selfReference(first.id)
  const since = async (text: string) => {
    const { body } = await it.call('GET', `${REQUESTS}?updated_since=${text}`)
    return body.data.map(({ id }: { id: string }) => id)
  }

  expect(await since('2026-03-02T09:01:00Z')).toEqual([first.id])
  expect(await since('2026-03-02T09:01:01Z')).toEqual([])
  expect(await since('2026-03-02T09:00:00Z')).toEqual([second.id, first.id])
})

test('a change while paging hides nothing', async () => {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  await using it = await startWithCall({ clock })
  const ids = Array.from({ length: 4 }, () => {
    clock.advance(1)
    return it.sandbox.requestInCrosschq(CREATE_BODY).id
  })
  const { body: page } = await it.call('GET', `${REQUESTS}?limit=2`)
  clock.advance(1)
  it.sandbox.selfReference(ids[0]!)

  const { body: rest } = await it.call('GET', `${REQUESTS}?cursor=${page.next_cursor}`)

  expect([...page.data, ...rest.data].map(({ id }) => id)).toEqual([...ids, ids[0]])
})

test.each(['limit=0', 'limit=101', 'limit=x', 'cursor=!', 'updated_since=yesterday'])(
  '%s is refused',
  async (query) => {
    await using it = await startWithCall()

    const { status, body } = await it.call('GET', `${REQUESTS}?${query}`)

    expect([status, Object.keys(body.errors)]).toEqual([400, [query.split('=')[0]]])
  },
)

test('templates are found by tag', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.addTemplate({ name: 'Sales', ats_tag: 'Sales Team' })
  const other = it.sandbox.addTemplate({ name: 'Engineering' })
  it.sandbox.addTemplate({ name: 'Old' })

  it.sandbox.removeTemplate(it.sandbox.state.templates[2]!.id)

  const all = await readAll(it.call, '/partners/templates/?limit=1')
  expect(all.rows.map((row) => row.id)).toEqual([id, other.id])
  const { body } = await it.call('GET', '/partners/templates/?tag=%20sales%20TEAM')
  expect(body).toMatchObject({ data: [{ id, ats_tag: 'Sales Team' }], next_cursor: null })
})

test('prospects come in the order they were made', async () => {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  await using it = await startWithCall({ clock })
  const prospects = Array.from({ length: 3 }, () => {
    clock.advance(1000)
    return it.sandbox.addProspect({ tags: ['sales'] })
  })

  const all = await readAll(it.call, '/partners/prospects/?limit=2')
  const { body } = await it.call('GET', `/partners/prospects/?created_after=${prospects[1]?.created_at}`)

  expect(all).toEqual({ rows: prospects, pages: 2 })
  expect(body.data).toEqual([prospects[2]])
})
