import { expect, test } from 'vitest'
import { createContract, type Exchange } from './contract.ts'
import { loadDocument } from './document.ts'
import { type RawDocument, spellOut } from './spell-out.ts'

/** Willo's and Crosschq's documents: a bare key, paths below a server's, parts that are only referred to. */
const willo = createContract('willo', loadDocument('willo'))
const crosschq = createContract('crosschq', loadDocument('crosschq'))
const KEY = '1e2048a686804049b128f1357c559cbf'
const headers = { authorization: 'key', 'content-type': 'application/json' }

function toWillo(call: string, rest: Partial<Exchange> = {}): Exchange {
  const [method = '', address = ''] = call.split(' ')
  const [path = '', query = ''] = address.split('?')
  const request = { method, path: `/api/integrations/v2${path}`, query, headers, requestBody: undefined }
  return { ...request, status: 200, answerBody: {}, ...rest }
}

function toCrosschq(call: string, rest: Partial<Exchange> = {}): Exchange {
  const exchange = toWillo(call, rest)
  return { ...exchange, path: exchange.path.replace('/api/integrations/v2', '') }
}

type Case = readonly [what: string, exchange: Exchange, problem: string | undefined]

const guest = { interview: KEY, name: 'Ada Byron', email: 'ada@people.example', phone: null }
const invite = (requestBody: object) => toWillo('POST /participants/', { requestBody })
const hook = { url: 'https://sync.example/hooks?token=t', event: 'new_response' }
const follow = (requestBody: object) => toWillo('POST /webhooks/', { requestBody })

const askedOfWillo: readonly Case[] = [
  ['a good invitation', invite(guest), undefined],
  ['a missing name', invite({ ...guest, name: undefined }), "required property 'name'"],
  ['a wrong address', invite({ ...guest, email: 'ada' }), 'body/email: must match format "email"'],
  ['an unknown member', invite({ ...guest, job: 'x' }), '(job)'],
  ['a wrong event', follow({ ...hook, event: 'response' }), 'body/event: must be equal to one of'],
  ['a list of no keys', follow({ ...hook, interviews: [5] }), 'body/interviews/*: must be string'],
  ['a good look-up', toWillo(`GET /participants/${KEY}/`), undefined],
  ['a key that is none', toWillo('GET /participants/5/'), 'path key: must match pattern'],
  ['a missing slash at the end', toWillo(`GET /participants/${KEY}`), 'no such call'],
  ['an address outside the API', { ...toWillo('GET /participants/'), path: '/participants/' }, 'no such call'],
  ['a page that is too large', toWillo('GET /interviews/?page_size=31'), 'query page_size: must be <= 30'],
  ['an unknown parameter', toWillo('GET /participants/?email=x'), 'query email: not in the document'],
  ['no key', toWillo('GET /interviews/', { headers: {} }), 'header authorization: none'],
  [
    'a scheme before the key',
    toWillo('GET /interviews/', { headers: { authorization: 'Bearer key' } }),
    'header authorization: bearer',
  ],
]

test.each(askedOfWillo)('judges %s, asked of Willo', (_what, exchange, problem) => {
  expect(problemsOf(willo.request(exchange))).toEqual(asGiven(problem))
})

const person = { first_name: 'Ada', last_name: 'Byron', email: 'ada@people.example' }
const draft = { candidate: person, jobrole: 'x', requestor: 'rita@acme.example', config_params: { managers: 1 } }
const create = (requestBody: object) => toCrosschq('POST /partners/reference-request/', { requestBody })

const askedOfCrosschq: readonly Case[] = [
  ['a good request', create(draft), undefined],
  ['a missing survey', create({ ...draft, jobrole: undefined }), "required property 'jobrole'"],
  ['a requestor that is no address', create({ ...draft, requestor: 'rita' }), 'body/requestor: must match format'],
  ['a count below none', create({ ...draft, config_params: { peers: -1 } }), 'body/config_params/peers: must be >= 0'],
  ['an unknown relationship', create({ ...draft, config_params: { friends: 1 } }), '(friends)'],
  ['an unknown member of a person', create({ ...draft, candidate: { ...person, name: 'Ada' } }), '(name)'],
  [
    'a wrong choice',
    toCrosschq('PATCH /partners/reference-request/5/', { requestBody: { hiring_status: 'fired' } }),
    'body/hiring_status: must be equal to one of',
  ],
  [
    'no moment',
    toCrosschq('GET /partners/reference-request/?updated_since=1'),
    'query updated_since: must match format',
  ],
  ['a scheme before the key', { ...create(draft), headers: { ...headers, authorization: 'Token key' } }, 'token'],
]

