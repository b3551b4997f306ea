import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Ashby, createAshby } from './client.ts'
import { failure, scriptedAshby, success } from './scripted-server.ts'

const ID = '5f3e1a52-6a8e-4a3b-9a54-0d2a5a1f7c11'
const version = { id: 'v1', identifier: 'E-1', isBackfill: false, jobIds: [], locationIds: [], customFields: [] }
const opening = { id: ID, openingState: 'Approved', isArchived: false, latestVersion: version }
const field = { id: 'f1', title: 'Level', objectType: 'Opening', fieldType: 'String', isArchived: false }
const hook = { id: 'w1', enabled: true, requestUrl: 'https://x', webhookType: 'candidateHire', secretToken: 's' }
const offer = { id: 'o1', applicationId: ID, acceptanceStatus: 'Accepted' }
const application = { id: ID, status: 'Hired', candidate: { id: 'c1', name: 'N' }, openings: [{ id: 'p1' }] }

async function one(list: AsyncIterable<unknown>): Promise<unknown> {
  for await (const page of list) return page
}

test('every call carries key, versions and name', async () => {
  await using fake = await scriptedAshby(() => success({ title: 'Sync', scopes: ['jobs:read'] }))

  expect(await fake.ashby.keyScopes()).toEqual({ title: 'Sync', scopes: ['jobs:read'] })

  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  expect(fake.asked[0]).toMatchObject({
    method: 'POST',
    path: '/apiKey.info',
    raw: '{}',
    headers: {
      authorization: `Basic ${Buffer.from('the-key:').toString('base64')}`,
      accept: 'application/json; version=1',
      'content-type': 'application/json',
      'user-agent': `hirewire/${version}`,
      'ashby-version': '2026-01-01',
    },
  })
})

test('a rotated key is used at once', async () => {
  await using fake = await scriptedAshby(() => success({ scopes: [] }))
  const keys = ['old', 'new']
  const ashby = createAshby({ baseUrl: fake.url, apiKey: () => keys.shift() ?? '' })

  await ashby.keyScopes()
  await ashby.keyScopes()

  ashby.close()
  const used = fake.asked.map(({ headers }) => Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString())
  expect(used).toEqual(['old:', 'new:'])
})

const CALLS: readonly [string, (ashby: Ashby) => Promise<unknown>, unknown, object][] = [
  ['opening.list', (ashby) => one(ashby.openings()), [opening], { limit: 100 }],
  ['opening.info', (ashby) => ashby.opening(ID), opening, { openingId: ID }],
  ['opening.search', (ashby) => ashby.searchOpenings('E-1'), [opening], { identifier: 'E-1' }],
  [
    'opening.create',
    (ashby) =>
      ashby.createOpening({
        identifier: 'E-1',
        openingState: 'Approved',
        isBackfill: true,
        employmentType: 'Intern',
        teamId: null,
        locationIds: ['l1'],
        targetStartDate: '2026-05-01',
      }),
    opening,
    {
      identifier: 'E-1',
      openingState: 'Approved',
      isBackfill: true,
      employmentType: 'Intern',
      teamId: null,
      locationIds: ['l1'],
      targetStartDate: '2026-05-01',
    },
  ],
  [
    'opening.update',
    (ashby) => ashby.updateOpening(ID, { isBackfill: false, employmentType: 'FullTime', description: null }),
    opening,
    { openingId: ID, isBackfill: false, employmentType: 'FullTime', description: '' },
  ],
  [
    'opening.setOpeningState',
    (ashby) => ashby.setOpeningState(ID, 'Closed', 'r1'),
    opening,
    { openingId: ID, openingState: 'Closed', closeReasonId: 'r1' },
  ],
  ['opening.addLocation', (ashby) => ashby.addLocation(ID, 'l1'), opening, { openingId: ID, locationId: 'l1' }],
  ['opening.removeLocation', (ashby) => ashby.removeLocation(ID, 'l1'), opening, { openingId: ID, locationId: 'l1' }],
  ['customField.list', (ashby) => one(ashby.customFields()), [field], { includeArchived: true, limit: 100 }],
  [
    'customField.create',
    (ashby) => ashby.createField({ title: 'Start', fieldType: 'Date', isDateOnly: true }),
    field,
    { title: 'Start', fieldType: 'Date', isDateOnlyField: true, objectType: 'Opening_Version' },
  ],
  [
    'customField.updateSelectableValues',
    (ashby) => ashby.updateOptions('f1', [{ label: 'L5', value: 'l5', isArchived: true }]),
    field,
    { customFieldId: 'f1', selectableValues: [{ label: 'L5', value: 'l5', isArchived: true }] },
  ],
  [
    'customField.setValues',
    (ashby) =>
      ashby.setValues(ID, [
        { fieldId: 'f1', fieldValue: null },
        { fieldId: 'f2', fieldValue: 7 },
      ]),
    [],
    {
      objectType: 'Opening',
      objectId: ID,
      values: [
        { fieldId: 'f1', fieldValue: null },
        { fieldId: 'f2', fieldValue: 7 },
      ],
    },
  ],
  [
    'customField.setValue',
    (ashby) => ashby.setApplicationValue(ID, 'f1', 'sent'),
    { id: 'f1' },
    { objectType: 'Application', objectId: ID, fieldId: 'f1', fieldValue: 'sent' },
  ],
  ['application.list', (ashby) => one(ashby.applications()), [application], { expand: ['openings'], limit: 100 }],
  ['application.info', (ashby) => ashby.application(ID), application, { applicationId: ID, expand: ['openings'] }],
  ['offer.list', (ashby) => ashby.offersOf(ID), [offer], { applicationId: ID, limit: 100 }],
  ['candidate.info', (ashby) => ashby.candidate(ID), { id: ID, name: 'N' }, { id: ID }],
  [
    'location.list',
    (ashby) => one(ashby.locations()),
    [{ id: 'l1', name: 'Oslo' }],
    { includeArchived: true, limit: 100 },
  ],
  [
    'webhook.create',
    (ashby) => ashby.createWebhook({ type: 'candidateHire', url: 'https://x', secret: 's' }),
    hook,
    { webhookType: 'candidateHire', requestUrl: 'https://x', secretToken: 's' },
  ],
  ['webhook.info', (ashby) => ashby.webhook('w1'), hook, { webhookId: 'w1' }],
  ['webhook.update', (ashby) => ashby.updateWebhook('w1', { enabled: true }), hook, { webhookId: 'w1', enabled: true }],
]

describe('calls', () => {
  test.each(CALLS)('%s sends its documented body', async (endpoint, call, results, body) => {
    await using fake = await scriptedAshby(() => success(results))

    await call(fake.ashby)

    expect(fake.asked.map(({ path, body }) => ({ path, body }))).toEqual([{ path: `/${endpoint}`, body }])
  })

  test('a write tells the request id', async () => {
    const headers = { 'x-ashby-request-id': '01HZX' }
    await using fake = await scriptedAshby(() => ({ headers, body: { success: true, results: opening } }))

    expect(await fake.ashby.setOpeningState(ID, 'Open')).toMatchObject({ id: ID, requestId: '01HZX' })
    expect(await fake.ashby.setValues(ID, [{ fieldId: 'f', fieldValue: 1 }])).toEqual({ requestId: '01HZX' })
  })

  test('no values make no call', async () => {
    await using fake = await scriptedAshby(() => failure('invalid_input'))

    expect(await fake.ashby.setValues(ID, [])).toEqual({})
    expect(fake.asked).toHaveLength(0)
  })
})
