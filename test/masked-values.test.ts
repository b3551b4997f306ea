import { expect, test } from 'vitest'
import type { Connection } from '../src/connectors/connector.ts'
import { enabled, type Served, serve } from '../src/http/fixtures/served.ts'
import type { HttpParts } from '../src/http/parts.ts'
import type { Json } from '../src/lib/json.ts'
import type { Plan } from '../src/plan/plan.ts'
import type { Knex } from '../src/store/database.ts'
import { hold } from '../src/store/holds.ts'
import { addDraft, noteDraft } from '../src/store/mapping-drafts.ts'
import { addVersion } from '../src/store/mapping-versions.ts'
import type { EngineWorld } from './engine.ts'
import { addField, ticking } from './headcount.ts'
import { addHireField, bringHire, day, hireMapping } from './hiring.ts'
import { arrive, createInterviewWorld, invited, participants } from './interviews.ts'
import { createPromptWorld, prompted } from './prompting.ts'
import { arrived } from './references-lever.ts'
import { createWorld } from './world.ts'

/** What a reader must not learn, each unlike anything else in the scenario. */
const person = {
  name: 'Plantedfirst Plantedlast',
  email: 'planted.mail@planted-domain.example',
  phone: '+4930471471471',
}
const nickname = 'planted-custom-value'
const pay = 987_654_321
const startDate = day(4_711)
const planted = [
  ...person.name.split(' '),
  'planted.mail',
  person.phone,
  nickname,
  String(pay),
  startDate,
  'olga@acme.example',
]

test('no answer of the API to a reader holds a name, an address, a phone, pay or a start date', async () => {
  await using headcount = await headcountStory()
  await using references = await referencesStory()
  await using interviews = await interviewsStory()
  const answered = new Set<string>()
  let shown = ''

  for (const world of [headcount, references, interviews]) {
    await using served = await serving(world)
    for (const [route, address] of await addresses(served, world)) {
      const masked = await served.call(address, { as: 'read' })
      expect(found(masked.text), address).toEqual([])
      if (masked.status === 200) answered.add(route)
      shown += (await served.call(address)).text
    }
    const onlyApprovers = await served.call('/api/v1/audit', { as: 'read' })
    expect(onlyApprovers.status).toBe(403)
  }

  expect([...answered].sort()).toEqual(routes.filter((route) => route !== '/api/v1/audit').sort())
  // They are all there to be seen: what is not in the answers above is masked, not missing.
  expect(found(shown)).toEqual(planted)
})

type Told = Pick<EngineWorld<unknown>, 'connection' | 'engine'>

let routes: readonly string[] = []

function found(text: string): string[] {
  return planted.filter((value) => text.includes(value))
}

async function headcountStory() {
  const world = await createWorld({
    mapping:
      ticking(['targetPay', 'Target pay']) +
      hireMapping(['candidate.Nickname', 'nickName']).replace('version: 1\n', ''),
  })
  addField(world, { code: 'nickName', entityType: 'PERSON' })
  addField(world, { code: 'targetPay', type: 'MONEY' })
  const field = addHireField(world, 'Candidate', 'Nickname')
  const hire = async (email: string) => {
    const job = { custom: { targetPay: { amount: pay, currency: 'EUR' } } }
    const hired = await bringHire(world, { ...person, email, startDate, job, isHired: false })
    world.ashby.setValue('Candidate', hired.candidateId, field.id, nickname)
    world.ashby.hire(hired.applicationId)
  }
  await hire(person.email)
  await world.sync()
  await hire(`another.${person.email}`)
  return told(world)
}

async function referencesStory() {
  const world = await createPromptWorld()
  await prompted(world)
  world.lever.setOwner(arrived(world, { name: person.name, email: person.email }), world.olga)
  return told(world)
}

async function interviewsStory() {
  const world = await createInterviewWorld()
  await invited(world, person)
  world.willo.complete(participants(world)[0]!.key)
  await world.sync()
  await arrive(world, { ...person, email: `another.${person.email}` })
  return told(world)
}

/** Besides what a run leaves: a dry run, a plan that is held, a draft of the mapping and a version of it. */
async function told<W extends EngineWorld<unknown>>(world: W): Promise<W> {
  const { db } = world.engine
  const { id } = world.connection
  const { plan } = await world.plan()
  const [run] = await db('runs').where({ connection: id, dry_run: true }).pluck('id')
  const limit = { limit: 'creates' as const, count: 1, allowed: 0, message: '1 new object, none may pass unattended' }
  for (const one of plan as unknown as readonly Plan[]) if (one.changes.length > 0) await hold(db, run, one, [limit])
  const text = { connection: id, text: 'version: 1\n', by: 'somebody' }
  await noteDraft(db, (await addDraft(db, { ...text, base: 'b' })).id, { state: 'ready', run, findings: [] })
  await addVersion(db, { ...text, digest: 'd' })
  return world
}

function serving({ connection, engine }: Told): Promise<Served> {
  const now = { kind: 'fields', file: 'mapping.yaml', text: 'version: 1\n', digest: 'd', problems: [] } as const
  const mappings = { read: async () => now } as unknown as NonNullable<HttpParts['mappings']>
  return serve({ db: engine.db, connections: new Map([[connection.id, enabled(connection)]]), mappings })
}

/** Every GET of the document, with everything the database holds in place of its parameters. */
async function addresses(served: Served, { connection, engine }: Told): Promise<(readonly [string, string])[]> {
  const { paths } = (await served.call('/api/openapi.json')).json as { paths: Record<string, { get?: Json }> }
  routes = Object.keys(paths).filter((path) => path.startsWith('/api/v1/') && paths[path]!.get)
  expect(routes.length).toBeGreaterThan(15)
  const filled: (readonly [string, string])[] = []
  for (const route of routes) {
    for (const values of await parametersOf(route, connection, engine.db)) {
      const address = route.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name]!))
      filled.push([route, address])
    }
  }
  return filled
}

type Parameters = Readonly<Record<string, string>>

async function parametersOf(route: string, { id, flows }: Connection, db: Knex): Promise<readonly Parameters[]> {
  const [, , , list] = route.split('/')
  const records = await db('records').where({ connection: id }).select('flow', 'id')
  if (list === 'runs' && route.includes('{id}')) return (await db('runs').pluck('id')).map((run) => ({ id: run }))
  if (route.includes('{digest}')) return (await db('holds').pluck('digest')).map((digest) => ({ digest }))
  if (route.includes('{draft}')) return (await db('mapping_drafts').pluck('id')).map((draft) => ({ id, draft }))
  if (route.includes('{version}')) return (await db('mapping_versions').pluck('id')).map((version) => ({ id, version }))
  if (list === 'explain') return records.map((record) => ({ connection: id, record: `${record.flow}/${record.id}` }))
  if (route.endsWith('{flow}/{id}')) return records.map((record) => ({ connection: id, ...record }))
  if (list === 'records') return flows.map(({ name }) => ({ connection: id, flow: name }))
  return [{ id, connection: id }]
}
