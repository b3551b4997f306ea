import { expect, test } from 'vitest'
import { finishRun, noteProgress, requestRun, startRun } from '../../store/runs.ts'
import { type Served, serve, tokens } from '../fixtures/served.ts'
import { flowsOf, storyOfRun } from '../fixtures/story.ts'

interface Heard {
  readonly event: string
  // biome-ignore lint/suspicious/noExplicitAny: what came; each test says what it expects of it
  readonly data: any
}

/** A reader as a browser is one: events one after the other, `undefined` once the stream has ended. */
async function watch({ url }: Served, id: string) {
  const leaving = new AbortController()
  const answer = await fetch(`${url}/api/v1/runs/${id}/events`, {
    headers: { authorization: `Bearer ${tokens[0]!.token}` },
    signal: leaving.signal,
  })
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  async function next(): Promise<Heard | undefined> {
    for (;;) {
      const found = /event: (\w+)\ndata: (.*)\n\n/.exec(text)
      if (found) {
        text = text.slice(found.index + found[0].length)
        return { event: found[1]!, data: JSON.parse(found[2]!) }
      }
      const { value, done } = await reader.read()
      if (done) return undefined
      text += value
    }
  }
  return { answer, next, leave: () => leaving.abort() }
}

async function runningRun({ database: { knex } }: Served): Promise<string> {
  const { id } = await requestRun(knex, { connection: 'headcount', trigger: 'request' })
  await startRun(knex, 'headcount', false)
  return id
}

const ended = { state: 'success', flows: flowsOf({}), calls: {} } as const

test('a run is told at once, when it changes, and to its end', async () => {
  await using served = await serve()
  const { knex } = served.database
  const id = await runningRun(served)

  const { answer, next } = await watch(served, id)
  const first = await next()
  const steps = [{ flow: 'openings', step: 'read', startedAt: new Date().toISOString(), ms: 9 }]
  await noteProgress(knex, id, {
    flows: flowsOf({ read: 7 }),
    steps,
    waits: { ashby: { count: 1, ms: 5, retries: 0 } },
  })
  const second = await next()
  await finishRun(knex, id, ended)

  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  expect(first).toMatchObject({ event: 'run', data: { id, state: 'running', steps: [], waits: {} } })
  expect(second).toMatchObject({
    data: { flows: { openings: { read: 7 } }, steps: [{ step: 'read', ms: 9 }], waits: { ashby: { ms: 5 } } },
  })
  expect(await next()).toMatchObject({ event: 'run', data: { state: 'success' } })
  expect(await next()).toEqual({ event: 'end', data: {} })
  expect(await next()).toBeUndefined()
})

test('a run that has ended is told once', async () => {
  await using served = await serve()
  const id = await storyOfRun(served.database.knex)

  const { next } = await watch(served, id)

  expect([await next(), await next(), await next()]).toMatchObject([{ event: 'run' }, { event: 'end' }, undefined])
})

test('no run, no stream', async () => {
  await using served = await serve()
  const answer = await served.call('/api/v1/runs/6f1f9dc4-1d3c-4f0e-9b53-0f7d2c0a5a11/events')
  expect([answer.status, answer.json.code]).toEqual([404, 'unknown_run'])
})

test('a stranger watches nothing', async () => {
  await using served = await serve()
  const id = await runningRun(served)
  expect((await served.call(`/api/v1/runs/${id}/events`, { as: null })).status).toBe(401)
})

test('a watcher more than may be is told to come back, and gets in when another leaves', async () => {
  await using served = await serve()
  const id = await runningRun(served)
  const watching = await Promise.all(Array.from({ length: 100 }, () => watch(served, id)))

  const refused = await served.call(`/api/v1/runs/${id}/events`)
  watching[0]!.leave()

  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
  const status = async () => {
    const { answer, leave } = await watch(served, id)
    leave()
    return answer.status
  }
  await expect.poll(status, { timeout: 60_000 }).toBe(200)
  for (const { leave } of watching) leave()
})

test('watchers do not keep the server from stopping', async () => {
  const served = await serve()
  const { next } = await watch(served, await runningRun(served))
  await next()

  const began = performance.now()
  await served[Symbol.asyncDispose]()

  expect(performance.now() - began).toBeLessThan(3_000)
  expect(await next()).toBeUndefined()
})
