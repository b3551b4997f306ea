import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addActiveJob, addField, openingOf, ticking } from '../../../test/headcount.ts'
import { createWorld } from '../../../test/world.ts'
import { intend } from '../../store/changes.ts'
import { acquireLease, releaseLease } from '../../store/leases.ts'
import { settleChange } from '../../store/settlements.ts'
import { connectionOf, enabled, flowOf, serve } from '../fixtures/served.ts'
import { openingChange, storyOfRecords, storyOfRun } from '../fixtures/story.ts'
import { visitorOf } from '../fixtures/visitor.ts'

/** Both vendors' sandboxes, a run over them, and our server over its database. */
async function explained() {
  const world = await createWorld({ mapping: ticking(['costCenter', 'Cost center'], ['notes', 'Notes']) })
  addField(world, { code: 'costCenter', label: 'Cost center' })
  addField(world, { code: 'notes', label: 'Notes' })
  const custom = { costCenter: '<b>CC-7</b>', notes: 'ask planted.person@example.com' }
  const job = addActiveJob(world, { custom })
  await world.sync()
  const served = await serve({
    db: world.engine.db,
    connections: new Map([['headcount', enabled(world.connection)]]),
  })
  return {
    ...{ world, served, job },
    async [Symbol.asyncDispose]() {
      await served[Symbol.asyncDispose]()
      await world[Symbol.asyncDispose]()
    },
  }
}

