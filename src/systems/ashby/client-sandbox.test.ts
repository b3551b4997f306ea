import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FatalError, RejectedRecordError, TokenExpiredError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Page, Value, ValueKind } from '../../record/record.ts'
import { type Ashby, createAshby } from './client.ts'
import { type AshbySandbox, startAshbySandbox } from './sandbox.ts'
import { fieldTypeFor, readFieldValue, writeFieldValue } from './values.ts'
import { readAshbyHook, verifyAshbySignature } from './webhook.ts'

/** The client and the sandbox were written apart, each from Ashby's pages; this is where they meet. */
const NOBODY = '00000000-0000-4000-8000-00000000dead'
const rate = { perSecond: 1000, inFlight: 10 }

let sandbox: AshbySandbox
let ashby: Ashby

beforeEach(async () => {
  sandbox = await startAshbySandbox()
  ashby = createAshby({ baseUrl: sandbox.url, apiKey: () => 'ashby-sandbox-key', rate })
})

afterEach(async () => {
  ashby.close()
  await sandbox.close()
})

const create = (identifier: string) =>
  ashby.createOpening({ identifier, openingState: 'Approved', isBackfill: true, employmentType: 'PartTime' })

async function all<T>(pages: AsyncIterable<Page<T>>): Promise<{ rows: T[]; token?: string }> {
  const rows: T[] = []
  let token: string | undefined
  for await (const page of pages) {
    expect(page.rejected).toEqual([])
    rows.push(...page.rows)
    token = page.token
  }
  return { rows, token }
}

describe('openings', () => {
  test('live through creation, change and closing', async () => {
    const team = sandbox.addDepartment({ name: 'R&D' })
    const place = sandbox.addLocation({ name: 'Oslo' })

    const { id, requestId } = await create('JOB-1')
    await ashby.updateOpening(id, { isBackfill: true, employmentType: 'Intern', teamId: team.id, description: 'D' })
    await ashby.addLocation(id, place.id)
    const closed = await ashby.setOpeningState(id, 'Closed')

    expect(requestId).toMatch(/^[0-9A-Z]{26}$/)
    expect(closed).toMatchObject({ state: 'Closed', locationIds: [place.id], teamId: team.id, isBackfill: true })
    expect(await ashby.opening(id)).toMatchObject({ identifier: 'JOB-1', description: 'D', employmentType: 'Intern' })
    expect((await ashby.removeLocation(id, place.id)).locationIds).toEqual([])
  })

  test('are found by exactly their identifier', async () => {
    const { id } = await create('JOB-1')
    await create('JOB-10')

    expect((await ashby.searchOpenings('JOB-1')).map((opening) => opening.id)).toEqual([id])
    expect(await ashby.searchOpenings('JOB-2')).toEqual([])
  })

  test('that do not exist are nothing to a look-up', async () => {
    expect(await ashby.opening(NOBODY)).toBeUndefined()
    expect(await ashby.opening('job-1')).toBeUndefined()
    expect(await ashby.application(NOBODY)).toBeUndefined()
    expect(await ashby.candidate('x')).toBeUndefined()
    expect(await ashby.webhook(NOBODY)).toBeUndefined()
    await expect(ashby.setOpeningState(NOBODY, 'Open')).rejects.toThrow(RejectedRecordError)
  })

  test('come over many pages, then only changes', async () => {
    sandbox.settings.pageSize = 2
    for (const number of [1, 2, 3, 4, 5]) await create(`JOB-${number}`)

    const full = await all(ashby.openings())
    const { id } = await create('JOB-6')
    const changes = await all(ashby.openings(full.token))

    expect(full.rows.map(({ identifier }) => identifier).sort()).toEqual(['JOB-1', 'JOB-2', 'JOB-3', 'JOB-4', 'JOB-5'])
    expect(changes.rows.map((opening) => opening.id)).toEqual([id])
    sandbox.expireTokens('sync')
    await expect(all(ashby.openings(changes.token))).rejects.toThrow(TokenExpiredError)
    await expect(all(ashby.openings('made up'))).rejects.toThrow(TokenExpiredError)
  })

  test('are read again from the start when a cursor dies', async () => {
    sandbox.settings.pageSize = 2
    for (const number of [1, 2, 3]) await create(`JOB-${number}`)
    const seen: string[] = []

    for await (const page of ashby.openings()) {
      if (seen.length === 0) sandbox.expireTokens('cursor')
      seen.push(...page.rows.map((opening) => opening.id))
    }

    expect(seen.length).toBeGreaterThan(3)
    expect(new Set(seen)).toEqual(new Set(sandbox.state.openings.all().map((opening) => opening.id)))
  })
})

