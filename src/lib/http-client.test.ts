import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'
import {
  type Call,
  createHttpClient,
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
} from './http-client.ts'

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void

const open: { close(): void }[] = []

afterEach(() => {
  for (const thing of open.splice(0)) thing.close()
})

test('returns parsed JSON with status and request id', async () => {
  const { client } = await serve((_, response) => {
    response.setHeader('x-request-id', 'req-1')
    response.end('{"a":[1,null]}')
  })

  const answer = await client.send(READ)

  expect(answer).toMatchObject({ status: 200, body: { a: [1, null] }, requestId: 'req-1' })
})

test('sends path, query, headers and body', async () => {
  const { client, seen } = await serve((_, response) => response.writeHead(202).end(), { path: '/base/' })

  const answer = await client.send({
    ...WRITE_ONCE,
    path: '/job/7',
    query: { q: 'is:open a&b', n: 2, gone: undefined },
    body: { title: 'Baker', pay: null },
  })

  expect(answer).toMatchObject({ status: 202, body: undefined })
  expect(seen[0]).toMatchObject({ method: 'POST', body: '{"title":"Baker","pay":null}' })
  expect(new URL(seen[0]!.url, 'http://x').pathname).toBe('/base/job/7')
  expect(Object.fromEntries(new URL(seen[0]!.url, 'http://x').searchParams)).toEqual({ q: 'is:open a&b', n: '2' })
  expect(seen[0]!.headers).toMatchObject({ authorization: TOKEN, 'content-type': 'application/json' })
})

test.each([400, 401, 403, 404, 408, 409, 422])('leaves status %i to the vendor folder', async (status) => {
  const { client, seen } = await serve((_, response) => response.writeHead(status).end('{"code":1}'))

  expect(await client.send(WRITE_ONCE)).toMatchObject({ status, body: { code: 1 } })
  expect(seen).toHaveLength(1)
})

test('hands over HTML as text', async () => {
  const { client } = await serve((_, response) => response.end('<html>Sign in</html>'))

  expect((await client.send(READ)).body).toBe('<html>Sign in</html>')
})

test('reads compressed answers', async () => {
  const { client } = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
  })

  expect((await client.send(READ)).body).toEqual({ a: 1 })
})

test('retries a read after server errors', async () => {
  const { client, seen } = await serve((_, response) => {
    response.writeHead(seen.length < 3 ? 503 : 200).end('{}')
  })

  expect((await client.send(READ)).status).toBe(200)
  expect(seen).toHaveLength(3)
})

test.each(['read', 'repeatable'] as const)('gives up a %s call after its tries', async (effect) => {
  const { client, seen } = await serve((_, response) => response.writeHead(500).end())

  const error = await client.send({ ...READ, effect }).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(RetryableError)
  expect(error.message).toContain('3 tries')
  expect(error.facts).toMatchObject({ status: 500, path: '/v2/job/{jobId}', method: 'GET' })
  expect(seen).toHaveLength(3)
})

test.each([500, 502, 504, 520])('never repeats a once-write after status %i', async (status) => {
  const { client, seen, calls } = await serve((_, response) => response.writeHead(status).end())

  await expect(client.send(WRITE_ONCE)).rejects.toThrow(UnknownOutcomeError)
  expect(seen).toHaveLength(1)
  expect(calls).toMatchObject([{ outcome: 'unknown', status, template: '/v2/job/{jobId}' }])
})

test('a once-write cut off mid-answer is unknown', async () => {
  const { client, seen } = await serve((request, response) => {
    response.writeHead(200, { 'content-length': '100' })
    response.write('{"id":', () => request.socket.destroy())
  })

  await expect(client.send(WRITE_ONCE)).rejects.toThrow(UnknownOutcomeError)
  expect(seen).toHaveLength(1)
})

test('a once-write whose connection dies is unknown', async () => {
  const { client, seen } = await serve((request) => request.socket.destroy())

  await expect(client.send(WRITE_ONCE)).rejects.toThrow(UnknownOutcomeError)
  expect(seen).toHaveLength(1)
})

