import { expect, test } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { createContract, type Exchange } from './contract.ts'
import { loadDocument } from './document.ts'
import { withForms } from './forms.ts'

/** Lever's and SmartRecruiters' documents: several ways to prove who calls, forms, files, one form for each event. */
const lever = createContract('lever', loadDocument('lever'))
const smartRecruiters = createContract('smartrecruiters', loadDocument('smartrecruiters'))

const JSON_TYPE = { 'content-type': 'application/json' }
const FORM_TYPE = { 'content-type': 'multipart/form-data; boundary=x' }
const toLever = asked('/v1', { authorization: 'Basic a2V5Og==' })
const toSmartRecruiters = asked('', { 'x-smarttoken': 'DCRA1-key' })

type Case = readonly [what: string, exchange: Exchange, problem: string | undefined]

const create = (requestBody: object, query = '?perform_as=1') => toLever(`POST /opportunities${query}`, { requestBody })
const prospect = { name: 'Ada', emails: ['ada@people.example'], phones: [{ value: '1' }], origin: 'sourced' }
const upload = (requestBody: unknown, headers = FORM_TYPE) =>
  toLever('POST /opportunities/1/files?perform_as=1', { requestBody, ...proof('Basic x', headers) })

const askedOfLever: readonly Case[] = [
  ['a good prospect', create(prospect), undefined],
  ['a prospect in nobody’s name', create(prospect, ''), 'query perform_as: missing'],
  ['two jobs', create({ ...prospect, postings: ['1', '2'] }), 'body/postings: must NOT have more than 1 items'],
  ['a phone without its number', create({ ...prospect, phones: [{ type: 'mobile' }] }), "required property 'value'"],
  ['a wrong origin', create({ ...prospect, origin: 'crosschq' }), 'body/origin: must be equal to one of'],
  ['an unknown member', create({ ...prospect, email: 'ada@people.example' }), '(email)'],
  ['a good list', toLever('GET /opportunities?email=a&email=b&limit=100&expand=applications'), undefined],
  ['a page that is too large', toLever('GET /opportunities?limit=101'), 'query limit: must be <= 100'],
  [
    'a moment as text',
    toLever('GET /opportunities?created_at_start=2027-01-01'),
    'query created_at_start: must be int',
  ],
  ['an unknown filter', toLever('GET /opportunities?status=hired'), 'query status: not in the document'],
  ['a call below another base', { ...toLever('GET /stages'), path: '/v0/stages' }, 'no such call'],
  ['a replaced opportunity', toLever('PUT /opportunities/1', { requestBody: {} }), 'no such call'],
  ['a token of OAuth', toLever('GET /stages', proof('Bearer t')), undefined],
  ['a bare key', toLever('GET /stages', proof('t')), 'header authorization: a bare key'],
  ['a good file', upload({ file: 'report.pdf' }), undefined],
  ['a form without its file', upload({ report: 'report.pdf' }), "required property 'file'"],
  ['a file as JSON', upload({ file: 'report.pdf' }, JSON_TYPE), 'header content-type: application/json'],
  ['a form that cannot be read', upload(undefined), 'body: missing'],
]

test.each(askedOfLever)('judges %s, asked of Lever', (_what, exchange, problem) => {
  expect(problemsOf(lever.request(exchange))).toEqual(asGiven(problem))
})

const share = (requestBody: object) => toSmartRecruiters('POST /messages/shares', { requestBody })
const subscribe = (requestBody: object) =>
  toSmartRecruiters('POST /webhooks-api/v201907/subscriptions', { requestBody })
const hook = { callbackUrl: 'https://sync.example/hooks', events: ['application.created'] }
const attach = (requestBody: object) => {
  const form = { requestBody, headers: { 'x-smarttoken': 'k', ...FORM_TYPE } }
  return toSmartRecruiters('POST /candidates/1/jobs/2/attachments', form)
}
const askForToken = (requestBody: object) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return toSmartRecruiters('POST /identity/oauth/token', { requestBody, headers })
}