describe('custom fields', () => {
  const samples: readonly [ValueKind, Value][] = [
    ['text', 'T'],
    ['longText', 'L\nL'],
    ['number', 1.5],
    ['date', '2026-05-01'],
    ['boolean', false],
    ['choice', 'a'],
    ['choices', ['a', 'b']],
    ['money', { amount: 1000, currency: 'EUR' }],
    ['url', 'https://example.com'],
  ]

  test.each(samples)('a %s is made, set, read and cleared', async (kind, value) => {
    const { id } = await create('JOB-1')
    const fieldType = fieldTypeFor(kind)
    const options = ['a', 'b'].map((option) => ({ label: option.toUpperCase(), value: option }))
    const selectableValues = kind.startsWith('choice') ? options : undefined
    const field = await ashby.createField({ title: `A ${kind}`, fieldType, selectableValues })
    const held = async (fieldValue: Json) => {
      await ashby.setValues(id, [{ fieldId: field.id, fieldValue }])
      return readFieldValue(fieldType, (await ashby.opening(id))?.custom[field.id])
    }

    expect(field).toMatchObject({ objectType: 'Opening', fieldType, isArchived: false })
    expect(await held(writeFieldValue(fieldType, value))).toEqual(value)
    expect(await held(writeFieldValue(fieldType, null))).toBeNull()
  })

  test('options left out are archived, fields listed', async () => {
    const selectableValues = [{ label: 'A', value: 'a' }]
    const field = await ashby.createField({ title: 'Level', fieldType: 'ValueSelect', selectableValues })

    await ashby.updateOptions(field.id, [{ label: 'B', value: 'b', isArchived: false }])

    const { rows } = await all(ashby.customFields())
    expect(rows).toHaveLength(1)
    expect(rows[0]?.options).toEqual(
      expect.arrayContaining([
        { label: 'A', value: 'a', isArchived: true },
        { label: 'B', value: 'b', isArchived: false },
      ]),
    )
  })
})

describe('hires', () => {
  test('name their opening, offer and candidate', async () => {
    const { id: openingId } = await create('JOB-1')
    const job = sandbox.addJob({ title: 'Engineer' })
    const draft = { name: 'Grace Hopper', jobId: job.id, email: 'grace@example.com', phone: '+47 1' }
    const { application, candidate } = sandbox.addCandidateWithApplication(draft)
    const size = sandbox.createFieldByHand({ title: 'T-Shirt Size', objectType: 'Offer', fieldType: 'String' })
    const terms = { openingId, startDate: '2026-05-01', salary: { value: 90000, currencyCode: 'EUR' } }
    const offer = sandbox.makeOffer({ applicationId: application.id, ...terms, custom: { [size.id]: 'M' } })
    sandbox.acceptOffer(offer.id)
    sandbox.hire(application.id)

    expect(await ashby.application(application.id)).toMatchObject({
      status: 'Hired',
      candidateId: candidate.id,
      jobId: job.id,
      openingIds: [openingId],
    })
    expect((await all(ashby.applications())).rows).toEqual([await ashby.application(application.id)])
    expect(await ashby.offersOf(application.id)).toMatchObject([
      {
        acceptanceStatus: 'Accepted',
        version: {
          openingId,
          startDate: '2026-05-01',
          salary: { amount: 90000, currency: 'EUR' },
          custom: { [size.id]: { title: 'T-Shirt Size', value: 'M' } },
        },
      },
    ])
    expect(await ashby.offersOf(NOBODY)).toEqual([])
    expect(await ashby.candidate(candidate.id)).toMatchObject({ email: 'grace@example.com', phone: '+47 1' })
    expect((await ashby.opening(openingId))?.state).toBe('Filled')
  })
})

describe('keys', () => {
  test('a wrong one is refused, a narrow one named', async () => {
    const stranger = createAshby({ baseUrl: sandbox.url, apiKey: () => 'a-key-of-charthop', rate })
    await expect(all(stranger.departments())).rejects.toThrow(FatalError)
    stranger.close()

    const narrow = await startAshbySandbox({ apiKeys: [{ key: 'k', permissions: ['jobsRead'] }] })
    const client = createAshby({ baseUrl: narrow.url, apiKey: () => 'k', rate })
    const error = await client.setOpeningState(NOBODY, 'Open').catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'FatalError', facts: { permission: 'jobsWrite' } })
    expect(await client.keyScopes()).toBe('unreadable')
    client.close()
    await narrow.close()
  })

  test('a full one tells its scopes', async () => {
    expect(await ashby.keyScopes()).toMatchObject({ scopes: expect.arrayContaining(['jobs:read', 'offers:read']) })
  })
})

test('departments and locations include archived ones', async () => {
  sandbox.addDepartment({ name: 'Old', isArchived: true })
  sandbox.addLocation({ name: 'Closed', isArchived: true })

  expect((await all(ashby.departments())).rows).toMatchObject([{ name: 'Old', isArchived: true }])
  expect((await all(ashby.locations())).rows).toMatchObject([{ name: 'Closed', isArchived: true }])
})

test('a webhook is made, signed and refused twice', async () => {
  const heard: { body: Buffer; signature?: string }[] = []
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    heard.push({ body: Buffer.concat(chunks), signature: request.headers['ashby-signature'] as string | undefined })
    response.end()
  })
  await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const input = { type: 'applicationUpdate', url, secret: 'a secret' }

  const made = await ashby.createWebhook(input)

  if (made === 'duplicate') throw new Error('nothing was there before')
  expect(made.enabled).toBe(true)
  expect(await ashby.createWebhook(input)).toBe('duplicate')
  expect(await ashby.webhook(made.id)).toMatchObject({ url, enabled: true, type: 'applicationUpdate' })
  expect(await ashby.updateWebhook(made.id, { enabled: false })).toMatchObject({ enabled: false })
  const [ping] = heard
  expect(verifyAshbySignature(ping?.body ?? Buffer.of(), ping?.signature, 'a secret')).toBe(true)
  expect(readAshbyHook(JSON.parse(String(ping?.body)))).toMatchObject({ action: 'ping' })
  receiver.closeAllConnections()
  await new Promise((closed) => receiver.close(closed))
})
