import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { FatalError, RetryableError, UnknownOutcomeError } from './errors.ts'
import { clientFor, READ, serve, serveTcp, unusedPort, WRITE_ONCE } from './fixtures/http-server.ts'

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

test('each once-write has a connection of its own', async () => {
  const ports: (number | undefined)[] = []
  const { client } = await serve((request, response) => {
    ports.push(request.socket.remotePort)
    response.end('{}')
  })

  for (const request of [READ, READ, WRITE_ONCE, WRITE_ONCE, READ]) await client.send(request)

  expect(ports[1]).toBe(ports[0])
  expect(new Set(ports.slice(1, 4)).size).toBe(3)
  expect(ports[4]).toBe(ports[0])
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
