import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Served, serve, tokens } from '../fixtures/served.ts'
import { safeNext } from './next.ts'

const [reader, , approver] = tokens

async function post(served: Served, path: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  return fetch(served.url + path, {
    ...{ method: 'POST', redirect: 'manual', body: new URLSearchParams(form) },
    headers: { origin: served.url, 'sec-fetch-site': 'same-origin', ...headers },
  })
}

async function signIn(served: Served, token = approver!.token) {
  const answer = await post(served, '/sign-in', { token })
  return answer.headers.getSetCookie().at(-1)!.split(';')[0]!
}

async function look(served: Served, path: string, cookie: string) {
  const answer = await fetch(served.url + path, { headers: { cookie }, redirect: 'manual' })
  return { status: answer.status, text: await answer.text(), headers: answer.headers }
}

function csrfOf(text: string): string {
  return /name="csrf" value="([\w-]+)"/.exec(text)![1]!
}

test('whoever is not signed in is led to the sign-in and back', async () => {
  await using served = await serve()

  const away = await fetch(`${served.url}/?x=1`, { redirect: 'manual' })
  const back = await post(served, '/sign-in', { token: approver!.token, next: '/?x=1' })

  expect([away.status, away.headers.get('location')]).toEqual([303, '/sign-in?next=%2F%3Fx%3D1'])
  expect([back.status, back.headers.get('location')]).toEqual([303, '/?x=1'])
})

test('home shows each connection and its state', async () => {
  await using served = await serve()

  const { status, text } = await look(served, '/', await signIn(served))

  expect(status).toBe(200)
  expect(text).toContain('headcount')
  expect(text).toContain('Enabled')
})

test('pages are for the names we are known by, also where we listen for everybody', async () => {
  await using served = await serve({}, '0.0.0.0')
  const asked = {
    ours: ['sync.example.com', 'localhost', '10.0.0.5', '[fd00::5]:8080'],
    theirs: ['evil.example', '10.0.0.5.evil.example'],
  }
  const statuses = async (hosts: readonly string[]) => {
    const answers = hosts.map((host) => served.app.inject({ url: '/sign-in', headers: { host } }))
    return (await Promise.all(answers)).map(({ statusCode }) => statusCode)
  }

  expect(await statuses(asked.ours)).toEqual([200, 200, 200, 200])
  expect(await statuses(asked.theirs)).toEqual([421, 421])
})

test('the session is kept as a digest only', async () => {
  await using served = await serve()

  const cookie = await signIn(served)
  const [row] = await served.database.knex('sessions')

  expect(row.id_hash).toBe(createHash('sha256').update(cookie.split('=')[1]!).digest('base64url'))
  expect(JSON.stringify(row)).not.toContain(approver!.token)
})

test('sync now asks the API for a run', async () => {
  await using served = await serve()
  const cookie = await signIn(served)
  const { text } = await look(served, '/', cookie)

  const answer = await post(served, '/connections/headcount/sync', { csrf: csrfOf(text) }, { cookie })
  const after = await look(served, '/', cookie)

  expect([answer.status, served.woken]).toEqual([303, ['headcount']])
  expect(after.text).toContain('A run of headcount was asked for')
  expect((await look(served, '/', cookie)).text).not.toContain('A run of headcount was asked for')
})

test('a reader is shown no button and refused by the server', async () => {
  await using served = await serve()
  const cookie = await signIn(served, reader!.token)
  const { text } = await look(served, '/', cookie)

  const answer = await post(served, '/connections/headcount/sync', { csrf: csrfOf(text) }, { cookie })

  expect(text).toContain('needs the role operate')
  expect(answer.status).toBe(403)
  expect(await answer.text()).toContain('role')
  expect(served.woken).toEqual([])
})

test('a token taken out of the config ends its sessions', async () => {
  const known = [...tokens]
  await using served = await serve({ tokens: known })
  const cookie = await signIn(served)

  known.splice(2, 1, { ...approver!, token: 'another-token-0123456789abcdef012345' })

  expect((await look(served, '/', cookie)).status).toBe(303)
})

test('cards follow what happens', async () => {
  await using served = await serve()
  const events = await follow(served, await signIn(served))

  await events.until('event: connection-headcount')
  await served.call('/api/v1/connections/headcount/sync', { method: 'POST', body: {} })
  await events.until('A run begins in a moment')
  await events.leave()

  expect(events.headers.get('content-type')).toBe('text/event-stream')
})

test('whoever comes after a press sees what it did at once, though another has just looked', async () => {
  await using served = await serve()
  const cookie = await signIn(served)
  const other = await follow(served, cookie)
  await other.until('event: connection-headcount')

  await served.call('/api/v1/connections/headcount/sync', { method: 'POST', body: {} })
  const events = await follow(served, cookie)
  const first = await events.until('</footer>')
  await Promise.all([other.leave(), events.leave()])

  expect(first).toContain('A run begins in a moment')
})

async function follow({ url }: Served, cookie: string) {
  const { body, headers } = await fetch(`${url}/events`, { headers: { cookie } })
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (words: string) => {
    while (!text.includes(words)) text += (await reader.read()).value ?? ''
    return text
  }
  return { headers, until, leave: () => reader.cancel() }
}

test.each([
  ['/runs?state=failed', '/runs?state=failed'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/%5Cevil.example', '/%5Cevil.example'],
  ['/a/..//evil.example', '/'],
  ['/\tevil', '/'],
  [undefined, '/'],
])('next %j leads to %j', (asked, next) => {
  expect(safeNext(asked)).toBe(next)
})