test('a read whose connection dies is retried', async () => {
  const { client, seen } = await serve((request, response) => {
    if (seen.length === 1) request.socket.destroy()
    else response.end('{}')
  })

  expect((await client.send(READ)).status).toBe(200)
})

test('a once-write without any connection is retryable', async () => {
  const port = await unusedPort()
  const client = clientFor(`http://127.0.0.1:${port}`)

  const error = await client.send(WRITE_ONCE).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(RetryableError)
  expect(error.facts.code).toBe('ECONNREFUSED')
})

test('a once-write uses a connection of its own', async () => {
  const ports: (number | undefined)[] = []
  const { client } = await serve((request, response) => {
    ports.push(request.socket.remotePort)
    response.end('{}')
  })

  for (const request of [READ, READ, WRITE_ONCE, READ]) await client.send(request)

  expect(ports[1]).toBe(ports[0])
  expect(ports[2]).not.toBe(ports[0])
  expect(ports[3]).toBe(ports[0])
})

test('a silent server makes reads retryable', async () => {
  const { client, seen } = await serve(() => {}, { timeouts: { answerMs: 50 }, retry: { attempts: 2 } })

  await expect(client.send(READ)).rejects.toThrow(/No answer within the time allowed; gave up after 2 tries/)
  expect(seen).toHaveLength(2)
})

test('a silent server makes once-writes unknown', async () => {
  const { client, seen } = await serve(() => {}, { timeouts: { answerMs: 50 } })

  await expect(client.send(WRITE_ONCE)).rejects.toThrow(UnknownOutcomeError)
  expect(seen).toHaveLength(1)
})

test('an endlessly dripping answer ends in time', async () => {
  const { client } = await serve(
    (_, response) => {
      const timer = setInterval(() => response.write(' '), 10)
      response.on('close', () => clearInterval(timer))
    },
    { timeouts: { answerMs: 50, totalMs: 200 }, retry: { attempts: 1 } },
  )

  await expect(client.send(READ)).rejects.toThrow(/No whole answer within the time allowed/)
})

test('a long answer that began in time is read', async () => {
  const { client } = await serve(
    (_, response) => {
      response.write('[1')
      setTimeout(() => response.end(',2]'), 150)
    },
    { timeouts: { answerMs: 100 } },
  )

  expect((await client.send(READ)).body).toEqual([1, 2])
})

test('TLS that never shakes hands reached nothing', async () => {
  const address = await serveTcp(() => {})
  const client = clientFor(`https://${address}`, { timeouts: { connectMs: 100 }, retry: { attempts: 1 } })

  const error = await client.send(WRITE_ONCE).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(RetryableError)
  expect(error.message).toContain('No connection within the time allowed')
})

test('a server that speaks no TLS is fatal', async () => {
  const { server } = await serve((_, response) => response.end('{}'))
  const client = clientFor(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)

  const error = await client.send(WRITE_ONCE).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(FatalError)
  expect(error.message).toContain('TLS')
})

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

test.each(['read', 'once'] as const)('waits Retry-After for a %s call', async (effect) => {
  const { client, seen, slept } = await serve((_, response) => {
    if (seen.length === 1) response.writeHead(429, { 'retry-after': '7' }).end()
    else response.end('{}')
  })

  expect((await client.send({ ...READ, effect })).status).toBe(200)
  expect(slept).toContain(7000)
})

test('judges a Retry-After date by the server clock', async () => {
  const { client, seen, slept } = await serve((_, response) => {
    response.sendDate = false
    if (seen.length > 1) response.end('{}')
    else
      response
        .writeHead(429, { date: 'Mon, 01 Jan 2001 00:00:00 GMT', 'retry-after': 'Mon, 01 Jan 2001 00:00:09 GMT' })
        .end()
  })

  await client.send(READ)

  expect(slept).toContain(9000)
})

