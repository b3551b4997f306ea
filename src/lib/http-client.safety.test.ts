import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { FatalError } from './errors.ts'
import { type Answer, READ, serve, WRITE_ONCE } from './fixtures/http-server.ts'
import { createHttpClient } from './http-client.ts'

test.each([301, 302, 307, 308])('refuses to follow redirect %i', async (status) => {
  const { client, seen } = await serve((_, response) => response.writeHead(status, { location: '/other' }).end())

  await expect(client.send(READ)).rejects.toThrow(FatalError)
  await expect(client.send(WRITE_ONCE)).rejects.toThrow(FatalError)
  expect(seen.map(({ url }) => url)).toEqual(['/v2/job/1', '/v2/job/1'])
})

test('an answer over the size cap is fatal', async () => {
  const { client, seen } = await serve((_, response) => response.end(JSON.stringify('x'.repeat(5000))), {
    maxAnswerBytes: 1000,
  })

  await expect(client.send(READ)).rejects.toThrow(FatalError)
  expect(seen).toHaveLength(1)
})

test('a bomb is capped by its unpacked size', async () => {
  const bomb = gzipSync('0'.repeat(1_000_000))
  const { client } = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb), {
    maxAnswerBytes: 100_000,
  })

  expect(bomb.length).toBeLessThan(100_000)
  await expect(client.send(READ)).rejects.toThrow(FatalError)
})

test.each([
  '//evil.example/x',
  '/\\evil.example',
  'http://evil.example/',
  'job',
  '',
  '/a/../b',
  '/a/%2e%2e/b',
  '/a?b=1',
  '/a#b',
  '/a b',
  '/a\r\nb',
])('refuses the path %j', async (path) => {
  const { client, seen } = await serve((_, response) => response.end('{}'))

  await expect(client.send({ ...READ, path })).rejects.toThrow(FatalError)
  expect(seen).toHaveLength(0)
})

test.each([
  'ftp://x.example',
  'nothing',
  '',
  'http://user:pw@x.example',
  'https://x.example/?a=1',
  'https://x.example/#a',
])('refuses the base address %j', (baseUrl) => {
  expect(() => createHttpClient({ system: 'vendor', baseUrl, headers: () => ({}) })).toThrow(/baseUrl must/)
})

test.each(['', 'secret-7\nx-evil: 1', 'secret-7 ', 'secret-7é', 'secret-7\u0000'])(
  'refuses a header value that is unsafe: %j',
  async (authorization) => {
    const { client, seen } = await serve((_, response) => response.end('{}'), { headers: () => ({ authorization }) })

    const error = await client.send(READ).catch((thrown) => thrown)

    expect(error).toBeInstanceOf(FatalError)
    expect(error.message).toContain('"authorization"')
    expect(error.message).not.toContain('secret-7')
    expect(seen).toHaveLength(0)
  },
)

test('takes a rotated key at the next try', async () => {
  let key = 'old'
  const { client, seen } = await serve(
    (_, response) => {
      key = 'new'
      response.writeHead(seen.length === 1 ? 500 : 200).end('{}')
    },
    { headers: () => ({ authorization: key }) },
  )

  await client.send(READ)

  expect(seen.map(({ headers }) => headers.authorization)).toEqual(['old', 'new'])
})

const SECRETS = ['sekret-token', 'ada@example.com', 'Lovelace', '98765', 'echo-sekret']

test.each<[string, Answer]>([
  ['429', (_, response) => response.writeHead(429, LEAKY).end(`{"message":"${SECRETS}"}`)],
  ['500', (_, response) => response.writeHead(500, LEAKY).end(`{"message":"${SECRETS}"}`)],
  ['a redirect', (_, response) => response.writeHead(302, { ...LEAKY, location: '/?who=ada@example.com' }).end()],
  [
    'a broken answer',
    (request, response) =>
      response.writeHead(200, { 'content-length': 9 }).write('Lovelac', () => request.socket.destroy()),
  ],
  ['silence', () => {}],
])('no secret stands in an error after %s', async (_, answer) => {
  const { client } = await serve(answer, {
    timeouts: { answerMs: 200 },
    headers: () => ({ authorization: 'sekret-token' }),
  })
  const request = { ...READ, path: '/v2/job/98765', query: { q: 'ada@example.com' }, body: { name: 'Lovelace' } }

  for (const effect of ['read', 'once'] as const) {
    const error = await client.send({ ...request, effect }).catch((thrown) => thrown)

    expect(error).toBeInstanceOf(Error)
    const told = [error.message, error.stack, JSON.stringify(error), JSON.stringify(error.cause), String(error)].join()
    for (const secret of SECRETS) expect(told).not.toContain(secret)
  }
})

const LEAKY = { 'x-request-id': 'echo-sekret <ada@example.com>', 'retry-after': 'ada@example.com' }
