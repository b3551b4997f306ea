import { describe, expect, test } from 'vitest'
import { finishRun, requestRun, startRun } from '../../store/runs.ts'
import { connectionOf, enabled, flowOf, type Served, serve } from '../fixtures/served.ts'
import { openingChange, secretName, secretPay, storyOfHold, storyOfRecords, storyOfRun } from '../fixtures/story.ts'

/** A flow that calls its titles public, and nothing else. */
const openings = flowOf('openings', { isPublic: (field) => field === 'title' })
const connections = new Map([['headcount', enabled(connectionOf('headcount', { flows: [openings] }))]])

async function told() {
  const served = await serve({ connections })
  const run = await storyOfRun(served.database.knex)
  await storyOfRecords(served.database.knex)
  const digest = await storyOfHold(served.database.knex)
  const paths = [`/runs/${run}/changes`, '/records/headcount/openings/job-1', `/holds/${digest}`]
  return { served, run, paths, [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() }
}

async function audited(served: Served) {
  const { json } = await served.call('/api/v1/audit')
  return json.data.map(({ by, action, place }: Record<string, string>) => [by, action, place])
}

describe('personal values', () => {
  test('are masked for a reader, and what is public or empty is not', async () => {
    await using story = await told()

    const { json } = await story.served.call(`/api/v1/runs/${story.run}/changes`, { as: 'read' })

    expect(json.data[0].fields).toEqual([
      { field: 'title', before: null, after: 'Engineer' },
      { field: 'manager', before: null, after: '•••' },
    ])
  })

  test('are in no answer to a reader, and no audit row says that one saw them', async () => {
    await using story = await told()
    const { served, paths } = story

    for (const path of paths) {
      const answer = await served.call(`/api/v1${path}`, { as: 'read' })
      expect(answer.status).toBe(200)
      expect(answer.text).toContain('Engineer')
      expect(answer.text).not.toContain(secretName)
      expect(answer.text).not.toContain(String(secretPay))
    }
    expect(await audited(served)).toEqual([])
  })

  test('are shown to who may operate, and each time is noted', async () => {
    await using story = await told()
    const { served, paths } = story

    for (const path of paths)
      expect((await served.call(`/api/v1${path}`, { as: 'operate' })).text).toContain(secretName)

    expect(await audited(served)).toEqual(paths.toReversed().map((path) => ['operateer', 'values_shown', path]))
  })

  test('are masked for anybody who asks for that, which is not noted', async () => {
    await using story = await told()
    const { served, paths } = story

    for (const path of paths)
      expect((await served.call(`/api/v1${path}?values=masked`, { as: 'approve' })).text).not.toContain(secretName)

    expect(await audited(served)).toEqual([])
  })

  test('are refused to a reader who asks for them', async () => {
    await using story = await told()

    for (const path of story.paths) {
      const answer = await story.served.call(`/api/v1${path}?values=shown`, { as: 'read' })
      expect(answer.json).toMatchObject({ status: 403, code: 'role' })
    }
  })

  test('are masked in the plan of a dry run', async () => {
    await using story = await told()
    const { db, id } = await dryRun(story.served)
    const plan = [{ connection: 'headcount', flow: 'openings', changes: [openingChange], counts: {}, digest: 'd' }]
    await finishRun(db, id, { state: 'success', flows: {}, calls: {}, plan: plan as never })

    const masked = await story.served.call(`/api/v1/runs/${id}`, { as: 'read' })

    expect(masked.json.plan[0].changes[0]).toMatchObject({ action: 'opening.create', input: { budget: '•••' } })
    expect(masked.text).not.toContain(secretName)
    expect((await story.served.call(`/api/v1/runs/${id}?values=shown`)).text).toContain(secretName)
  })

  test('are masked where the flow is no longer configured', async () => {
    await using served = await serve({ connections: new Map() })
    const digest = await storyOfHold(served.database.knex)

    const { json } = await served.call(`/api/v1/holds/${digest}?values=masked`)

    expect(json.plan.changes[0].fields).toEqual([
      { field: 'title', before: null, after: '•••' },
      { field: 'manager', before: null, after: '•••' },
    ])
  })

  test('an answer without any is not noted, whoever asks', async () => {
    await using served = await serve({ connections })
    const change = { ...openingChange, fields: [openingChange.fields[0]!], input: {} }
    const run = await storyOfRun(served.database.knex, {}, [change])

    await served.call(`/api/v1/runs/${run}/changes?values=shown`)

    expect(await audited(served)).toEqual([])
  })
})

async function dryRun({ database }: Served) {
  const { id } = await requestRun(database.knex, { connection: 'headcount', trigger: 'request', dryRun: true })
  await startRun(database.knex, 'headcount', true)
  return { db: database.knex, id }
}
