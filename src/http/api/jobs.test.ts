import { describe, expect, test } from 'vitest'
import type { Connection, JobLine } from '../../connectors/connector.ts'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import { connectionOf, enabled, serve } from '../fixtures/served.ts'

const path = '/api/v1/connections/interviews/jobs'
const job: JobLine = {
  id: 'job-1',
  title: 'Engineer',
  status: 'Open',
  stages: [{ id: 'stage-1', title: 'Interview' }],
  triggers: ['Interview: invited to Screening'],
}

function servedWith(changes: Partial<Connection>) {
  const connection = connectionOf('interviews', { connector: 'willo-ashby', ...changes })
  return serve({ connections: new Map([['interviews', enabled(connection)]]) })
}

test('jobs are listed with the time they were read', async () => {
  await using served = await servedWith({ jobs: async () => [job] })
  const before = Date.now()

  const { status, json } = await served.call(path, { as: 'read' })

  expect({ status, data: json.data, next: json.next }).toEqual({ status: 200, data: [job], next: null })
  expect(Date.parse(json.readAt)).toBeGreaterThanOrEqual(before)
  expect(Date.parse(json.readAt)).toBeLessThanOrEqual(Date.now())
})

test('those who ask meanwhile share one reading, whoever wants a fresh one later gets it', async () => {
  let readings = 0
  let answer = (_: readonly JobLine[]) => {}
  const jobs = () => {
    readings += 1
    return new Promise<readonly JobLine[]>((resolve) => {
      answer = resolve
    })
  }
  await using served = await servedWith({ jobs })

  const two = [served.call(path), served.call(`${path}?fresh=true`)]
  await expect.poll(() => readings).toBe(1)
  // Both are here once the second has been let in; it must not have begun a reading of its own.
  await served.call('/healthz')
  answer([job])
  const [first, second] = await Promise.all(two)
  const third = served.call(`${path}?fresh=true`)
  await expect.poll(() => readings).toBe(2)
  answer([])

  expect([first!.json.data, second!.json.data]).toEqual([[job], [job]])
  expect((await third).json.data).toEqual([])
})

describe('a reading of a moment ago', () => {
  /** Counts readings by the ids of their jobs; the clock stands still but for `pass`. */
  async function counted(changes: { readonly fails?: () => boolean } = {}) {
    let readings = 0
    let time = Date.parse('2026-11-21T10:00:00Z')
    const connection = connectionOf('interviews', {
      connector: 'willo-ashby',
      jobs: async () => {
        readings += 1
        if (changes.fails?.()) throw new RetryableError('Ashby could not be reached')
        return [{ ...job, id: `job-${readings}` }]
      },
    })
    const served = await serve({
      connections: new Map([['interviews', enabled(connection)]]),
      now: () => new Date(time),
    })
    const ask = async (query = '') => {
      const { status, json } = await served.call(path + query)
      return status === 200 ? [json.data[0].id, json.readAt.slice(11, 19)] : status
    }
    return {
      served,
      ask,
      pass: (seconds: number) => {
        time += seconds * 1000
      },
      [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    }
  }

  test('is the answer for half a minute, and tells its age', async () => {
    await using world = await counted()

    await world.ask()
    world.pass(29)
    expect(await world.ask()).toEqual(['job-1', '10:00:00'])
    world.pass(1)
    expect(await world.ask()).toEqual(['job-2', '10:00:30'])
  })

  test('is not the answer where a fresh one is asked for', async () => {
    await using world = await counted()

    await world.ask()

    expect(await world.ask('?fresh=true')).toEqual(['job-2', '10:00:00'])
  })

  test('is old once something was changed here', async () => {
    await using world = await counted()

    await world.ask()
    const { status } = await world.served.call('/api/v1/connections/interviews/sync', { method: 'POST', body: {} })

    expect([status, await world.ask()]).toEqual([202, ['job-2', '10:00:00']])
  })

  test('that failed is tried again at once', async () => {
    let isDown = true
    await using world = await counted({ fails: () => isDown })

    expect(await world.ask()).toBe(503)
    isDown = false

    expect(await world.ask()).toEqual(['job-2', '10:00:00'])
  })
})

test('a connector without triggers says so', async () => {
  await using served = await servedWith({})

  const { status, json } = await served.call(path)

  expect([status, json.code, json.detail]).toEqual([404, 'no_jobs', 'willo-ashby has no triggers, so it lists no jobs'])
})

test.each([
  [502, 'vendor_refused', new FatalError('Ashby refused the key', { status: 401 })],
  [503, 'vendor_unavailable', new RetryableError('Ashby could not be reached')],
  [500, 'internal', new Error('a body with Zaphod in it')],
])("the vendor's trouble is %i %s", async (status, code, error) => {
  await using served = await servedWith({ jobs: () => Promise.reject(error) })

  const answer = await served.call(path)

  expect([answer.status, answer.json.code]).toEqual([status, code])
  expect(answer.text).not.toContain('Zaphod')
})

test('jobs are for whoever may read', async () => {
  await using served = await servedWith({ jobs: async () => [job] })

  expect((await served.call(path, { as: null })).status).toBe(401)
})