const askedOfSmartRecruiters: readonly Case[] = [
  ['a good note', share({ content: 'Done', shareWith: { openNote: true } }), undefined],
  ['an empty note', share({ content: '' }), 'body/content: must NOT have fewer than 1'],
  ['an unknown reader', share({ content: 'Done', shareWith: { team: true } }), '(team)'],
  ['a good subscription', subscribe(hook), undefined],
  ['no event', subscribe({ ...hook, events: [] }), 'body/events: must NOT have fewer than 1'],
  ['an unknown event', subscribe({ ...hook, events: ['application.hired'] }), 'body/events/*: must be equal to one of'],
  ['another word for the address', subscribe({ ...hook, alertEmailAddress: 'a@b.example' }), '(alertEmailAddress)'],
  ['a good file', attach({ attachmentType: 'GENERIC_FILE', file: 'report.pdf' }), undefined],
  ['an unknown kind of file', attach({ attachmentType: 'REPORT', file: 'report.pdf' }), 'body/attachmentType: must be'],
  ['a file without its kind', attach({ file: 'report.pdf' }), "required property 'attachmentType'"],
  ['a good call for a token', askForToken({ grant_type: 'refresh_token', refresh_token: 't' }), undefined],
  [
    'a redirect that is not sent',
    askForToken({ grant_type: 'authorization_code', redirect_uri: 'x' }),
    '(redirect_uri)',
  ],
  ['an unknown grant', askForToken({ grant_type: 'password' }), 'body/grant_type: must be equal to one of'],
  ['a token', toSmartRecruiters('GET /jobs', proof('Bearer t')), undefined],
  ['a basic header', toSmartRecruiters('GET /jobs', proof('Basic t')), 'header authorization: basic'],
  ['neither key nor token', toSmartRecruiters('GET /jobs', { headers: {} }), 'header authorization: none'],
  ['another order', toSmartRecruiters('GET /jobs?sort=id'), 'query sort: must be equal to one of'],
  [
    'a page by its snake-case name',
    toSmartRecruiters('GET /candidates?page_id=1'),
    'query page_id: not in the document',
  ],
]

test.each(askedOfSmartRecruiters)('judges %s, asked of SmartRecruiters', (_what, exchange, problem) => {
  expect(problemsOf(smartRecruiters.request(exchange))).toEqual(asGiven(problem))
})

const row = { id: '1', contact: '2', stage: 'lead-new', emails: [], tags: [] }
const page = (data: unknown, rest: object = {}) => toLever('GET /opportunities', { answerBody: { data, ...rest } })
const download = (answerBody: unknown) => toLever('GET /opportunities/1/files/2/download', { answerBody })

const answeredByLever: readonly Case[] = [
  ['a good page', page([row], { hasNext: true, next: '0.1.2' }), undefined],
  ['a row without its stage', page([{ ...row, stage: undefined }]), "required property 'stage'"],
  ['a moment that is a text', page([{ ...row, createdAt: '2027-01-01' }]), 'body/data/*/createdAt: must be integer'],
  ['an unknown member of a page', page([row], { total: 1 }), '(total)'],
  ['a new one without `data`', { ...create(prospect), status: 201, answerBody: row }, '(id)'],
  ['the bytes of a file', download(Buffer.from('%PDF')), undefined],
  ['bytes where JSON is said', { ...page([]), answerBody: Buffer.from('%PDF') }, 'body: bytes'],
  [
    'a refusal without its code',
    { ...page([]), status: 400, answerBody: { message: 'x' } },
    "required property 'code'",
  ],
  ['an unknown status', { ...page([]), status: 418 }, 'status 418: not in the document'],
]

test.each(answeredByLever)('judges %s, answered by Lever', (_what, exchange, problem) => {
  expect(problemsOf(lever.answer(exchange))).toEqual(asGiven(problem))
})

const application = (answerBody: object) => toSmartRecruiters('GET /candidates/1/jobs/2', { answerBody })
const token = (answerBody: object) => ({ ...askForToken({}), answerBody })

const answeredBySmartRecruiters: readonly Case[] = [
  ['a good application', application({ status: 'IN_REVIEW', subStatus: 'Crosschq' }), undefined],
  ["another API's status", application({ status: 'ARCHIVED' }), 'body/status: must be equal to one of'],
  ['no moment', application({ startsOn: 'Monday' }), 'body/startsOn: must match format "date-time"'],
  ['an unknown member', application({ step: 'Crosschq' }), '(step)'],
  ['a token without the token', token({ expires_in: 1800 }), "required property 'access_token'"],
  [
    'a refusal without its code',
    { ...application({ errors: [{ message: 'x' }] }), status: 404 },
    "required property 'code'",
  ],
]

