import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokens } from '../../src/http/fixtures/served.ts'
import { exchange } from './exchange.ts'
import { type ServedConsole, serveConsole } from './served-console.ts'
import { type Fields, formsIn, type Seen, type Visitor } from './visitor.ts'

let served: ServedConsole
beforeAll(async () => {
  served = await serveConsole()
})
afterAll(() => served?.[Symbol.asyncDispose]())

/** As a browser says where a request comes from. */
const foreign = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
] as const

describe('without a session', () => {
  test('every page leads to the sign-in and shows nothing', async () => {
    const answers = await Promise.all(served.places.map((path) => served.stranger().get(path)))

    expect(answers.map(({ status, location }) => [status, location])).toEqual(
      served.places.map((path) => [303, path === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next: path })}`]),
    )
    expect(answers.map(({ text }) => text).join('')).toBe('')
  })

  test('no page tells what there is', async () => {
    const paths = ['/connections/headcount', '/connections/nothing', '/runs/00000000-0000-4000-8000-000000000000']

    const answers = await Promise.all(paths.map((path) => served.stranger().get(path)))

    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  })

  test('no form does anything', async () => {
    const forms = await served.formsOf(await served.signedIn('approve'))

    const answers = await Promise.all(
      forms.map(async ({ action, hidden }) => ({ action, ...(await served.stranger().post(action, hidden)) })),
    )

    expect(answers.map(({ action, location }) => `${action} ${location}`)).toEqual(
      forms.map(({ action }) => `${action} /sign-in`),
    )
    await served.expectNothingDone()
  })

  test('nothing is sent of what happens', async () => {
    const { status, text } = await served.stranger().get('/events')

    expect(status).toBe(401)
    expect(text).not.toContain('headcount')
  })

  test('the cookie is no credential of the API', async () => {
    const person = await served.signedIn('approve')

    const answers = [await person.get('/api/v1/connections'), await person.post('/api/v1/connections/headcount/sync')]

    expect(answers.map(({ status }) => status)).toEqual([401, 401])
    await served.expectNothingDone()
  })
})

describe('a form', () => {
  test('is there to be tested', async () => {
    const forms = await served.formsOf(await served.signedIn('approve'))

    expect(new Set(forms.map(({ action }) => action)).size).toBeGreaterThanOrEqual(3)
  })

  test.each<readonly [string, (csrf: string, other: string) => Fields]>([
    ['without the field of the session', () => ({})],
    ['with an empty field', () => ({ csrf: '' })],
    ['with a wrong field', (csrf) => ({ csrf: `${csrf.startsWith('A') ? 'B' : 'A'}${csrf.slice(1)}` })],
    ['with the field of another session', (_, other) => ({ csrf: other })],
  ])('%s is refused', async (_, change) => {
    const person = await served.signedIn('approve')
    const other = csrfOf(await (await served.signedIn('approve')).get('/'))

    const answers = await sendAll(person, ({ csrf = '', ...hidden }) => ({ ...hidden, ...change(csrf, other) }))

    expect(taken(answers)).toEqual([])
    expect((await person.get('/')).status).toBe(200)
    await served.expectNothingDone()
  })

  test.each(foreign)('sent by another site is refused: %j', async (headers) => {
    const person = await served.signedIn('approve')

    const answers = await sendAll(person, (hidden) => hidden, headers)

    expect(taken(answers)).toEqual([])
    expect((await person.get('/')).status).toBe(200)
    await served.expectNothingDone()
  })

  test.each(foreign)('of another site signs nobody in: %j', async (headers) => {
    const answer = await served.stranger().post('/sign-in', { token: tokens[0]!.token }, headers)

    expect([answer.status, answer.setCookies]).toEqual([403, []])
  })

  test('of an operator is refused to a reader on the server', async () => {
    const reader = await served.signedIn('read')
    const csrf = csrfOf(await reader.get('/'))
    const forms = await served.formsOf(await served.signedIn('approve'))

    const theirs = forms.filter(({ action }) => action !== '/sign-out')
    const answers = await Promise.all(
      theirs.map(async ({ action, hidden }) => ({
        action,
        status: (await reader.post(action, { ...hidden, csrf })).status,
      })),
    )

    expect(theirs.length).toBeGreaterThan(0)
    expect(taken(answers)).toEqual([])
    await served.expectNothingDone()
  })

  test('that no page has is refused too', async () => {
    const person = await served.signedIn('approve')

    const answer = await person.post('/connections/headcount/sync', { csrf: 'invented' })

    expect(answer.status).toBe(403)
    await served.expectNothingDone()
  })
})

function csrfOf({ text }: Seen): string {
  return formsIn(text)[0]?.hidden.csrf ?? ''
}

/** Those that were answered with anything but a refusal. */
function taken(answers: readonly Answered[]): readonly string[] {
  return answers.filter(({ status }) => status !== 403).map(({ action, status }) => `${status} ${action}`)
}

interface Answered {
  readonly action: string
  readonly status: number
}

/** One after the other: what slips through would be seen in the end. */
async function sendAll(person: Visitor, change: (hidden: Fields) => Fields, headers: Fields = {}) {
  const answers: Answered[] = []
  for (const { action, hidden } of await served.formsOf(person))
    answers.push({ action, status: (await person.post(action, change(hidden), headers)).status })
  return answers
}

describe('every page', () => {
  async function everyPage(): Promise<readonly Seen[]> {
    const person = await served.signedIn('approve')
    const paths = ['/runs/00000000-0000-4000-8000-000000000000', ...served.places]
    return [await served.stranger().get('/sign-in'), ...(await Promise.all(paths.map((path) => person.get(path))))]
  }

  test('forbids inline scripts, other sources and frames', async () => {
    for (const { headers } of await everyPage()) {
      const policy = policyOf(headers.get('content-security-policy') ?? '')
      expect(policy).toMatchObject({
        ...{ 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'", 'connect-src': "'self'" },
        ...{ 'frame-ancestors': "'none'", 'base-uri': "'none'", 'form-action': "'self'" },
      })
      expect(Object.values(policy).join(' ')).not.toMatch(/unsafe|\*|https?:/)
      expect(headers.get('x-frame-options')).toBe('DENY')
    }
  })

  test('is kept nowhere, taken for nothing else and told to nobody', async () => {
    for (const { headers } of await everyPage()) {
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('referrer-policy')).toMatch(/^(no-referrer|same-origin)$/)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8')
    }
  })

  test('that is not there says so in a page', async () => {
    const person = await served.signedIn('read')

    const { status, headers, text } = await person.get('/nothing-here')

    expect([status, headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(policyOf(headers.get('content-security-policy') ?? '')).toMatchObject({ 'default-src': "'none'" })
    expect(text).toContain('href="/"')
  })

  test('has no script, style or handler of its own', async () => {
    for (const { text } of await everyPage()) {
      expect(text).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:/i)
      expect(text.match(/<script\b[^>]*>(?!<\/script>)/g) ?? []).toEqual([])
    }
  })

  test.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', 'sync.example.com.evil.example'])(
    'is not answered under the name %s',
    async (host) => {
      const { status } = await exchange(served, { path: '/sign-in', headers: { host } })

      expect(status).toBe(421)
    },
  )
})

function policyOf(header: string): Readonly<Record<string, string>> {
  const parts = header.split(';').map((part) => part.trim().split(/ +(.*)/s))
  return Object.fromEntries(parts.map(([name = '', value = '']) => [name, value]))
}
