import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Served, serve, tokens } from './fixtures/served.ts'

let served: Served
beforeAll(async () => {
  served = await serve({ timeouts: { headersMs: 300, requestMs: 600 } })
})
afterAll(() => served[Symbol.asyncDispose]())

const bearer = `authorization: Bearer ${tokens[2]!.token}`

/** Bytes as they are, and everything that comes back until the server ends the connection. */
async function exchange(
  to: Served,
  text: string,
  more: (write: (text: string) => void) => Promise<void> = async () => {},
) {
  const { port } = new URL(to.url)
  const socket = connect(Number(port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => {})
  const closed = new Promise((resolve) => socket.once('close', resolve))
  await once(socket, 'connect')
  socket.write(text)
  await more((next) => socket.writable && socket.write(next))
  if (!socket.closed) await Promise.race([closed, delay(5_000, undefined, { ref: false })])
  const isEnded = socket.closed
  socket.destroy()
  return { answer, isEnded }
}

function request(line: string, ...headers: string[]): string {
  return `${[`${line} HTTP/1.1`, ...headers, 'connection: close'].join('\r\n')}\r\n\r\n`
}

test('an id of a megabyte is refused', async () => {
  const answer = await exchange(served, request(`GET /api/v1/runs/${'x'.repeat(1_000_000)}`, 'host: localhost', bearer))

  expect(answer.answer).toMatch(/^HTTP\/1\.1 431 /)
})

test.each(['evil.example', 'localhost.evil.example', 'sync.example.com.evil', '169.254.169.254', ''])(
  'refuses the host name "%s"',
  async (host) => {
    const { answer } = await exchange(served, request('GET /healthz', `host: ${host}`))

    expect(answer).toMatch(/^HTTP\/1\.1 421 /)
  },
)

test.each(['localhost', 'LOCALHOST:8080', '127.0.0.1:1', '[::1]:8080', 'sync.example.com'])(
  'answers to %s',
  async (host) => {
    const { answer } = await exchange(served, request('GET /healthz', `host: ${host}`))

    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
  },
)

test('names that were allowed are answered to', async () => {
  await using open = await serve({ allowedHosts: ['sync.internal'] })

  const allowed = await exchange(open, request('GET /healthz', 'host: sync.internal:8080'))
  const other = await exchange(open, request('GET /healthz', 'host: other.internal'))

  expect([allowed.answer.slice(9, 12), other.answer.slice(9, 12)]).toEqual(['200', '421'])
})

test.each([
  ['both lengths', ['content-length: 4', 'transfer-encoding: chunked'], '0\r\n\r\n'],
  ['two lengths', ['content-length: 4', 'content-length: 5'], '{}  '],
  ['a folded header', ['x-a: b', ' c'], ''],
])('refuses a request with %s', async (_, headers, body) => {
  const text = request('POST /api/v1/sync', 'host: localhost', bearer, ...headers) + body

  const { answer, isEnded } = await exchange(served, text)

  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(isEnded).toBe(true)
})

test('an address in absolute form is refused', async () => {
  const { answer } = await exchange(served, request('GET http://evil.example/healthz', 'host: localhost'))

  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('a request without a host is refused', async () => {
  const { answer } = await exchange(served, request('GET /healthz'))

  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
})

test('headers that do not end are cut off', async () => {
  const { answer, isEnded } = await exchange(served, 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: ')

  expect(answer).toMatch(/^HTTP\/1\.1 408 /)
  expect(isEnded).toBe(true)
})

test('a body that does not end is cut off', async () => {
  const head = 'POST /hooks/headcount/slow HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n'

  const { isEnded } = await exchange(served, head, async (write) => {
    for (let count = 0; count < 30; count++) {
      write('x')
      await delay(50)
    }
  })

  expect(isEnded).toBe(true)
})

test('endless chunks are refused and the connection ends', async () => {
  const head = 'POST /hooks/headcount/endless HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n'
  const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`

  const { answer, isEnded } = await exchange(served, head, async (write) => {
    for (let count = 0; count < 40; count++) {
      write(chunk)
      await delay(2)
    }
  })

  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(isEnded).toBe(true)
})
