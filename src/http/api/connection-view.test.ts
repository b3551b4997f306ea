import { expect, test } from 'vitest'
import { noteFirstRun } from '../../store/connections.ts'
import { saveLink } from '../../store/links.ts'
import { touchRecords } from '../../store/records.ts'
import { saveCollection } from '../../store/snapshots.ts'
import { connectionOf, enabled, flowOf, type Served, serve, sign } from '../fixtures/served.ts'
import { storyOfRecords, storyOfRun } from '../fixtures/story.ts'

const view = async ({ call }: Served) => (await call('/api/v1/connections/headcount')).json

function only(changes: Parameters<typeof connectionOf>[1], isEnabled = true) {
  return { connections: new Map([['headcount', enabled(connectionOf('headcount', changes), isEnabled)]]) }
}

test('a connection names its sides and its next run', async () => {
  await using served = await serve({ nextRun: () => new Date('2026-11-21T16:05:00Z') })
  await using off = await serve({ ...only({}, false), nextRun: () => new Date('2026-11-21T16:05:00Z') })
  await using unknown = await serve()

  expect(await view(served)).toMatchObject({ systems: ['ChartHop', 'Ashby'], nextRun: '2026-11-21T16:05:00.000Z' })
  expect((await view(off)).nextRun).toBeNull()
  expect((await view(unknown)).nextRun).toBeNull()
})

test('each flow counts its records by state', async () => {
  await using served = await serve()
  await storyOfRecords(served.database.knex)

  const { flows } = await view(served)

  expect(flows).toMatchObject([
    { name: 'openings', counts: { synced: 1, skipped: 2, attention: 1, failed: 0, pending: 0, held: 0 } },
    { name: 'hires', counts: { synced: 0, skipped: 0, attention: 0, failed: 0, pending: 0, held: 0 } },
  ])
})

const hookEvents = [
  { event: 'candidateHire', system: 'Ashby', how: 'signed' },
  { event: 'change', system: 'ChartHop', how: 'add ?token=<charthop.webhookToken>' },
]

test('every webhook has an address and its last delivery', async () => {
  await using served = await serve(only({ hookEvents }))
  const raw = JSON.stringify({ job: 'job-1', id: 'delivery-1' })
  await served.call('/hooks/headcount/candidateHire', { method: 'POST', as: null, raw, headers: sign(raw) })

  const { addresses } = (await view(served)).webhooks

  expect(addresses).toEqual([
    {
      ...hookEvents[0],
      url: 'https://sync.example.com/hooks/headcount/candidateHire',
      lastDelivery: expect.stringMatching(/^\d{4}-/),
    },
    { ...hookEvents[1], url: 'https://sync.example.com/hooks/headcount/change', lastDelivery: null },
  ])
})

test('without a public address there is none to copy', async () => {
  await using served = await serve({ ...only({ hookEvents }), publicUrl: '' })
  expect((await view(served)).webhooks.addresses).toMatchObject([{ url: null }, { url: null }])
})

test('a first run tells how far it is, and is over once every flow has passed', async () => {
  await using served = await serve()
  const { knex } = served.database
  const place = { connection: 'headcount', flow: 'openings' }
  await storyOfRun(knex)
  await storyOfRecords(knex)
  await touchRecords(knex, place, ['job-5', 'job-6'])
  await saveLink(knex, place, { record: 'job-5', target: 'opening-5', origin: 'adopted' })

  const reading = (await view(served)).firstSync
  await saveCollection(knex, { connection: 'headcount', collection: 'charthop.jobs' }, { full_read_at: new Date() })
  const read = (await view(served)).firstSync
  await noteFirstRun(knex, 'headcount', 'openings')
  await noteFirstRun(knex, 'headcount', 'hires')

  expect(reading).toMatchObject({ done: 5, total: null, linked: 1, created: 1 })
  expect(read).toMatchObject({ done: 5, total: 6 })
  expect(read.flows).toMatchObject([
    { flow: 'openings', read: 6, done: 5, total: 6, linked: 1, created: 1, passed: false },
    { flow: 'hires', read: 0, total: 0, passed: false },
  ])
  expect((await view(served)).firstSync).toBeNull()
})

test('a flow that cannot run keeps no first run waiting', async () => {
  const flows = [flowOf('openings'), flowOf('hires', { blocked: () => 'ashby.apiKey is not set' })]
  await using served = await serve(only({ flows }))
  await storyOfRun(served.database.knex)
  await noteFirstRun(served.database.knex, 'headcount', 'openings')

  expect((await view(served)).firstSync).toBeNull()
})
