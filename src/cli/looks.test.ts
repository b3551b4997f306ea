import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type CommandWorld, commandWorld } from '../../test/command.ts'
import type { Json } from '../lib/json.ts'
import { finishRun, noteProgress, requestRun, startRun } from '../store/runs.ts'
import { newTally } from '../sync/engine.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let world: CommandWorld
let job: string

beforeAll(async () => {
  world = await commandWorld()
  world.charthop.addField({ code: 'costCenter', label: 'Cost Center', type: 'STRING', entityType: 'JOB' })
  world.charthop.addField({ code: 'budget', label: 'Budget', type: 'MONEY', entityType: 'JOB' })
  job = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE', custom: { costCenter: ' CC-1 ' } }).id
  world.charthop.addJob({ title: 'Later', recruit: 'INACTIVE' })
  world.map('version: 1\nopenings:\n  - { from: costCenter, to: Cost Center, transform: [trim] }\n')
  await world.hirewire('sync', 'headcount')
})

afterAll(async () => {
  await world[Symbol.asyncDispose]()
})

test('explain follows a value from field to read-back', async () => {
  const { code, stdout } = await world.hirewire('explain', 'headcount', job, 'costCenter')

  expect(code).toBe(0)
  expect(stdout).toContain(`openings ${job}`)
  expect(stdout).toContain('decision  both sides agree')
  expect(stdout).toMatch(/transformed +"CC-1"/)
  expect(stdout).toMatch(/equal +the other side has it/)
  expect(stdout).toMatch(/opening\.setValues verified, request \S+, read back at \S+: - -> "CC-1"/)
})

test('explain says what a run would write now', async () => {
  world.charthop.editJob(job, { costCenter: 'CC-2' })
  await world.hirewire('plan', 'headcount')

  const { stdout } = await world.hirewire('explain', 'headcount', `openings/${job}`, '--json')
  const [explanation] = JSON.parse(stdout)

  expect(explanation).toMatchObject({
    flow: 'openings',
    record: job,
    link: { origin: 'created' },
    decision: { type: 'write' },
  })
  expect(explanation.fields).toMatchObject([
    { from: 'costCenter', isEqual: false, planned: { before: 'CC-1', after: 'CC-2' } },
  ])
})

test('explain names what it does not know', async () => {
  const record = await world.hirewire('explain', 'headcount', 'nobody')
  const field = await world.hirewire('explain', 'headcount', job, 'colour')

  expect(record).toMatchObject({ code: 1, stderr: expect.stringContaining('knows a record nobody') })
  expect(field).toMatchObject({ code: 1, stderr: expect.stringContaining('no field "colour"; mapped are: costCenter') })
})

test('fields lists mapped and mappable fields', async () => {
  const { code, stdout } = await world.hirewire('fields', 'headcount')

  expect(code).toBe(0)
  expect(stdout).toMatch(/costCenter +STRING +mapped +Cost Center \(String\)/)
  expect(stdout).toMatch(/budget +MONEY +not mapped +Budget \(Currency\), to be made/)
})

test('status says why records are skipped', async () => {
  const { stdout } = await world.hirewire('status', 'headcount')

  expect(stdout).toMatch(/openings: .*1 skipped \(1 not_active\)/)
  expect(stdout).toMatch(/ {4}not_active: .+ \(such as \S+\)/)
})

test('status and runs tell what happened', async () => {
  const status = await world.hirewire('status', '--json')
  const runs = await world.hirewire('runs', 'headcount', '--limit', '50')

  expect(JSON.parse(status.stdout)).toMatchObject([
    {
      connection: 'headcount',
      enabled: true,
      state: 'success',
      records: expect.arrayContaining([{ flow: 'openings', state: 'skipped', reason: 'not_active', count: 1 }]),
      holds: [],
      problems: [],
    },
  ])
  expect(runs.stdout).toMatch(/headcount +command +all +success +\S+ s +3 written/)
})

test('status shows how far a run is that goes on', async () => {
  const { knex } = world.database
  const { id } = await requestRun(knex, { connection: 'headcount', trigger: 'schedule' })
  await startRun(knex, 'headcount', false)
  await noteProgress(knex, id, { flows: { openings: { ...newTally(), read: 4200 } } as unknown as Json })

  const status = await world.hirewire('status', 'headcount')
  const runs = await world.hirewire('runs', 'headcount', '--limit', '1')
  await finishRun(knex, id, { state: 'success', flows: {}, calls: {} })

  expect(status.stdout).toMatch(/running for [\d.]+ s: openings 4200 read/)
  expect(runs.stdout).toMatch(/running +4200 read so far/)
})

test('check passes with everything there', async () => {
  const { code, stdout } = await world.hirewire('check', 'headcount')

  expect(code).toBe(0)
  expect(stdout).toContain('headcount: nothing is missing')
  expect(stdout).toMatch(/ok +mapping costCenter +Ashby field "Cost Center" \(String\)/)
})

test('check names a missing permission and exits 1', async () => {
  world.ashby.keys.set('ashby-sandbox-key', ['apiKeysRead', 'jobsRead', 'hiringProcessMetadataRead'])

  const { code, stdout } = await world.hirewire('check')
  world.ashby.keys.set('ashby-sandbox-key', 'all')

  expect(code).toBe(1)
  expect(stdout).toMatch(/missing +permission jobsWrite +the Ashby key lacks jobsWrite/)
})

test('webhooks need an address and show no token', async () => {
  const without = await world.hirewire('check', '--register-webhooks')
  const secret = 'a-webhook-token-that-is-32-characters'
  world.configure({
    server: { port: 0, publicUrl: 'http://127.0.0.1:9' },
    connection: {
      charthop: { baseUrl: world.charthop.url, org: 'acme', token: world.charthop.token, webhookToken: secret },
      ashby: { baseUrl: world.ashby.url, apiKey: 'ashby-sandbox-key', webhookSecret: secret },
    },
  })
  const withAddress = await world.hirewire('check', '--register-webhooks')
  world.configure()

  expect(without).toMatchObject({ code: 1, stderr: expect.stringContaining('server.publicUrl is not set') })
  expect(withAddress.code).toBe(1)
  expect(withAddress.stdout).toContain('could not reach http://127.0.0.1:9/hooks/headcount/candidateHire')
  expect(withAddress.stdout).toContain('http://127.0.0.1:9/hooks/headcount/change?token=<charthop.webhookToken>')
  expect(withAddress.stdout).not.toContain(secret)
  expect([...world.ashby.state.webhooks.all()].map(({ webhookType }) => webhookType)).toContain('candidateHire')
})
