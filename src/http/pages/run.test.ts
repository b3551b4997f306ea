import { describe, expect, test, vi } from 'vitest'
import { finishRun, requestRun, startRun } from '../../store/runs.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from '../fixtures/served.ts'
import { flowsOf, openingChange, secretName, storyOfHold, storyOfRecords, storyOfRun } from '../fixtures/story.ts'
import { visitorOf } from '../fixtures/visitor.ts'

const openings = flowOf('openings', { isPublic: (field) => field === 'title' })
const connections = new Map([['headcount', enabled(connectionOf('headcount', { flows: [openings] }))]])

async function told() {
  const served = await serve({ connections })
  const run = await storyOfRun(served.database.knex)
  return { served, run, db: served.database.knex, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() }
}

async function audited(served: Served) {
  return (await served.call('/api/v1/audit')).json.data.map(({ by, action }: Record<string, string>) => [by, action])
}

describe('a run', () => {
  test('shows every change with what came of it', async () => {
    await using story = await told()

    const { status, words } = await (await visitorOf(story.served)).look(`/runs/${story.run}`)

    expect(status).toBe(200)
    expect(words).toContain('title : - → "Engineer"')
    expect(words).toContain('opening.create opening-of-job-1')
    expect(words).toContain('Applied vendor-request-1 not read back')
  })

  test('hides values until somebody who may asks, and notes that', async () => {
    await using story = await told()
    const { served, run } = story
    const visitor = await visitorOf(served, 'operate')

    const hidden = await visitor.look(`/runs/${run}`)
    const before = await audited(served)
    const shown = await visitor.look(`/runs/${run}?values=shown`)

    expect(hidden.text).not.toContain(secretName)
    expect(hidden.text).toContain(`href="/runs/${run}?values=shown"`)
    expect(before).toEqual([])
    expect(shown.text).toContain(secretName)
    expect(shown.words).toContain('Hide values')
    expect(await audited(served)).toEqual([['operateer', 'values_shown']])
  })

  test('shows no values to a reader, whatever the address says', async () => {
    await using story = await told()

    const { text, words } = await (await visitorOf(story.served, 'read')).look(`/runs/${story.run}?values=shown`)

    expect(text).not.toContain(secretName)
    expect(words).toContain('needs the role operate')
  })

  test('tells where its time went, and what it asked of the vendors', async () => {
    await using served = await serve({ connections })
    const startedAt = '2026-01-02T03:04:05.000Z'
    const run = await storyOfRun(served.database.knex, {
      steps: [{ flow: 'openings', step: 'read', startedAt, ms: 1_500 }],
      waits: { ashby: { count: 2, ms: 3_000, retries: 1 } },
    })

    const { words } = await (await visitorOf(served, 'read')).look(`/runs/${run}`)

    expect(words).toContain('settle not needed')
    expect(words).toMatch(/read 2 s diff not needed/)
    expect(words).toContain('GET /jobs/{id} 3')
    expect(words).toContain('ashby 2 3 s 1')
  })

  test('pages through its changes', async () => {
    await using served = await serve({ connections })
    const many = Array.from({ length: 26 }, (_, number) => ({ ...openingChange, record: `job-${100 + number}` }))
    const run = await storyOfRun(served.database.knex, {}, many)
    const visitor = await visitorOf(served, 'read')

    const { text } = await visitor.look(`/runs/${run}`)
    const more = /href="(\/runs\/[^"]*cursor=[^"]*)#changes"/.exec(text)![1]!
    const rest = await visitor.look(more)

    expect(text).toContain('job-124')
    expect(text).not.toContain('job-125')
    expect(rest.text).toContain('job-125')
    expect(rest.text).not.toContain('job-124')
  })

  test('that is held leads to its plan', async () => {
    await using served = await serve({ connections })
    const { knex } = served.database
    await storyOfRun(knex, {}, [])
    const digest = await storyOfHold(knex)
    const run = await storyOfRun(knex, { state: 'held', flows: flowsOf({ state: 'held', digest }) }, [])

    const { text, words } = await (await visitorOf(served, 'read')).look(`/runs/${run}`)

    expect(text).toContain(`href="/holds/${digest}"`)
    expect(words).toContain('It waits for a person.')
  })

  test('with a refused key leads to the keys', async () => {
    await using served = await serve({ connections })
    const flows = flowsOf({ state: 'failed', isUnauthorized: true, problem: 'Ashby refused the key' })
    const run = await storyOfRun(served.database.knex, { state: 'failed', flows, problem: 'openings: refused' }, [])

    const { text } = await (await visitorOf(served, 'read')).look(`/runs/${run}`)

    expect(text).toContain('href="/connections/headcount#keys"')
  })

  test('lists what waits, with the way out and a button', async () => {
    await using story = await told()
    await storyOfRecords(story.db)
    const visitor = await visitorOf(story.served, 'operate')
    const { words, text } = await visitor.look(`/runs/${story.run}`)

    const pressed = await visitor.press('/records/headcount/job-4/retry?flow=openings')

    expect(words).toContain('refused the option is missing')
    expect(words).toContain('tried 3 times')
    expect(words).toContain('at once when something about it changes')
    expect(text).toContain('action="/records/headcount/job-4/retry?flow=openings"')
    expect([pressed.status, pressed.location]).toEqual([303, expect.stringMatching(/^\/runs\/[0-9a-f-]{36}$/)])
    expect(story.served.woken).toEqual(['headcount'])
    expect((await visitor.look(pressed.location!)).words).toContain('job-4 is looked at now')
  })

  test('lets a reader press nothing', async () => {
    await using story = await told()
    await storyOfRecords(story.db)
    const visitor = await visitorOf(story.served, 'read')
    const { words } = await visitor.look(`/runs/${story.run}`)

    const presses = [
      '/records/headcount/job-4/retry?flow=openings',
      `/runs/${story.run}/again`,
      '/connections/headcount/look',
    ]
    const answers = await Promise.all(presses.map((path) => visitor.press(path, { record: 'job-4' })))

    expect(words).toContain('Try again now: needs the role operate')
    expect(words).toContain('Run again: needs the role operate')
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(story.served.woken).toEqual([])
  })

  test('is asked for again by a button', async () => {
    await using story = await told()
    const visitor = await visitorOf(story.served, 'operate')

    const { status, location } = await visitor.press(`/runs/${story.run}/again`)
    const plan = await visitor.press(`/runs/${story.run}/again?plan`, { dryRun: 'true' })

    expect(status).toBe(303)
    expect((await visitor.look(location!)).words).toContain('Queued It begins in a moment')
    expect((await visitor.look(plan.location!)).words).toContain('Plan of headcount')
  })

  test('that only planned shows its plan', async () => {
    await using served = await serve({ connections })
    const { id, db } = await planned(served)
    const changes = Array.from({ length: 51 }, (_, number) => ({ ...openingChange, record: `job-${100 + number}` }))
    const counts = { create: 51, update: 0, clear: 0, close: 0 }
    const plan = [{ connection: 'headcount', flow: 'openings', changes, counts, digest: 'd' }]
    await finishRun(db, id, { state: 'success', flows: {}, calls: {}, plan: plan as never })
    const visitor = await visitorOf(served)

    const { words, text } = await visitor.look(`/runs/${id}`)
    const rest = await visitor.look(`/runs/${id}?from=50`)

    expect(words).toContain('openings: 51 to create')
    expect(words).toContain('Run it now')
    expect(text).toContain('job-149')
    expect(text).not.toContain('job-150')
    expect(text).not.toContain(secretName)
    expect(rest.text).toContain('job-150')
  })

  test('that nobody made is a page with the way back', async () => {
    await using served = await serve()

    const { status, words } = await (await visitorOf(served, 'read')).look(`/runs/${crypto.randomUUID()}`)

    expect(status).toBe(404)
    expect(words).toContain('No run has this id.')
  })

  test('keeps markup in what vendors say as text', async () => {
    await using served = await serve({ connections })
    const markup = '<img src=x onerror=alert(1)>'
    const fields = [{ field: 'title', before: markup, after: `${markup}2` }]
    const change = { ...openingChange, record: markup, action: markup, fields }
    const flows = { [markup]: { state: markup, problem: markup } }
    const calls = { [markup]: 1 }
    const run = await storyOfRun(served.database.knex, { state: 'failed', problem: markup, flows, calls }, [change])

    const { text } = await (await visitorOf(served)).look(`/runs/${run}?values=shown`)

    expect(text).toContain('&lt;img')
    expect(text).not.toContain('<img')
  })
})

