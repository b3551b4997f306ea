import { expect, test } from 'vitest'
import { type SandboxOptions, type SandboxServer, startSandboxServer } from './server.ts'

function startCounting(options: Partial<SandboxOptions> = {}): Promise<SandboxServer> {
  let handled = 0
  return startSandboxServer({
    respond: ({ path, query, body }) => {
      handled += 1
      return { status: 200, body: { handled, path, asked: query.get('q'), body } }
    },
    ...options,
  })
}

function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } })
}

test('hands the parsed request to respond', async () => {
  await using server = await startCounting()

  const response = await post(`${server.url}/a/b?q=1`, '{"x":[1]}')

  expect(await response.json()).toEqual({ handled: 1, path: '/a/b', asked: '1', body: { x: [1] } })
})

test('gives no body for text that is not JSON', async () => {
  await using server = await startSandboxServer({
    respond: ({ rawBody, body }) => ({ status: 200, body: { raw: rawBody.toString(), isMissing: body === undefined } }),
  })

  expect(await (await post(server.url, 'not json')).json()).toEqual({ raw: 'not json', isMissing: true })
})

test('keeps every call as ground truth', async () => {
  await using server = await startCounting()
  server.faults.add({ fault: { type: 'status', status: 503 }, times: 1 })

  await post(`${server.url}/one?q=2`, '{"a":1}')
  await post(`${server.url}/two`, '{}')

  expect(server.calls.map(({ path, query, status, applied }) => ({ path, query, status, applied }))).toEqual([
    { path: '/one', query: 'q=2', status: 503, applied: false },
    { path: '/two', query: '', status: 200, applied: true },
  ])
  expect(server.calls[0]?.requestBody).toEqual({ a: 1 })
  server.clearCalls()
  expect(server.calls).toEqual([])
})

test('answers strings and bytes as they are', async () => {
  await using server = await startSandboxServer({
    respond: ({ path }) => ({ status: 403, body: path === '/text' ? 'Forbidden' : new Uint8Array([1, 2]) }),
  })

  const text = await fetch(`${server.url}/text`)
  const bytes = await fetch(`${server.url}/bytes`)

  expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'Forbidden'])
  expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([1, 2])
})

test('shows its own mistakes as a 500', async () => {
  await using server = await startSandboxServer({
    respond: () => {
      throw new Error('broken rule')
    },
  })

  const response = await fetch(server.url)

  expect(response.status).toBe(500)
  expect(await response.text()).toContain('broken rule')
})

test('refuses a burst beyond the rate per credential', async () => {
  await using server = await startCounting({ rate: { perSecond: 0.5, burst: 2 } })
  const call = (authorization: string) => post(server.url, '{}', { authorization })

  const mine = [await call('a'), await call('a'), await call('a')]
  const theirs = await call('b')

  expect(mine.map(({ status }) => status)).toEqual([200, 200, 429])
  expect(mine[2]?.headers.get('retry-after')).toBe('2')
  expect(theirs.status).toBe(200)
})

test('waits for the set latency', async () => {
  await using server = await startCounting({ latencyMs: 40 })
  const start = performance.now()

  await post(server.url, '{}')

  expect(performance.now() - start).toBeGreaterThanOrEqual(38)
})

test('close ends a call that hangs', async () => {
  const server = await startCounting()
  server.faults.add({ fault: { type: 'timeoutAfterApply', ms: 60_000 } })
  const hanging = post(server.url, '{}').catch(() => 'cut')
  while (server.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))

  await server.close()
  await server.close()

  expect(await hanging).toBe('cut')
  await expect(fetch(server.url)).rejects.toThrow()
})
