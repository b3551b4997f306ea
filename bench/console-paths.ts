import type { Knex } from '../src/store/database.ts'
import { pages } from '../test/console/pages.ts'
import type { Seeded } from './console-seed.ts'

/** One address that is measured. */
export interface Visited {
  readonly name: string
  readonly path: string
  /** Seen without a session. */
  readonly isPublic?: boolean
  /** It waits for vendors, so how long it takes is theirs to say. */
  readonly isLive?: boolean
  /** The API's own answer, asked for with the token. */
  readonly isApi?: boolean
}

/** They need connectors whose vendors are not in this world. */
const ofOthers = ['templates', 'template', 'triggers', 'interviews', 'interview', 'answer']
/** Vendors are asked while the page is made. A record's decision may ask them too. */
const live = ['check', 'fields', 'record']

/** Every kind of page, the lists also in their middle, at their end and narrowed; and the lists of the API behind them. */
export async function visitedPaths(db: Knex, places: Seeded): Promise<readonly Visited[]> {
  const kinds = pages
    .filter(({ name }) => !ofOthers.includes(name))
    .map(({ name, path, isPublic = false }) => {
      const ours = path(places).replace('/connections/references/', '/connections/headcount/')
      return { name, path: ours, isPublic, isLive: live.includes(name) }
    })
  const lists = await listPaths(db, places)
  const api = lists.map(({ name, api }) => ({ name: `API: ${name}`, path: `/api/v1${api}`, isApi: true }))
  const more = lists.flatMap(({ name, page, isLive }) =>
    page ? [{ name, path: page, ...(isLive && { isLive }) }] : [],
  )
  return [...kinds, ...more, ...api]
}

interface List {
  readonly name: string
  /** Missing: no page shows just that. */
  readonly page?: string
  readonly api: string
  readonly isLive?: boolean
}

