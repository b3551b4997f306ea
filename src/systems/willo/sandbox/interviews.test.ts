import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startWithCall } from './testing.ts'

async function start() {
  const clock = fixedClock('2026-03-02T09:00:00Z')
  const running = await startWithCall({ clock })
  const { sandbox, call } = running
  const titles = async (query: string): Promise<string[]> => {
    const { body } = await call('GET', `/interviews/?${query}`)
    return body.results.map(({ title }: { title: string }) => title)
  }
  return { ...running, sandbox, clock, titles }
}

test('an interview names its owner and department', async () => {
  await using it = await start()
  const interview = it.sandbox.addInterview({ title: 'Cooks', department: 'Kitchen' })

  const { body } = await it.call('GET', `/interviews/${interview.key}/`)

  expect(interview.key).toMatch(/^[0-9a-f]{32}$/)
  expect(body).toEqual({
    ...{ key: interview.key, title: 'Cooks', created: '2026-03-02T09:00:00.000Z', scheduled_at: null },
    owner: { key: expect.any(String), email: 'olga@acme.example', full_name: 'Olga Owner' },
    department: { key: expect.any(String), name: 'Kitchen' },
  })
})

test('filters narrow the list', async () => {
  await using it = await start()
  const { sandbox } = it
  const ruth = sandbox.addUser({ email: 'ruth@acme.example' })
  const cooks = sandbox.addInterview({ title: 'Cooks', department: 'Kitchen' })
  sandbox.addInterview({ title: 'Waiters', department: 'Hall', ownerKey: ruth.key })
  sandbox.addInterview({ title: 'Guards' })

  expect(await it.titles('search=COOK')).toEqual(['Cooks'])
  expect(await it.titles('search=hall')).toEqual(['Waiters'])
  expect(await it.titles('search=ruth@')).toEqual(['Waiters'])
  expect(await it.titles(`department=${cooks.department?.key}`)).toEqual(['Cooks'])
  expect(await it.titles(`owner=${ruth.key}`)).toEqual(['Waiters'])
  expect(await it.titles('department=unknown')).toEqual([])
})

test('order is as asked for', async () => {
  await using it = await start()
  it.sandbox.addInterview({ title: 'B', scheduledAt: 1 })
  it.clock.advance(1000)
  it.sandbox.addInterview({ title: 'A', scheduledAt: 1 })
  it.sandbox.addInterview({ title: 'C', scheduledAt: 2 })

  expect(await it.titles('ordering=title')).toEqual(['A', 'B', 'C'])
  expect(await it.titles('ordering=-scheduled_at,title')).toEqual(['C', 'A', 'B'])
  expect(await it.titles('ordering=-created,-title')).toEqual(['C', 'A', 'B'])
  expect(await it.titles('ordering=nonsense')).toEqual(['B', 'A', 'C'])
})

test('pages link to each other with their filters', async () => {
  await using it = await start()
  for (let at = 0; at < 5; at += 1) it.sandbox.addInterview({ title: `Cooks ${at}` })

  const first = (await it.call('GET', '/interviews/?page_size=2&search=cooks')).body
  const bodies = [first]
  while (bodies.at(-1).next !== null) {
    const response = await fetch(bodies.at(-1).next, { headers: { authorization: it.sandbox.key } })
    bodies.push(await response.json())
  }

  expect(bodies.map(({ count, results }) => [count, results.length])).toEqual([
    [5, 2],
    [5, 2],
    [5, 1],
  ])
  expect(bodies.map(({ previous }) => previous === null)).toEqual([true, false, false])
  expect(first.next.startsWith(`${it.sandbox.url}/interviews/?`)).toBe(true)
})

test('a page has no more than thirty rows', async () => {
  await using it = await start()
  for (let at = 0; at < 31; at += 1) it.sandbox.addInterview()

  expect(await it.titles('page_size=1000')).toHaveLength(30)
  expect(await it.titles('page_size=x')).toHaveLength(10)
  expect((await it.call('GET', '/interviews/?page=5')).status).toBe(404)
})

test('links to other pages may name another host', async () => {
  await using it = await start()
  it.sandbox.settings.pageOrigin = 'https://elsewhere.example'
  for (let at = 0; at < 2; at += 1) it.sandbox.addInterview()

  const { body } = await it.call('GET', '/interviews/?page_size=1')

  expect(body.next).toMatch(/^https:\/\/elsewhere\.example\/api\/integrations\/v2\/interviews\/\?/)
})

test('a renamed interview shows its new title', async () => {
  await using it = await start()
  const { key } = it.sandbox.addInterview({ title: 'Old' })

  it.sandbox.renameInterview(key, 'New')
  expect(await it.titles('')).toEqual(['New'])
  it.sandbox.removeInterview(key)
  expect(await it.titles('')).toEqual([])
})
