import { expect, test } from 'vitest'
import { addAudit } from '../../store/audit.ts'
import { serve } from '../fixtures/served.ts'
import { visitorOf } from '../fixtures/visitor.ts'

test('the audit tells who did what, and leads to it', async () => {
  await using served = await serve()
  const { knex } = served.database
  await addAudit(knex, { by: 'ops', action: 'values_shown', place: '/records/headcount/openings/job 1' })
  await addAudit(knex, { by: '<b>ops</b>', action: 'hold_approved', place: '/holds/digest-1/approve' })
  await addAudit(knex, { by: 'ops', action: 'values_shown', place: '/explain/headcount/openings/job-2' })
  await addAudit(knex, { by: 'ops', action: 'sync_pressed', place: '/sync' })

  const { words, text } = await (await visitorOf(served)).look('/audit')

  expect(words).toContain('ops Saw values about people /records/headcount/openings/job 1')
  expect(words).toContain('Approved a plan')
  expect(text).not.toContain('<b>ops')
  for (const page of ['/records/headcount/job%201?flow=openings', '/holds/digest-1', '/records/headcount/job-2'])
    expect(text).toContain(`href="${page}"`)
})

test('the audit says what to expect while it is empty', async () => {
  await using served = await serve()

  expect((await (await visitorOf(served)).look('/audit')).words).toContain('Nobody decided or was shown anything yet.')
})

test('the audit goes on page by page', async () => {
  await using served = await serve()
  const { knex } = served.database
  for (let number = 0; number < 51; number++)
    await addAudit(knex, { by: `person-${number}.`, action: 'sync_pressed', place: '/sync' })
  const visitor = await visitorOf(served)

  const { text } = await visitor.look('/audit')
  const older = /href="(\/audit\?cursor=[^"]*)"/.exec(text)![1]!
  const rest = await visitor.look(older)

  expect(text).not.toContain('person-0.')
  expect(rest.text).toContain('person-0.')
  expect(rest.text).not.toContain('person-1.')
})

test('the audit is refused to who may not approve', async () => {
  await using served = await serve()

  const { status, words, text } = await (await visitorOf(served, 'operate')).look('/audit')

  expect(status).toBe(403)
  expect(words).toContain('approve')
  expect(text).not.toContain('href="/audit"')
})
