import { expect, test } from 'vitest'
import type { Crosschq } from '../../systems/crosschq/client.ts'
import { createCrosschq } from '../../systems/crosschq/client.ts'
import type { Prospect } from '../../systems/crosschq/prospect-schema.ts'
import { type CrosschqSandbox, startCrosschqSandbox } from '../../systems/crosschq/sandbox.ts'
import { createWhoIs } from './export-people.ts'
import { prospectRow } from './prospects.ts'

async function start(days: readonly number[]) {
  const sandbox = await startCrosschqSandbox()
  const client = createCrosschq({ baseUrl: sandbox.url, token: () => sandbox.token })
  for (const day of days) sandbox.addProspect({ created_at: dayOf(day), email: `day-${day}@example.com` })
  const rows = await rowsOf(client)
  sandbox.server.clearCalls()
  const dispose = async () => {
    client.close()
    await sandbox.close()
  }
  return { sandbox, client, rows, [Symbol.asyncDispose]: dispose }
}

const dayOf = (day: number) => new Date(Date.UTC(2025, 0, day)).toISOString()

async function rowsOf(client: Crosschq) {
  const all: Prospect[] = []
  const listed = await client.prospects()
  if (listed !== 'unsupported') for await (const { rows } of listed) all.push(...rows)
  return all.map(prospectRow)
}

const queries = ({ server }: CrosschqSandbox) =>
  server.calls.map(({ query }) => new URLSearchParams(query).get('created_after'))

test('one reading from the oldest is enough for everybody', async () => {
  await using it = await start([1, 2, 3])
  const whoIs = createWhoIs(it.client, Date.parse(dayOf(2)))

  const found = await Promise.all([whoIs(it.rows[2]!), whoIs(it.rows[1]!)])

  expect(found.map((one) => one?.email)).toEqual(['day-3@example.com', 'day-2@example.com'])
  expect(queries(it.sandbox)).toEqual(['2025-01-01T23:59:59.000Z'])
})

test('somebody older than the oldest is read for once more', async () => {
  await using it = await start([1, 2, 3])
  const whoIs = createWhoIs(it.client, Number.POSITIVE_INFINITY)

  expect((await whoIs(it.rows[1]!))?.email).toBe('day-2@example.com')
  expect((await whoIs(it.rows[0]!))?.email).toBe('day-1@example.com')
  expect(queries(it.sandbox)).toHaveLength(2)
})

test('who is no longer listed is read for once', async () => {
  await using it = await start([1])
  const whoIs = createWhoIs(it.client, Number.POSITIVE_INFINITY)
  const gone = { ...it.rows[0]!, id: 'gone' }

  expect([await whoIs(gone), await whoIs(gone)]).toEqual([undefined, undefined])
  expect(queries(it.sandbox)).toHaveLength(1)
})

test('of whom no date is known, the whole list is read', async () => {
  await using it = await start([1])
  const { createdAt: _, ...undated } = it.rows[0]!

  await createWhoIs(it.client, Number.POSITIVE_INFINITY)(undated)

  expect(queries(it.sandbox)).toEqual([null])
})