test.each(answeredBySmartRecruiters)('judges %s, answered by SmartRecruiters', (_what, exchange, problem) => {
  expect(problemsOf(smartRecruiters.answer(exchange))).toEqual(asGiven(problem))
})

const moved = { opportunityId: '1', toStageId: 'offer' }
const delivery = { event: 'candidateStageChange', triggeredAt: 5, token: 't', data: moved }

test.each([
  ['a good delivery', delivery, ''],
  ['a try of the connection', { ...delivery, data: {} }, ''],
  ['no stage', { ...delivery, data: { opportunityId: '1' } }, "required property 'toStageId'"],
  ['what no event tells', { ...delivery, data: { ...moved, email: 'a' } }, '(email)'],
  ['a form of another event', { ...delivery, event: 'candidateHired' }, '(toStageId)'],
  ['no token', { ...delivery, token: undefined }, "required property 'token'"],
  ['an unknown event', { ...delivery, event: 'candidateMoved' }, 'no such webhook'],
])('judges %s, told by Lever', (_what, body, problem) => {
  expect(problemsOf(lever.webhook(JSON.parse(JSON.stringify(body))))).toEqual(asGiven(problem || undefined))
})

const ids = { job_id: '1', candidate_id: '2', application_id: '3' }

test.each([
  ['application.status.updated', ids, ''],
  ['application.status.updated', { ...ids, status: 'HIRED' }, '(status)'],
  ['application.attachment.created', ids, "required property 'attachment_id'"],
  ['candidate.deleted', { id: '1' }, ''],
  ['candidate.deleted', { candidate_id: '1' }, "required property 'id'"],
  ['application.hired', ids, 'no such webhook'],
])('judges %s, told by SmartRecruiters', (name, body, problem) => {
  expect(problemsOf(smartRecruiters.webhook(body, '', name))).toEqual(asGiven(problem || undefined))
})

test('reads forms as their fields', async () => {
  const form = new FormData()
  for (const tag of ['a', 'b']) form.append('tag', tag)
  form.append('file', new Blob(['%PDF']), 'report.pdf')

  const read = await withForms([
    await logged(new Response(form)),
    await logged(new Response(new URLSearchParams({ code: 'c' }))),
    await logged(new Response('nonsense', { headers: FORM_TYPE })),
  ])

  expect(read.map(({ requestBody }) => requestBody)).toEqual([
    { tag: ['a', 'b'], file: 'report.pdf' },
    { code: 'c' },
    undefined,
  ])
})

test('never shows a key or a token', () => {
  const wrong = toSmartRecruiters('GET /jobs?a=1', { headers: { authorization: 'Digest secret' } })

  expect(
    JSON.stringify([smartRecruiters.request(wrong), lever.request(toLever('GET /tags', proof('secret')))]),
  ).not.toMatch(/secret/)
})

function asked(base: string, key: Readonly<Record<string, string>>) {
  return (call: string, rest: Partial<Exchange> = {}): Exchange => {
    const [method = '', address = ''] = call.split(' ')
    const [path = '', query = ''] = address.split('?')
    const request = { method, path: base + path, query, headers: { ...key, ...JSON_TYPE }, requestBody: undefined }
    return { ...request, status: 200, answerBody: {}, ...rest }
  }
}

async function logged(form: Response): Promise<LoggedCall> {
  const headers = { 'content-type': form.headers.get('content-type')! }
  const requestBytes = Buffer.from(await form.arrayBuffer())
  return { at: 0, ...toLever('POST /opportunities/1/files'), headers, requestBytes, applied: true }
}

function proof(authorization: string, type: Readonly<Record<string, string>> = JSON_TYPE) {
  return { headers: { authorization, ...type } }
}

function problemsOf(found: readonly { readonly problem: string }[]): string {
  return found.map(({ problem }) => problem).join('\n')
}

function asGiven(problem: string | undefined): unknown {
  return problem === undefined ? '' : expect.stringContaining(problem)
}
