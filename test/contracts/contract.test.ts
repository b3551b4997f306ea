import { expect, test } from 'vitest'
import { createContract, type Exchange } from './contract.ts'
import { loadDocument, type OpenApi } from './document.ts'
import { closed } from './schema.ts'

/** A judge that lets everything pass would pass everything: here each kind of violation is planted and must be found. */
const ashby = createContract('ashby', loadDocument('ashby'))
const charthop = createContract('charthop', loadDocument('charthop'))
const ID = '00000000-0000-4000-8000-000000000001'
const OBJECT_ID = '588f7ee98f138b19220041a7'

function toAshby(name: string, requestBody: unknown, rest: Partial<Exchange> = {}): Exchange {
  const headers = { authorization: 'Basic a2V5Og==', 'content-type': 'application/json; charset=utf-8' }
  return { method: 'POST', path: `/${name}`, query: '', headers, requestBody, status: 200, answerBody: {}, ...rest }
}

function toCharthop(path: string, rest: Partial<Exchange> = {}): Exchange {
  const [pathname, query = ''] = path.split('?')
  const headers = { authorization: 'Bearer token', 'content-type': 'application/json' }
  const call = { method: 'GET', path: pathname!, query, headers, requestBody: undefined }
  return { ...call, status: 200, answerBody: { data: [] }, ...rest }
}

const option = { label: 'A', value: 'a' }
const options = { customFieldId: ID, selectableValues: [option] }
const values = { objectType: 'Opening', objectId: ID, values: [{ fieldId: ID, fieldValue: null }] }

const requests: readonly (readonly [what: string, name: string, body: unknown, problem: string | undefined])[] = [
  ['a good request', 'customField.updateSelectableValues', options, undefined],
  ['a wrong type', 'opening.create', { identifier: 5 }, 'body/identifier: must be string,null'],
  ['a wrong type within', 'customField.setValues', { ...values, values: {} }, 'body/values: must be array'],
  [
    'a wrong choice',
    'opening.setOpeningState',
    { openingId: ID, openingState: 'Filled' },
    'body/openingState: must be',
  ],
  ['a missing member', 'webhook.info', {}, "body: must have required property 'webhookId'"],
  [
    'a missing member in a row',
    'customField.setValues',
    { ...values, values: [{ fieldId: ID }] },
    'body/values/*: must have',
  ],
  ['an empty list', 'customField.setValues', { ...values, values: [] }, 'body/values: must NOT have fewer'],
  ['a wrong format', 'webhook.info', { webhookId: 'x' }, 'body/webhookId: must match format "uuid"'],
  ['a key of a closed form', 'customField.updateSelectableValues', { ...options, id: 1 }, '(id)'],
  [
    'a key of a closed row',
    'customField.updateSelectableValues',
    { ...options, selectableValues: [{ ...option, id: 1 }] },
    '(id)',
  ],
  ['a key of a form left open', 'opening.create', { identifer: 'x' }, '(identifer)'],
  ['a key of a composed form', 'application.list', { expand: ['openings'], syncTokn: 'x' }, '(syncTokn)'],
  ['a key of a row left open', 'customField.setValues', { ...values, values: [{ ...values.values[0], x: 1 }] }, '(x)'],
  ['no body', 'opening.list', undefined, 'body: missing'],
  ['another call', 'opening.remove', {}, 'no such call'],
]

test.each(requests)('judges %s in a request', (_what, name, body, problem) => {
  const found = ashby.request(toAshby(name, body))

  expect(found.map((violation) => violation.problem).join('\n')).toEqual(
    problem === undefined ? '' : expect.stringContaining(problem),
  )
})

const asked: readonly (readonly [what: string, exchange: Exchange, problem: string | undefined])[] = [
  ['good parameters', toCharthop('/v2/org/acme/job?limit=5&q=is:open&date=2027-01-01'), undefined],
  ['an unknown parameter', toCharthop('/v2/org/acme/job?limt=5'), 'query limt: not in the document'],
  ['a text for a number', toCharthop('/v2/org/acme/job?limit=many'), 'query limit: must be integer'],
  ['a parameter given twice', toCharthop('/v2/org/acme/job?limit=5&limit=6'), 'query limit: given 2 times'],
  ['a text for a truth', toCharthop('/v2/org/acme/person?includeAll=1'), 'query includeAll: must be boolean'],
  ['no date', toCharthop('/v2/org/acme/job?date=2027-02-30'), 'query date: must match format "date"'],
  ['a wrong choice', toCharthop('/v1/org/acme/change?open=MAYBE'), 'query open: must be equal to one of'],
  ['no credentials', toCharthop('/v1/user/me', { headers: {} }), 'header authorization: none'],
  [
    'other credentials',
    toCharthop('/v1/user/me', { headers: { authorization: 'Basic x' } }),
    'header authorization: basic',
  ],
  ['a body where none is', toCharthop('/v1/user/me', { requestBody: {} }), 'body: none is taken'],
  [
    'another type of body',
    toAshby('opening.list', {}, { headers: { authorization: 'Basic x', 'content-type': 'text/plain' } }),
    'header content-type: text/plain',
  ],
]

