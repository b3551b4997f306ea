import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tokens } from '../../src/http/fixtures/served.ts'
import { exchange } from './exchange.ts'
import { type ServedConsole, serveConsole } from './served-console.ts'
import { formsIn, type Seen, type Visitor } from './visitor.ts'

let served: ServedConsole
beforeAll(async () => {
  served = await serveConsole()
})
afterAll(() => served?.[Symbol.asyncDispose]())

const token = tokens[0]!.token
const wrongToken = 'wrong-token-0123456789abcdef0123456789ab'

/** Somebody with the same cookies. */
function copyOf({ cookies }: Pick<Visitor, 'cookies'>): Visitor {
  const copy = served.stranger()
  for (const [name, value] of cookies) copy.cookies.set(name, value)
  return copy
}

async function isSignedIn(person: Visitor): Promise<boolean> {
  const { status, location } = await person.get('/')
  if (status !== 200) expect([status, location]).toEqual([303, '/sign-in'])
  return status === 200
}

describe('signing in', () => {
  test('takes a token in a plain form', async () => {
    const person = await served.signedIn('read')

    const home = await person.get('/')

    expect(home.status).toBe(200)
    expect(home.text).toContain('reader')
  })

  test('sets a cookie that scripts and other sites never see', async () => {
    const { setCookies } = await served.stranger().signIn(token)

    const attributes = setCookies.at(-1)!.split('; ').slice(1)

    expect(setCookies).toHaveLength(1)
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']))
    expect(attributes.filter((one) => one.startsWith('Domain'))).toEqual([])
  })

  test('marks the cookie Secure at a public address with TLS', async () => {
    const answer = await exchange(served, {
      ...{ method: 'POST', path: '/sign-in', body: new URLSearchParams({ token }).toString() },
      headers: { host: 'sync.example.com', 'content-type': 'application/x-www-form-urlencoded' },
    })

    expect(answer.status).toBe(303)
    expect(String(answer.headers['set-cookie'])).toMatch(/; Secure(;|$)/)
  })

  test('refuses a wrong token with the form again', async () => {
    const person = served.stranger()

    const answer = await person.submit(await person.get('/sign-in'), '/sign-in', { token: wrongToken })

    expect(answer.status).toBe(401)
    expect(formsIn(answer.text).map(({ action }) => action)).toEqual(['/sign-in'])
    expect(answer.text + served.log()).not.toContain(wrongToken)
    expect(person.cookies.size).toBe(0)
  })

  test('gives a new session id each time and ends the old one', async () => {
    const person = await served.signedIn('read')
    const before = copyOf(person)

    await person.post('/sign-in', { token })

    expect([...person.cookies.values()]).not.toEqual([...before.cookies.values()])
    expect([await isSignedIn(person), await isSignedIn(before)]).toEqual([true, false])
  })

  test('takes over no session id from outside', async () => {
    const [[name, id] = ['', '']] = (await served.signedIn('read')).cookies
    const attacker = served.stranger()
    attacker.cookies.set(name, 'A'.repeat(id.length))
    const victim = copyOf(attacker)

    const wasSignedIn = await isSignedIn(copyOf(victim))
    await victim.signIn(tokens[2]!.token)

    expect(wasSignedIn).toBe(false)
    expect(victim.cookies.get(name)).not.toBe(attacker.cookies.get(name))
    expect([await isSignedIn(victim), await isSignedIn(copyOf(attacker))]).toEqual([true, false])
  })

  test('keeps the token out of cookies, pages, addresses and the log', async () => {
    const person = await served.signedIn('approve')
    const seen = await Promise.all(served.places.map((path) => person.get(path)))

    const said = JSON.stringify([[...person.cookies], seen.map(({ text, location }) => [text, location]), served.log()])

    for (const { token } of tokens) expect(said).not.toContain(token)
  })

  test('is not done by an address', async () => {
    const person = served.stranger()

    const answer = await person.get(`/sign-in?${new URLSearchParams({ token })}`)

    expect(person.cookies.size).toBe(0)
    expect(answer.text + served.log()).not.toContain(token)
  })
})

describe('signing out', () => {
  test('ends the session on the server', async () => {
    const person = await served.signedIn('operate')
    const copy = copyOf(person)

    const answer = await person.submit(await person.get('/'), '/sign-out')

    expect(answer.location).toBe('/sign-in')
    expect(person.cookies.size).toBe(0)
    expect(await isSignedIn(copy)).toBe(false)
  })

  test('is nothing a link can do', async () => {
    const person = await served.signedIn('operate')

    const answer = await person.get('/sign-out')

    expect(answer.status).toBe(405)
    expect(await isSignedIn(person)).toBe(true)
  })
})

describe('the way on after signing in', () => {
  test.each([
    ...['//evil.example', '///evil.example', '/\\evil.example', '\\\\evil.example', 'https://evil.example'],
    ...['HTTPS:evil.example', 'javascript:alert(1)', 'data:text/html,x', 'evil.example', '/\t/evil.example'],
    ...['/\n/evil.example', ' //evil.example', '/.//evil.example', '/runs/..//evil.example', '/%2e/\\evil.example'],
    ...['/\r\nset-cookie: a=b', '@evil.example', ''],
  ])('is a page of ours, not %j', async (next) => {
    const person = served.stranger()

    const page = await person.get(`/sign-in?${new URLSearchParams({ next })}`)
    const led = await person.submit(page, '/sign-in', { token })
    const forced = await served.stranger().post('/sign-in', { token, next })

    expectOurs(led)
    expectOurs(forced)
  })

  test.each([
    ...['%2F%2Fevil.example', '%5C%5Cevil.example', '/%2Fevil.example', '/%5Cevil.example'],
    ...['%252F%252Fevil.example', '/%252Fevil.example', '/&next=//evil.example', '//evil.example&next=/'],
  ])('is a page of ours when encoded: %s', async (next) => {
    const person = served.stranger()

    const page = await person.get(`/sign-in?next=${next}`)
    const led = await person.submit(page, '/sign-in', { token })

    expectOurs(led)
  })

  test('is one of ours for who is signed in already', async () => {
    const person = await served.signedIn('read')

    expectOurs(await person.get('/sign-in?next=//evil.example'))
  })

  test('is the page that was asked for', async () => {
    const person = served.stranger()
    const asked = await person.get('/runs?state=failed&connection=headcount')

    const page = await person.get(asked.location!)
    const { location } = await person.submit(page, '/sign-in', { token })

    expect(location).toBe('/runs?state=failed&connection=headcount')
  })

  function expectOurs({ status, location }: Seen): void {
    expect(status).toBe(303)
    expect(location).toMatch(/^\/(?![/\\])/)
    expect(new URL(location!, served.url).origin).toBe(served.url)
  }
})

// Last: from here on this address is one that tried too often.
test('many wrong tokens are told to wait, a right one is not', async () => {
  const person = served.stranger()
  const answers: Seen[] = []
  while (answers.length < 40 && answers.at(-1)?.status !== 429)
    answers.push(await person.post('/sign-in', { token: `${wrongToken}-${answers.length}` }))

  const right = await served.stranger().signIn(token)

  expect(answers[0]!.status).toBe(401)
  expect(answers.at(-1)!.status).toBe(429)
  expect(Number(answers.at(-1)!.headers.get('retry-after'))).toBeGreaterThan(0)
  // With 128 bits and more nothing is guessed, and behind one proxy a stranger would lock everybody out.
  expect(right.status).toBe(303)
})
