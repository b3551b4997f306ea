import { expect, test } from 'vitest'
import { createFaults, type Fault } from './faults.ts'
import { type SandboxServer, startSandboxServer } from './server.ts'

function startCounter(): Promise<SandboxServer> {
  let handled = 0
  return startSandboxServer({
    respond: () => {
      handled += 1
      return { status: 200, body: { handled, filler: 'x'.repeat(200) } }
    },
  })
}

async function outcome(url: string): Promise<string> {
  try {
    const response = await fetch(url)
    const text = await response.text()
    return text.startsWith('{')
      ? `${response.status} ${JSON.parse(text).handled}`
      : `${response.status} ${text.slice(0, 9)}`
  } catch {
    return 'cut'
  }
}

test.each<[string, Fault, string, string]>([
  ['status', { type: 'status', status: 502, body: 'Bad gateway' }, '502 Bad gatew', '200 1'],
  ['resetBeforeApply', { type: 'resetBeforeApply' }, 'cut', '200 1'],
  ['html', { type: 'html' }, '200 <!DOCTYPE', '200 1'],
  ['timeoutAfterApply', { type: 'timeoutAfterApply', ms: 10 }, 'cut', '200 2'],
  ['truncatedBody', { type: 'truncatedBody' }, 'cut', '200 2'],
  ['answer', { type: 'answer', change: (answer) => ({ ...answer, body: { handled: 'none' } }) }, '200 none', '200 2'],
])('%s shows on one call only', async (_type, fault, during, afterwards) => {
  await using server = await startCounter()
  server.faults.add({ fault, times: 1 })

  expect(await outcome(server.url)).toBe(during)
  expect(await outcome(server.url)).toBe(afterwards)
})

test('latency delays a call that is still handled', async () => {
  await using server = await startCounter()
  server.faults.add({ fault: { type: 'latency', ms: 40 }, times: 1 })
  const start = performance.now()

  expect(await outcome(server.url)).toBe('200 1')
  expect(performance.now() - start).toBeGreaterThanOrEqual(38)
})

test('a status fault carries its headers', async () => {
  await using server = await startCounter()
  server.faults.add({ fault: { type: 'status', status: 429, headers: { 'retry-after': '7' } } })

  expect((await fetch(server.url)).headers.get('retry-after')).toBe('7')
})

test('matches by prefix, expression and method', () => {
  const faults = createFaults()
  faults.add({ match: '/a', method: 'post', fault: { type: 'latency', ms: 1 } })
  faults.add({ match: /b$/g, fault: { type: 'latency', ms: 10 } })

  const seen = [faults.take('POST', '/a/b'), faults.take('GET', '/a/b'), faults.take('POST', '/c/a')]

  expect(seen.map(({ latencyMs }) => latencyMs)).toEqual([11, 10, 0])
})

test('lets the first calls pass before hitting', () => {
  const faults = createFaults()
  faults.add({ after: 2, times: 1, fault: { type: 'html' } })

  const ends = [1, 2, 3, 4].map(() => faults.take('GET', '/').end?.type)

  expect(ends).toEqual([undefined, undefined, 'html', undefined])
})

test('a second end waits until the first is spent', () => {
  const faults = createFaults()
  faults.add({ times: 1, fault: { type: 'html' } })
  faults.add({ times: 1, fault: { type: 'truncatedBody' } })

  expect([1, 2, 3].map(() => faults.take('GET', '/').end?.type)).toEqual(['html', 'truncatedBody', undefined])
})

test('removed and cleared rules hit nothing', () => {
  const faults = createFaults()
  const rule = faults.add({ fault: { type: 'html' } })
  faults.add({ fault: { type: 'latency', ms: 5 } })

  rule.remove()
  const afterRemoval = faults.take('GET', '/')
  faults.clear()

  expect(afterRemoval).toEqual({ latencyMs: 5, changes: [], end: undefined })
  expect(faults.take('GET', '/').latencyMs).toBe(0)
})