test.each(askedOfCrosschq)('judges %s, asked of Crosschq', (_what, exchange, problem) => {
  expect(problemsOf(crosschq.request(exchange))).toEqual(asGiven(problem))
})

const page = { count: 1, next: null, previous: null, results: [{ key: KEY, title: 'T' }] }
const interviews = (answerBody: object) => toWillo('GET /interviews/', { answerBody })

const answeredByWillo: readonly Case[] = [
  ['a good page', interviews(page), undefined],
  ['a page without a count', interviews({ ...page, count: undefined }), "required property 'count'"],
  ['a row without a key', interviews({ ...page, results: [{ title: 'T' }] }), "required property 'key'"],
  ['an unknown member of a row', interviews({ ...page, results: [{ key: KEY, title: 'T', id: 1 }] }), '(id)'],
  ['a refusal as text', { ...invite(guest), status: 400, answerBody: { name: 'x' } }, 'body/name: must be array'],
  ['a body of nothing', toWillo(`DELETE /webhooks/${KEY}/`, { status: 204 }), 'body: the document describes none'],
  ['an unknown status', { ...interviews(page), status: 418 }, 'status 418: not in the document'],
]

test.each(answeredByWillo)('judges %s, answered by Willo', (_what, exchange, problem) => {
  expect(problemsOf(willo.answer(exchange))).toEqual(asGiven(problem))
})

const row = { id: '1', status: 'x', progress: 5, created_at: '2027-01-01T00:00:00Z' }
const shown = (answerBody: object) => toCrosschq('GET /partners/reference-request/1/', { answerBody })

const answeredByCrosschq: readonly Case[] = [
  ['a good request', shown(row), undefined],
  ['a progress above all', shown({ ...row, progress: 101 }), 'body/progress: must be <= 100'],
  ['a moment that is none', shown({ ...row, created_at: 'today' }), 'body/created_at: must match format "date-time"'],
  ['an unknown member', shown({ ...row, state: 'x' }), '(state)'],
  ['an unknown member of a reference', shown({ ...row, references: [{ phone: '1' }] }), '(phone)'],
  ['a made request without an id', { ...create(draft), status: 201 }, "required property 'request_id'"],
]

test.each(answeredByCrosschq)('judges %s, answered by Crosschq', (_what, exchange, problem) => {
  expect(problemsOf(crosschq.answer(exchange))).toEqual(asGiven(problem))
})

test('judges the address a webhook arrives at', () => {
  const problems = ['token=t&event=new_score', 'event=new_score', 'token=t&event=ping', 'token=t&event=new_score&a=1']

  expect(problems.map((query) => problemsOf(willo.webhook({}, query)))).toEqual([
    '',
    'query token: missing',
    expect.stringContaining('query event: must be equal to one of'),
    'query a: not in the document',
  ])
})

test('judges the only webhook by its form', () => {
  expect(problemsOf(crosschq.webhook({ ...row, job_role: 'x' }))).toBe('')
  expect(problemsOf(crosschq.webhook({ ...row, jobrole: 'x' }))).toContain('(jobrole)')
  expect(problemsOf(crosschq.webhook({ ...row, status: undefined }))).toContain("required property 'status'")
})

test('never shows a key', () => {
  const wrong = ['Bearer secret', 'secret'].map((authorization) => ({ ...headers, authorization }))

  const found = wrong.flatMap((headers) => willo.request(toWillo('GET /nothing/?a=1', { headers })))

  expect(JSON.stringify([found, willo.request(toWillo('GET /interviews/', { headers: wrong[0]! }))])).not.toMatch(
    /secret/,
  )
})

test('refuses a reference that leads nowhere', () => {
  const document: RawDocument = {
    openapi: '3.1.0',
    paths: { '/a': { get: { parameters: [{ $ref: '#/components/parameters/None' }], responses: {} } } },
    components: { schemas: {}, securitySchemes: {} },
  }

  expect(() => spellOut(document)).toThrow('#/components/parameters/None')
})

function problemsOf(found: readonly { readonly problem: string }[]): string {
  return found.map(({ problem }) => problem).join('\n')
}

function asGiven(problem: string | undefined): unknown {
  return problem === undefined ? '' : expect.stringContaining(problem)
}