describe('a run that goes on', () => {
  test('is followed on after the database was away', async () => {
    await using served = await serve({ connections })
    const { id, db } = await planned(served)
    const { cookie } = await visitorOf(served, 'read')
    const answers = await Promise.all(
      [`/runs/${id}/events`, '/events'].map((path) => fetch(served.url + path, { headers: { cookie } })),
    )
    const [run, cards] = answers.map((answer) => answer.body!.pipeThrough(new TextDecoderStream()).getReader())

    await db.raw('alter table sessions rename to sessions_away')
    await vi.waitFor(() => expect(served.log().match(/it is asked again/g)).toHaveLength(2), { timeout: 10_000 })
    await db.raw('alter table sessions_away rename to sessions')
    await finishRun(db, id, { state: 'success', flows: {}, calls: {} })
    let told = ''
    for (let part = await run!.read(); !part.done; part = await run!.read()) told += part.value
    await cards!.cancel()

    expect(told).toContain('event: end')
  })

  test('is followed to its end, and asked for again without scripts', async () => {
    await using served = await serve({ connections })
    const { id, db } = await planned(served)
    const visitor = await visitorOf(served, 'read')
    const { text } = await visitor.look(`/runs/${id}`)
    const answer = await fetch(`${served.url}/runs/${id}/events`, { headers: { cookie: visitor.cookie } })
    const seen = await answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    while (!rest.includes('event: work')) rest += (await seen.read()).value ?? ''

    await finishRun(db, id, { state: 'success', flows: {}, calls: {} })
    for (let part = await seen.read(); !part.done; part = await seen.read()) rest += part.value

    expect(text).toContain(`sse-connect="/runs/${id}/events"`)
    expect(text).toContain('<noscript><meta http-equiv="refresh"')
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    expect(rest).toContain('event: head')
    expect(rest).toContain('Running')
    expect(rest).toContain('Success')
    expect(rest.trimEnd()).toMatch(/event: end\ndata: \{\}$/)
    expect((await visitor.look(`/runs/${id}`)).text).not.toContain('sse-connect')
  })

  test('is followed by nobody who is not signed in', async () => {
    await using served = await serve({ connections })
    const { id } = await planned(served)

    expect((await fetch(`${served.url}/runs/${id}/events`)).status).toBe(401)
  })
})

/** One that looks and has not ended. */
async function planned({ database: { knex: db } }: Served) {
  const { id } = await requestRun(db, { connection: 'headcount', trigger: 'request', dryRun: true })
  await startRun(db, 'headcount', true)
  return { db, id }
}