test('names a wait that is too long', async () => {
  const { client, seen } = await serve((_, response) => response.writeHead(429, { 'retry-after': '86400' }).end())

  const error = await client.send(READ).catch((thrown) => thrown)

  expect(error).toBeInstanceOf(RetryableError)
  expect(error.message).toContain('86400 s')
  expect(error.facts).toMatchObject({ status: 429, retryAfterMs: 86_400_000 })
  expect(seen).toHaveLength(1)
})

test('an account refused for ever is retryable', async () => {
  const { client, seen, calls } = await serve((_, response) => response.writeHead(429).end())

  await expect(client.send(WRITE_ONCE)).rejects.toThrow(RetryableError)
  expect(seen).toHaveLength(3)
  expect(calls.map(({ outcome }) => outcome)).toEqual(['rate_limited', 'rate_limited', 'rate_limited'])
})

test('starts no attempt beyond the total time', async () => {
  const { client, seen } = await serve((_, response) => response.writeHead(503, { 'retry-after': '50' }).end(), {
    retry: { attempts: 9, maxTotalMs: 120_000 },
  })

  await expect(client.send(READ)).rejects.toThrow(/gave up after 3 tries in 100 s/)
  expect(seen).toHaveLength(3)
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
  expect(() => createHttpClient({ baseUrl, headers: () => ({}) })).toThrow(/baseUrl must/)
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

test('closing ends calls that wait', async () => {
  const { client } = await serve(() => {})
  const read = client.send(READ).catch((thrown) => thrown)
  const write = client.send(WRITE_ONCE).catch((thrown) => thrown)
  await new Promise((resolve) => setTimeout(resolve, 100))

  client.close()

  expect(await read).toBeInstanceOf(RetryableError)
  expect(await write).toBeInstanceOf(UnknownOutcomeError)
  await expect(client.send(READ)).rejects.toThrow(RetryableError)
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

const TOKEN = 'Bearer token-1'
const LEAKY = { 'x-request-id': 'echo-sekret <ada@example.com>', 'retry-after': 'ada@example.com' }
const READ: HttpRequest = { method: 'GET', path: '/v2/job/1', template: '/v2/job/{jobId}', effect: 'read' }
const WRITE_ONCE: HttpRequest = { ...READ, method: 'POST', body: { a: 1 }, effect: 'once' }

/** A real server, and a client whose waits take no time but move its clock. */
async function serve(answer: Answer, options: Partial<HttpClientOptions> & { path?: string } = {}) {
  const seen: { method?: string; url: string; headers: IncomingMessage['headers']; body: string }[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString()
    seen.push({ method: request.method, url: request.url ?? '', headers: request.headers, body })
    answer(request, response, body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => server.closeAllConnections() }, server)
  const { port } = server.address() as AddressInfo
  return { server, seen, ...instrumented(`http://127.0.0.1:${port}${options.path ?? ''}`, options) }
}

function instrumented(baseUrl: string, options: Partial<HttpClientOptions>) {
  const slept: number[] = []
  const calls: Call[] = []
  let now = 0
  const client = createHttpClient({
    baseUrl,
    headers: () => ({ authorization: TOKEN }),
    requestIdHeader: 'X-Request-Id',
    onCall: (call) => calls.push(call),
    clock: () => now,
    sleep: async (ms) => {
      slept.push(ms)
      now += ms
    },
    ...options,
    retry: { attempts: 3, ...options.retry },
  })
  open.push(client)
  return { client, slept, calls }
}

function clientFor(baseUrl: string, options: Partial<HttpClientOptions> = {}): HttpClient {
  return instrumented(baseUrl, options).client
}

async function serveTcp(onConnection: () => void): Promise<string> {
  const sockets = new Set<{ destroy(): void }>()
  const server: TcpServer = createTcpServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    onConnection()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(server, { close: () => sockets.forEach((socket) => void socket.destroy()) })
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function unusedPort(): Promise<number> {
  const server = createTcpServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