describe('a record', () => {
  let story: Awaited<ReturnType<typeof explained>>
  let { world, served, job } = {} as typeof story
  beforeAll(async () => {
    story = await explained()
    ;({ world, served, job } = story)
  })
  afterAll(() => story[Symbol.asyncDispose]())

  test('tells of each field its way from value to read-back', async () => {
    const { status, words } = await (await visitorOf(served, 'read')).look(`/records/headcount/${job}`)

    expect(status).toBe(200)
    expect(words).toContain('Field Value After transforms Equality Decision Last request Read back')
    expect(words).toContain(
      'costCenter → Cost center "<b>CC-7</b>" "<b>CC-7</b>" equal nothing to write opening.setValues Verified',
    )
    expect(words).toContain('Both sides agree.')
  })

  test("leads to both vendors' own pages, and shows every write", async () => {
    const { text, words } = await (await visitorOf(served, 'read')).look(`/records/headcount/${job}?flow=openings`)

    expect(text).toContain(`href="https://app.charthop.com/${world.charthop.org.slug}/org?job=${job}"`)
    expect(words).toContain('Open at app.ashbyhq.com')
    expect(words).toContain(`opening.create ${(await openingOf(world, job)).id}`)
    expect(text).toContain(`href="/records/headcount/${job}">see it in every flow`)
  })

  test('hides what tells of people until somebody who may asks', async () => {
    const visitor = await visitorOf(served, 'operate')

    const hidden = await visitor.look(`/records/headcount/${job}`)
    const shown = await visitor.look(`/records/headcount/${job}?values=shown`)
    const reader = await (await visitorOf(served, 'read')).look(`/records/headcount/${job}?values=shown`)

    for (const { text } of [hidden, reader]) expect(text).not.toContain('planted.person')
    expect(hidden.text).toContain('aria-label="hidden"')
    expect(shown.text).toContain('planted.person')
  })

  test('keeps markup in its values as text', async () => {
    const { text } = await (await visitorOf(served)).look(`/records/headcount/${job}?values=shown`)

    expect(text).toContain('&lt;b>CC-7&lt;/b>')
    expect(text).not.toContain('<b>CC-7')
  })

  test('is opened from a form by its id', async () => {
    const visitor = await visitorOf(served, 'operate')

    const form = await visitor.look('/records/headcount')
    const opened = await visitor.look(`/records/headcount?id=${job}`)

    expect(form.text).toContain('action="/records/headcount"')
    expect(opened.words).toContain(`Record ${job}`)
    expect(opened.text).toContain(`href="/records/headcount?id=${job}&amp;values=shown"`)
  })

  test('that nobody knows says how to find one, and is looked for at the press of a button', async () => {
    const visitor = await visitorOf(served, 'operate')
    const markup = '<img src=x onerror=alert(1)>'

    const { status, words, text } = await visitor.look(`/records/headcount/${encodeURIComponent(markup)}`)
    const pressed = await visitor.press('/connections/headcount/look', { record: 'job-new' })

    expect(status).toBe(404)
    expect(words).toContain('No flow of headcount knows a record')
    expect(text).toContain('action="/connections/headcount/look"')
    expect(text).not.toContain('<img')
    expect(pressed.location).toMatch(/^\/runs\//)
    expect((await visitor.look(pressed.location!)).words).toContain('Looks at job-new')
  })

  test('of a connection that is none is a page with the way back', async () => {
    const visitor = await visitorOf(served, 'read')

    expect((await visitor.look('/records/other/job-1')).status).toBe(404)
    expect((await visitor.look('/records/other')).status).toBe(404)
    expect((await visitor.look(`/records/headcount/${job}?flow=other`)).status).toBe(404)
  })
})

describe('a record that waits', () => {
  const unread = { prepare: async () => ({}), desire: () => ({}) as never }
  const connection = connectionOf('headcount', { flows: [flowOf('openings', unread), flowOf('hires', unread)] })
  const connections = new Map([['headcount', enabled(connection)]])

  test('says why, the way out, and what to press', async () => {
    await using served = await serve({ connections })
    await storyOfRun(served.database.knex)
    await storyOfRecords(served.database.knex)

    const { words, text } = await (await visitorOf(served, 'operate')).look('/records/headcount/job-4')

    expect(words).toContain('openings Needs attention It waits for a person')
    expect(words).toContain("refused the option is missing Mend what the vendor's message names")
    expect(words).toContain('Tried 3 times')
    expect(text).toContain('action="/records/headcount/job-4/retry?flow=openings"')
  })

  test('pages through its writes', async () => {
    await using served = await serve({ connections })
    const { knex } = served.database
    await storyOfRecords(knex)
    const run = await storyOfRun(knex)
    const lease = (await acquireLease(knex, 'headcount'))!
    for (let number = 0; number < 20; number++) {
      const id = await intend(knex, lease, run, { ...openingChange, action: `write-${number}` }, number)
      await settleChange(knex, { id, connection: 'headcount', flow: 'openings' }, { state: 'applied' })
    }
    await releaseLease(knex, lease)
    const visitor = await visitorOf(served, 'read')

    const { text } = await visitor.look('/records/headcount/job-1')
    const older = /href="(\/records\/[^"]*cursor=[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    const rest = await visitor.look(older)

    expect(text).toContain('write-19')
    expect(text).not.toContain('opening.create')
    expect(older).toContain('flow=openings')
    expect(rest.text).toContain('opening.create')
    expect(rest.text).not.toContain('write-0')
  })
})

describe('the list of records', () => {
  const connections = new Map([['headcount', enabled(connectionOf('headcount'))]])

  test('says what to expect while nothing was read', async () => {
    await using served = await serve({ connections })

    const { words } = await (await visitorOf(served, 'read')).look('/connections/headcount/records')

    expect(words).toContain('No run has read a record of openings yet.')
    expect(words).toContain('Open a record by its id')
  })

  test('names each with its reason, and is narrowed by flow, state and reason', async () => {
    await using served = await serve({ connections })
    await storyOfRun(served.database.knex)
    await storyOfRecords(served.database.knex)
    const visitor = await visitorOf(served, 'read')

    const all = await visitor.look('/connections/headcount/records')
    const skipped = await visitor.look('/connections/headcount/records?flow=openings&state=skipped&reason=not_active')
    const none = await visitor.look('/connections/headcount/records?flow=hires&state=failed')

    expect(all.words).toContain('refused the option is missing')
    expect(skipped.text).toContain('/records/headcount/job-2?flow=openings')
    expect(skipped.text).not.toContain('job-4')
    expect(none.words).toContain('No record of hires is like that.')
  })

  test('goes on page by page, with what it was narrowed to', async () => {
    await using served = await serve({ connections })
    const { knex } = served.database
    await storyOfRun(knex)
    const rows = Array.from({ length: 51 }, (_, number) => ({
      ...{ connection: 'headcount', flow: 'openings', id: `job-${100 + number}`, state: 'synced' },
    }))
    await knex('records').insert(rows)
    const visitor = await visitorOf(served, 'read')

    const { text } = await visitor.look('/connections/headcount/records?flow=openings&state=synced')
    const more = /href="([^"]*cursor=[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&')
    const rest = await visitor.look(more)

    expect(text).not.toContain('job-150')
    expect(more).toContain('state=synced')
    expect(rest.text).toContain('job-150')
    expect(rest.text).not.toContain('job-149')
  })
})