test.each(asked)('judges %s around a request', (_what, exchange, problem) => {
  const found = (exchange.method === 'GET' ? charthop : ashby).request(exchange)

  expect(found.map((violation) => violation.problem)).toEqual(problem ? [expect.stringContaining(problem)] : [])
})

const webhook = { id: ID, enabled: true, requestUrl: 'https://example.com', webhookType: 'candidateHire' }
const refusal = { success: false, errors: ['x'], errorInfo: { code: 'x' } }
const answers: readonly (readonly [what: string, answerBody: unknown, problem: string | undefined])[] = [
  ['a good answer', { success: true, results: webhook }, undefined],
  ['a good refusal', refusal, undefined],
  ['a wrong type', { success: true, results: { ...webhook, enabled: 'yes' } }, 'body/results/enabled: must be boolean'],
  ['a missing member', { success: true, results: { ...webhook, id: undefined } }, "required property 'id'"],
  ['an unknown key', { success: true, results: { ...webhook, secretToken: 's' } }, '(secretToken)'],
  ['an unknown key of a refusal', { ...refusal, errorInfo: { code: 'x', hint: 'y' } }, '(hint)'],
  ['neither of both', { results: webhook }, "required property 'success'"],
]

test.each(answers)('judges %s in an answer', (_what, answerBody, problem) => {
  const found = ashby.answer(toAshby('webhook.info', {}, { answerBody }))

  expect(found.map((violation) => violation.problem).join('\n')).toEqual(
    problem === undefined ? '' : expect.stringContaining(problem),
  )
})

test('judges the status of an answer', () => {
  const gone = charthop.answer(toCharthop('/v2/org/acme/job', { status: 410, answerBody: {} }))
  const withBody = charthop.answer(toCharthop('/v2/org/acme/job', { status: 202 }))
  const withNumber = charthop.answer(toCharthop('/v2/org/acme/job', { answerBody: { data: [], next: 5 } }))

  expect([...gone, ...withBody, ...withNumber].map(({ problem }) => problem)).toEqual([
    'status 410: not in the document',
    'body: the document describes none',
    'body/next: must be string',
  ])
})

test('judges webhooks by their form', () => {
  const problems = [
    ashby.webhook({ action: 'ping', data: { webhookActionType: 'ping' } }),
    ashby.webhook({ action: 'ping', data: {} }),
    ashby.webhook({ action: 'candidateVanish', data: {} }),
    charthop.webhook({ entityId: OBJECT_ID }),
    charthop.webhook({ entityId: 'x' }),
    charthop.webhook({ entityId: 5 }),
  ].map((found) => found.map(({ problem }) => problem).join('\n'))

  expect(problems).toEqual([
    '',
    "body/data: must have required property 'webhookActionType'",
    'no such webhook',
    '',
    expect.stringContaining('body/entityId: must match pattern'),
    'body/entityId: must be string',
  ])
})

test('takes the more exact of two fitting paths', () => {
  const paths = ['/v2/org/acme/job/count', '/v2/org/acme/job/x', '/v1/org/acme/field/built-in', '/v1/org/acme/nothing']

  expect(paths.map((path) => charthop.operationOf({ method: 'GET', path }))).toEqual([
    'GET /v2/org/{orgId}/job/count',
    'GET /v2/org/{orgId}/job/{jobId}',
    'GET /v1/org/{orgId}/field/built-in',
    undefined,
  ])
})

test('reads nullable as version 3.0 means it', () => {
  const read = [
    { type: 'string', nullable: true },
    { type: 'string', enum: ['a'], nullable: true },
    { allOf: [{ type: 'string' }], nullable: true },
    { type: 'string', nullable: false },
  ].map(closed.part)

  expect(read).toEqual([
    { type: ['string', 'null'] },
    { type: ['string', 'null'], enum: ['a', null] },
    { anyOf: [{ allOf: [{ type: 'string' }] }, { type: 'null' }] },
    { type: 'string' },
  ])
})

test('refuses a document that it would read wrongly', () => {
  const document = (schema: object): OpenApi => ({
    openapi: '3.1.0',
    paths: {},
    components: { schemas: { Thing: { type: 'object', ...schema } }, securitySchemes: {} },
  })

  expect(() => createContract('ashby', document({ not: {} }))).toThrow('"not"')
  expect(() => createContract('ashby', { ...document({}), paths: { '/a': { parameters: [] as never } } })).toThrow()
})
