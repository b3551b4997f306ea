import { expect, test } from 'vitest'
import { UnsupportedError } from '../../lib/errors.ts'
import { createCrosschq } from '../../systems/crosschq/client.ts'
import { type CrosschqSandboxOptions, startCrosschqSandbox } from '../../systems/crosschq/sandbox.ts'
import type { Mirror } from '../mirror.ts'
import { type ProspectRow, prospectCollection } from './prospects.ts'

const NOW = new Date('2025-06-01T12:00:00Z')
const EMPTY = { row: async () => undefined } as unknown as Mirror

async function start(options: CrosschqSandboxOptions = {}) {
  const sandbox = await startCrosschqSandbox(options)
  const client = createCrosschq({ baseUrl: sandbox.url, token: () => sandbox.token })
  const collection = prospectCollection(client, () => NOW)
  return {
    sandbox,
    collection,
    async read(since?: string) {
      const rows: ProspectRow[] = []
      let token: string | undefined
      for await (const page of collection.read(since, EMPTY)) {
        rows.push(...page.rows)
        token = page.token
      }
      return { rows, token }
    },
    async [Symbol.asyncDispose]() {
      client.close()
      await sandbox.close()
    },
  }
}

test('the next reading begins five minutes before the newest', async () => {
  await using it = await start()
  for (const created_at of ['2025-05-03T10:00:00Z', '2025-05-01T10:00:00Z']) it.sandbox.addProspect({ created_at })

  expect((await it.read()).token).toBe('2025-05-03T09:55:00.000Z')
})

test('a date in the future hides nobody who comes before it', async () => {
  await using it = await start()
  it.sandbox.addProspect({ created_at: '2031-01-01T00:00:00Z' })

  expect((await it.read()).token).toBe('2025-06-01T11:55:00.000Z')
})

test('where nobody is new, it begins where it began', async () => {
  await using it = await start()

  expect((await it.read('2025-05-01T00:00:00Z')).token).toBe('2025-05-01T00:00:00Z')
})

test('a row says what is missing and nobody by name', async () => {
  await using it = await start()
  it.sandbox.addProspect({ first_name: 'Zebulon', last_name: ' ', email: 'ZQ@example.com' })
  it.sandbox.addProspect({ first_name: 'Other', last_name: 'Name', email: 'zq@example.com ' })

  const { rows } = await it.read()

  expect(rows.map(({ lacks }) => lacks)).toEqual([['lastName'], []])
  expect(new Set(rows.map(({ emailKey }) => emailKey)).size).toBe(1)
  expect(JSON.stringify(rows)).not.toMatch(/Zebulon|zq@/i)
})

test('one of them is looked for in the list', async () => {
  await using it = await start()
  const { id } = it.sandbox.addProspect()

  expect(await it.collection.look(id, EMPTY)).toMatchObject({ id })
  expect(await it.collection.look('gone', EMPTY)).toBeUndefined()
})

test('without a list nothing is believed to be empty', async () => {
  await using it = await start({ hasProspects: false })

  await expect(it.read()).rejects.toThrow(UnsupportedError)
})
