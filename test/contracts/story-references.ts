import { expect, vi } from 'vitest'
import { startReceiver } from '../../src/sandbox/receiver.ts'
import { startReceiver as startAshbyReceiver } from '../../src/systems/ashby/sandbox/testing.ts'
import { SANDBOX_REQUESTOR } from '../../src/systems/crosschq/sandbox.ts'
import { waiting } from '../headcount.ts'
import {
  addCandidate,
  createReferenceWorld,
  fileNames,
  notes,
  PARTNER_KEY,
  type ReferenceWorld,
  requests,
  TRIGGERED,
  toldOf,
  triggered,
} from '../references.ts'
import { startForwarding } from './forwarding.ts'
import { hooksOf, rawHooksOf } from './hook.ts'
import { NOBODY } from './listing.ts'
import { pressEverything } from './partner-tile.ts'
import type { Told } from './story.ts'

/** References between Crosschq and Ashby, with the engine and our own server: all that makes it ask or answer otherwise. */
export async function tellReferences(): Promise<{ readonly ashby: Told; readonly crosschq: Told }> {
  await using fromAshby = await startAshbyReceiver()
  await using fromCrosschq = await startReceiver()
  await using world = await createReferenceWorld({
    mapping: TRIGGERED,
    ashby: { pageSize: 2 },
    crosschq: { webhooks: { url: fromCrosschq.url } },
    config: {
      requests: { defaultRequestor: SANDBOX_REQUESTOR },
      results: { fields: { status: 'Reference status', score: 'Reference score', link: 'Reference link' } },
    },
    clientSleep: async () => {},
  })
  await using partner = await startForwarding(`${world.url}/partner/references`)
  const tile = { baseUrl: partner.url, key: PARTNER_KEY }
  await setUp(world, fromAshby.url)
  await isStartedInTheTile(world, tile)
  await comesToTheStage(world)
  await ends(world)
  await isRefused(world, tile)
  await world.ashby.deliveries.settled()
  await world.crosschq.webhooks.settled()
  return {
    ashby: { calls: [...world.ashby.server.calls, ...partner.calls], hooks: rawHooksOf(fromAshby) },
    crosschq: { calls: [...world.crosschq.server.calls], hooks: hooksOf(fromCrosschq) },
  }
}

type Tile = Parameters<typeof pressEverything>[1]

async function setUp(world: ReferenceWorld, address: string): Promise<void> {
  const { ashby, connection } = world
  for (const title of ['Reference status', 'Reference score', 'Reference link'])
    ashby.createFieldByHand({
      title,
      objectType: 'Application',
      fieldType: title.endsWith('score') ? 'Number' : 'String',
    })
  const findings = [...(await connection.registerHooks!(() => address)), ...(await connection.check())]
  expect(findings.filter(({ ok }) => !ok)).toEqual([])
  await connection.checkKeys!()
  await world.plan()
  await run(world)
}

async function isStartedInTheTile(world: ReferenceWorld, tile: Tile): Promise<void> {
  world.crosschq.addPerson({ email: 'mo@example.com' })
  await pressEverything(world.ashby, tile)
  await run(world)
  const [, running] = [...world.ashby.state.assessments.all()]

  expect(requests(world).filter(({ state }) => state === 'cancelled')).toHaveLength(1)
  for (const request of requests(world)) {
    if (request.state === 'cancelled') continue
    world.crosschq.selfReference(request.id)
    await run(world)
    world.crosschq.complete(request.id, { score: 4.25 })
  }
  await run(world)
  expect(toldOf(world, running!.id).at(-1)).toContain('4.25')
}

/** With a PDF it becomes a file, without one a note with the link. */
async function comesToTheStage(world: ReferenceWorld): Promise<void> {
  const withPdf = await triggered(world, { name: 'Ada Triggered', email: 'ada.triggered@example.com' })
  const without = await triggered(world, { name: 'Bo Triggered', email: 'bo.triggered@example.com' })
  world.crosschq.complete(withPdf.requestId, { score: 3.5 })
  world.crosschq.complete(without.requestId, { withPdf: false })
  await run(world)

  expect(fileNames(world, withPdf.candidateId)).not.toEqual([])
  expect(notes(world).length).toBeGreaterThan(0)
}

async function ends(world: ReferenceWorld): Promise<void> {
  const [rejected, hired] = [
    await triggered(world, { email: 'rejected@example.com' }),
    await triggered(world, { email: 'hired@example.com' }),
  ]
  world.ashby.archiveApplication(rejected.applicationId)
  world.ashby.hire(hired.applicationId)
  await run(world)

  const statuses = requests(world).map(({ hiringStatus }) => hiringStatus)
  expect(statuses).toEqual(expect.arrayContaining(['rejected', 'hired']))
}

/** What the stage has started already, an unknown type, a connection that is off, a wrong key, an unknown assessment, and what only other partners have. */
async function isRefused(world: ReferenceWorld, tile: Tile): Promise<void> {
  const partner = world.ashby.partner(tile)
  const { applicationId } = addCandidate(world, { email: 'again@example.com' })
  const { body } = await partner.listAssessmentTypes()
  const { results } = body as { readonly results: readonly { readonly assessment_type_id: string }[] }
  const start = { applicationId, assessmentTypeId: results[0]!.assessment_type_id }
  const statuses = [(await partner.startAssessment(start)).status]
  const running = await triggered(world, { email: 'running@example.com' })
  statuses.push((await partner.startAssessment({ ...start, applicationId: running.applicationId })).status)
  statuses.push((await partner.startAssessment({ ...start, assessmentTypeId: NOBODY })).status)
  world.switch(false)
  statuses.push((await partner.startAssessment(start)).status)
  world.switch(true)
  statuses.push((await world.ashby.partner({ ...tile, key: 'wrong' }).listAssessmentTypes()).status)
  statuses.push(await post(tile, 'assessment.customField.list', {}))
  statuses.push(await post(tile, 'assessment.cancel', { assessment_id: NOBODY }))

  expect(statuses).toEqual([200, 409, 422, 503, 401, 200, 404])
}

async function post({ baseUrl, key }: Tile, name: string, body: object): Promise<number> {
  const authorization = `Basic ${Buffer.from(`${key}:`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json' }
  return (await fetch(`${baseUrl}/${name}`, { method: 'POST', headers, body: JSON.stringify(body) })).status
}

/** What a call of the tile asked for may still be letting go of the connection. */
async function run(world: ReferenceWorld): Promise<void> {
  const { state } = await vi.waitFor(() => world.sync(), { timeout: 10_000 })
  expect((await waiting(world)).map(({ flow, reason, message }) => [flow, reason, message])).toEqual([])
  expect(state).toBe('success')
}
