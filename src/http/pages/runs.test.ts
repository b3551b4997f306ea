import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { finishRun, requestRun, startRun } from '../../store/runs.ts'
import { serve } from '../fixtures/served.ts'
import { flowsOf, storyOfRun } from '../fixtures/story.ts'
import { visitorOf } from '../fixtures/visitor.ts'

describe('the list of runs', () => {
  test('says what to expect while there is none', async () => {
    await using served = await serve()

    const { words } = await (await visitorOf(served, 'read')).look('/runs')

    expect(words).toContain('There was no run yet.')
  })

  test('tells of each what it did, why it began and what went wrong', async () => {
    await using served = await serve()
    const run = await storyOfRun(served.database.knex, { state: 'partial', problem: 'openings: slow\nhires: slow too' })

    const { text, words } = await (await visitorOf(served, 'read')).look('/runs')

    expect(words).toContain('Partial headcount the schedule')
    expect(words).toContain('openings: 1 written openings: slow')
    expect(words).not.toContain('slow too')
    expect(text).toContain(`href="/runs/${run}"`)
  })

  test('names a run that only planned', async () => {
    await using served = await serve()
    const { knex } = served.database
    await storyOfRun(knex, {}, [])
    const { id } = await requestRun(knex, { connection: 'headcount', trigger: 'request', dryRun: true })
    await startRun(knex, 'headcount', true)
    const planned = { create: 12, update: 0, clear: 0, close: 0 }
    await finishRun(knex, id, { state: 'success', flows: flowsOf({ planned }), calls: {} })

    const { words } = await (await visitorOf(served, 'read')).look('/runs?trigger=request')

    expect(words).toContain('Plan only')
    expect(words).toContain('openings: 12 to create')
  })

  test('is narrowed by what is asked, and leads back where nothing is like that', async () => {
    await using served = await serve()
    const run = await storyOfRun(served.database.knex)
    const visitor = await visitorOf(served, 'read')

    const failed = await visitor.look('/runs?state=failed&connection=headcount')
    const success = await visitor.look('/runs?state=success&connection=&trigger=')

    expect(failed.words).toContain('No run is like that.')
    expect(failed.text).toContain('<option value="failed" selected>')
    expect(failed.text).not.toContain(run)
    expect(success.text).toContain(run)
  })

  test('goes on page by page, with what it was narrowed to', async () => {
    await using served = await serve()
    const { knex } = served.database
    const first = await storyOfRun(knex)
    const rows = Array.from({ length: 50 }, () => ({
      ...{ id: randomUUID(), connection: 'headcount', trigger: 'hook', state: 'success' },
    }))
    await knex('runs').insert(rows)
    const visitor = await visitorOf(served, 'read')

    const { text } = await visitor.look('/runs?state=success')
    const older = /href="(\/runs\?[^"]*cursor=[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    const next = await visitor.look(older)

    expect(text).not.toContain(first)
    expect(older).toContain('state=success')
    expect(next.text).toContain(first)
    expect(next.text).not.toContain('cursor=')
  })

  test('keeps markup in a problem as text', async () => {
    await using served = await serve()
    await storyOfRun(served.database.knex, { state: 'failed', problem: '<img src=x onerror=alert(1)>' })

    const { text } = await (await visitorOf(served, 'read')).look('/runs')

    expect(text).toContain('&lt;img src=x onerror=alert(1)>')
    expect(text).not.toContain('<img')
  })

  test('refuses a filter that is none', async () => {
    await using served = await serve()

    expect((await (await visitorOf(served, 'read')).look('/runs?state=nice')).status).toBe(400)
  })
})
