import type { Json } from '../src/lib/json.ts'
import type { LoggedCall } from '../src/sandbox/server.ts'
import { changesOfRecord, type StoredChange } from '../src/store/changes.ts'
import { linksOf } from '../src/store/links.ts'
import { listRecords, loadRecords, type StoredRecord } from '../src/store/records.ts'
import type { Tally } from '../src/sync/engine.ts'
import type { JobInput } from '../src/systems/charthop/sandbox/actions.ts'
import type { NewField } from '../src/systems/charthop/sandbox/fields.ts'
import type { World } from './world.ts'

/** What tests over both vendors ask again and again; everything is read from the sandboxes' truth or the database. */
type Opening = ReturnType<World['ashby']['openOpening']>
/** A world of whichever connector. */
type Connected = Pick<World, 'engine' | 'connection'>
export type AshbyField = ReturnType<World['ashby']['createFieldByHand']>

/** An open job that is being recruited for. */
export function addActiveJob({ charthop }: World, job: JobInput = {}): string {
  return charthop.addJob({ title: 'Engineer', recruit: 'ACTIVE', ...job }).id
}

export function addActiveJobs(world: World, count: number, job: (at: number) => JobInput = () => ({})): string[] {
  return Array.from({ length: count }, (_, at) => addActiveJob(world, { title: `Engineer ${at + 1}`, ...job(at) }))
}

/** A custom field of jobs, and the mapping that ticks it under its label. */
export function addField({ charthop }: World, field: Partial<NewField> & Pick<NewField, 'code'>) {
  return charthop.addField({ label: field.code, type: 'STRING', entityType: 'JOB', ...field })
}

export function ticking(...lines: readonly (readonly [code: string, title: string])[]): string {
  return ['version: 1', 'openings:', ...lines.map(([code, title]) => `  - { from: ${code}, to: ${title} }`), ''].join(
    '\n',
  )
}

export function openings({ ashby }: World): Opening[] {
  return [...ashby.state.openings.all()]
}

/** The opening a job is linked with, as it truly is now. */
export async function openingOf(world: World, job: string): Promise<Opening> {
  const link = (await linksOf(world.engine.db, { connection: world.connection.id, flow: 'openings' }, [job])).get(job)
  const opening = link && world.ashby.state.openings.get(link.target)
  if (!opening) throw new Error(`job ${job} has no opening`)
  return opening
}

export async function hasLink(world: World, job: string): Promise<boolean> {
  return (await linksOf(world.engine.db, { connection: world.connection.id, flow: 'openings' }, [job])).size === 1
}

/** Fields of openings; an organisation has none at first. */
export function openingFields({ ashby }: World): AshbyField[] {
  return [...ashby.state.fields.all()].filter(({ objectType }) => objectType === 'Opening')
}

export function fieldTitled(world: World, title: string): AshbyField {
  const field = openingFields(world).find((candidate) => candidate.title === title)
  if (!field) throw new Error(`Ashby has no opening field ${title}`)
  return field
}

/** What an opening shows under a field's title; undefined where nothing is set. */
export function shown(opening: Opening, title: string): unknown {
  return opening.latestVersion.customFields.find((value) => value.title === title)?.value
}

export async function recordOf({ engine, connection }: Connected, flow: string, id: string): Promise<StoredRecord> {
  const record = (await loadRecords(engine.db, { connection: connection.id, flow }, [id])).get(id)
  if (!record) throw new Error(`${flow} has no record ${id}`)
  return record
}

/** Every record that a person should look at. */
export function waiting({ engine, connection }: Connected): Promise<StoredRecord[]> {
  return listRecords(engine.db, { connection: connection.id, states: ['attention', 'failed', 'held'], limit: 1000 })
}

export function ledgerOf({ engine, connection }: Connected, flow: string, record: string): Promise<StoredChange[]> {
  return changesOfRecord(engine.db, { connection: connection.id, flow, record })
}

export function tallyOf({ flows }: { readonly flows: Json }, flow: string): Tally {
  return (flows as unknown as Record<string, Tally>)[flow]!
}

/** Every call that changes something, at either vendor, applied or not, in order; `create` stands for `/opening.create`. */
export function writes({ charthop, ashby }: World, only?: string): LoggedCall[] {
  const toAshby = ashby.server.calls.filter(({ path }) => !/\.(list|info|search)$/.test(path))
  const toCharthop = charthop.server.calls.filter(({ method }) => method !== 'GET')
  return [...toAshby, ...toCharthop].filter(({ path }) => only === undefined || path === `/${only}`)
}

export function forgetCalls({ charthop, ashby }: World): void {
  charthop.server.clearCalls()
  ashby.server.clearCalls()
}

/** How many writes a run sends. */
export async function writesDuring(world: World, act: () => Promise<unknown>): Promise<string[]> {
  const before = writes(world).length
  await act()
  return writes(world)
    .slice(before)
    .map(({ path }) => path.replace('/', ''))
}
