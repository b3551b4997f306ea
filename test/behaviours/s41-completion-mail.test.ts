import { expect, test } from 'vitest'
import { createLogger } from '../../src/lib/logger.ts'
import { startMailServer } from '../../src/notify/fixtures/mail-server.ts'
import { sendDue } from '../../src/notify/send-due.ts'
import { createMailer } from '../../src/notify/smtp.ts'
import { openOutbox } from '../../src/store/outbox.ts'
import {
  asked,
  createSmartRecruitersWorld,
  type SmartRecruitersWorld,
  standing,
} from '../references-smartrecruiters.ts'

async function mailsOf(world: SmartRecruitersWorld) {
  await using server = await startMailServer()
  await sendDue({
    ...{ outbox: openOutbox(world.database.knex), publicUrl: world.url, logger: createLogger({ level: 'silent' }) },
    mailer: createMailer({ smtpUrl: server.url, from: 'hirewire@acme.example' }),
    now: () => world.engine.now(),
  })
  return server.received
}

async function completed(world: SmartRecruitersWorld) {
  const { requestId } = await asked(world)
  world.crosschq.complete(requestId)
  await world.sync()
  return world.crosschq.state.requests.get(requestId)!
}

test('S41 by itself Crosschq tells whoever asked, and we do not', async () => {
  await using world = await createSmartRecruitersWorld({ mail: {} })
  const request = await completed(world)

  expect(request.tellsCompleted).toBe(true)
  expect(await mailsOf(world)).toEqual([])
})

test('S41 where we are to tell, Crosschq does not, and it is one mail', async () => {
  const config = { requests: { completionMail: 'hirewire' } }
  await using world = await createSmartRecruitersWorld({ mail: {}, config })
  const request = await completed(world)
  for (let cycle = 0; cycle < 5; cycle += 1) await world.sync()
  const mails = await mailsOf(world)

  expect(request.tellsCompleted).toBe(false)
  expect(mails.map(({ to }) => to)).toEqual([[request.requestor]])
  expect(mails[0]?.text).toContain('are complete.')
  expect(await mailsOf(world)).toEqual([])
})

test('S41 nobody is told while references are outstanding', async () => {
  const config = { requests: { completionMail: 'hirewire' } }
  await using world = await createSmartRecruitersWorld({ mail: {}, config })
  const { requestId } = await asked(world)
  await world.sync()

  expect(await mailsOf(world)).toEqual([])
  expect(await standing(world, 'completions', requestId)).toMatchObject({ state: 'skipped', reason: 'not_complete' })
})

test('S41 what was complete before our mail was set up is no news', async () => {
  await using world = await createSmartRecruitersWorld({ mail: {} })
  const { id } = await completed(world)
  world.passHours(1)
  const { requests } = world.config
  await world.sync({}, world.reopen({ requests: { ...requests, completionMail: 'hirewire' } }))

  expect(await mailsOf(world)).toEqual([])
  expect(await standing(world, 'completions', id)).toMatchObject({ state: 'skipped', reason: 'completed_before' })
})

test('S41 switched off, nobody tells', async () => {
  await using world = await createSmartRecruitersWorld({ mail: {}, config: { requests: { completionMail: 'off' } } })
  const request = await completed(world)

  expect(request.tellsCompleted).toBe(false)
  expect(await mailsOf(world)).toEqual([])
})

test('S41 nobody’s name or address is in the ledger or a record', async () => {
  const config = { requests: { completionMail: 'hirewire' } }
  await using world = await createSmartRecruitersWorld({ mail: {}, config })
  await completed(world)
  const { knex } = world.database
  const where = { flow: 'completions' }
  const kept = JSON.stringify([await knex('changes').where(where), await knex('records').where(where)])

  expect(kept).toContain('completion.queue')
  expect(kept).not.toMatch(/@|Lovelace/)
})