async function listPaths(db: Knex, { run, record, planned, hold }: Seeded): Promise<readonly List[]> {
  const [middleRun, lastRun] = await places(db, 'runs', ['queued_at', 'id'])
  const [middleHold, lastHold] = await places(db, 'holds', ['held_at', 'digest'], { where: { state: 'expired' } })
  const [middleMail, lastMail] = await places(db, 'notifications', ['queued_at', 'id'])
  const [middleAudit, lastAudit] = await places(db, 'audit', ['at', 'id'])
  const [, lastVersion] = await places(db, 'mapping_versions', ['position'])
  const written = ['intended_at', 'position', 'id']
  const [middleChange, lastChange] = await places(db, 'changes', written, { where: { run }, order: 'asc' })
  const [middleWrite] = await places(db, 'changes', written, { where: { record, flow: 'openings' } })
  const [middleRecord, lastRecord] = await places(db, 'records', ['id'], { where: { flow: 'openings' }, order: 'asc' })
  const of = (flow: string, query: string) => ({
    page: `/connections/headcount/records?flow=${flow}&${query}`,
    api: `/records/headcount/${flow}?${query}`,
  })
  const listed = (path: string, query: string) => ({ page: `${path}?${query}`, api: `${path}?${query}` })
  const changes = (query: string) => ({ page: `/runs/${run}?${query}`, api: `/runs/${run}/changes?${query}` })
  const versions = (query: string) => ({
    page: `/connections/headcount/versions?${query}`,
    api: `/connections/headcount/mapping/versions?${query}`,
  })
  return [
    { name: 'connections', api: '/connections' },
    { name: 'one connection', api: '/connections/headcount' },
    { name: 'runs, first of 100', api: '/runs?limit=100' },
    { name: 'runs, middle', ...listed('/runs', `cursor=${middleRun}`) },
    { name: 'runs, last', ...listed('/runs', `cursor=${lastRun}`) },
    { name: 'runs, failed', ...listed('/runs', 'state=failed') },
    { name: 'runs, failed, middle', ...listed('/runs', `state=failed&cursor=${middleRun}`) },
    { name: 'runs, by hook, middle', ...listed('/runs', `trigger=hook&cursor=${middleRun}`) },
    { name: 'runs of a connection, middle', ...listed('/runs', `connection=headcount&cursor=${middleRun}`) },
    { name: 'runs, all filters', ...listed('/runs', 'connection=headcount&state=partial&trigger=hook') },
    { name: 'runs, none like that', ...listed('/runs', 'connection=headcount&state=held&trigger=command') },
    { name: 'run, changes in the middle', ...changes(`cursor=${middleChange}`) },
    { name: 'run, last changes', ...changes(`cursor=${lastChange}`) },
    { name: 'run, records that failed', page: `/runs/${run}?stands=failed`, api: `/runs/${run}/records?state=failed` },
    { name: 'plan of a run', page: `/runs/${planned}`, api: `/runs/${planned}?changes=50` },
    { name: 'plan of a run, middle', page: `/runs/${planned}?from=2500`, api: `/runs/${planned}?changes=50&from=2500` },
    { name: 'records, any state', ...of('openings', '') },
    { name: 'records, middle', ...of('openings', `cursor=${middleRecord}`) },
    { name: 'records, last', ...of('openings', `cursor=${lastRecord}`) },
    { name: 'records, attention', ...of('openings', 'state=attention') },
    { name: 'records, skipped, middle', ...of('openings', `state=skipped&cursor=${middleRecord}`) },
    { name: 'records, skipped, a rare reason', ...of('openings', 'state=skipped&reason=rare_reason') },
    { name: 'records, a rare reason', ...of('hires', 'reason=rare_reason') },
    { name: 'records, none like that', ...of('hires', 'state=synced&reason=rare_reason') },
    {
      ...{ name: 'record, writes in the middle', isLive: true },
      page: `/records/headcount/${record}?flow=openings&cursor=${middleWrite}`,
      api: `/records/headcount/openings/${record}?cursor=${middleWrite}`,
    },
    { name: 'holds, decided', ...listed('/holds', 'state=expired') },
    { name: 'holds, decided, middle', ...listed('/holds', `state=expired&cursor=${middleHold}`) },
    { name: 'holds, decided, last', ...listed('/holds', `state=expired&cursor=${lastHold}`) },
    { name: 'hold, middle of its plan', page: `/holds/${hold}?from=2500`, api: `/holds/${hold}?changes=50&from=2500` },
    { name: 'notifications, middle', ...listed('/notifications', `cursor=${middleMail}`) },
    { name: 'notifications, last', ...listed('/notifications', `cursor=${lastMail}`) },
    { name: 'notifications, failed, middle', ...listed('/notifications', `state=failed&cursor=${middleMail}`) },
    { name: 'notifications, none like that', ...listed('/notifications', 'state=unclear') },
    { name: 'audit, middle', ...listed('/audit', `cursor=${middleAudit}`) },
    { name: 'audit, last', ...listed('/audit', `cursor=${lastAudit}`) },
    { name: 'versions, last', ...versions(`cursor=${lastVersion}`) },
  ]
}

interface Order {
  readonly where?: Readonly<Record<string, string>>
  readonly order?: 'asc' | 'desc'
}

/** Cursors that lead to a page in the middle of a list, and to its last. The last column names a row. */
async function places(
  db: Knex,
  table: string,
  columns: readonly string[],
  { where = {}, order = 'desc' }: Order = {},
): Promise<readonly [middle: string, last: string]> {
  const rows = db(table)
    .where(where)
    .orderBy(columns.map((column) => ({ column, order })))
  const [{ count = 0 } = {}] = await db(table).where(where).count('* as count')
  const id = columns.at(-1) === 'position' ? 'id' : columns.at(-1)!
  const at = async (place: number) =>
    (
      await rows
        .clone()
        .offset(Math.max(0, Math.floor(place)))
        .first(id)
    )[id]
  return [await at(Number(count) / 2), await at(Number(count) - 21)]
}
