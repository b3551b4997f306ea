import { createRequire } from 'node:module'
import jsonPatch from 'fast-json-patch'
import microdiff from 'microdiff'
import type { Json } from '../src/lib/json.ts'
import { diff, type KnownRow } from '../src/plan/diff.ts'
import { fingerprint } from '../src/record/fingerprint.ts'
import type { Row } from '../src/record/record.ts'
import { openDatabase } from '../src/store/database.ts'
import { migrate } from '../src/store/migrate.ts'
import { allRows, knownRows, saveRows } from '../src/store/snapshots.ts'
import { jobNumber } from './company.ts'
import { refuseUnless } from './counts.ts'
import type { DatabaseServer } from './database.ts'
import { type Measure, median, stated } from './measure.ts'

const jsonDiff = createRequire(import.meta.url)('json-diff') as {
  diff(before: unknown, after: unknown): object | undefined
}

type Job = Row & { readonly [key: string]: Json }
type Keyed = Readonly<Record<string, Job>>

const place = { connection: 'bench', collection: 'jobs' }
const pageSize = 500

/** The same question put to each: which of the records differ from what they were? One in a hundred does. */
export async function compareDetection(server: DatabaseServer, records: number, rounds: number): Promise<Measure[]> {
  await using parts = new AsyncDisposableStack()
  const database = await openDatabase({ url: await server.create(), dataDir: '' })
  parts.defer(() => database.close())
  await migrate(database)
  const before = Array.from({ length: records }, (_, at) => jobOf(at, 0))
  const after = before.map((job, at) => (at % 100 === 0 ? jobOf(at, 1) : job))
  // Parsed anew, as a read is: nothing may be equal because it is the same object.
  const [old, now] = [keyed(before), keyed(structuredClone(after))]
  const known = new Map(before.map((job) => [job.id, knownAs(job)]))
  const { knex: db } = database
  for (const page of pagesOf(before)) await saveRows(db, place, page.map(snapshotOf))

  const ways: Readonly<Record<string, () => number | Promise<number>>> = {
    'fingerprints, compared': () => countChanged(known, Object.values(now)),
    'fingerprints, looked up in the database, a page at a time, changed rows stored': () =>
      inDatabase(Object.values(now)),
    'json-diff over both snapshots, keyed': () => Object.keys(jsonDiff.diff(old, now) ?? {}).length,
    'microdiff over both snapshots, keyed': () =>
      new Set(microdiff(old, now, { cyclesFix: false }).map(({ path }) => path[0])).size,
    'fast-json-patch over both snapshots, keyed': () =>
      new Set(jsonPatch.compare(old, now).map(({ path }) => path.split('/')[1])).size,
    'what the last three need first: the former snapshot out of the database': async () =>
      (await allRows(db, place)).length / 100,
  }

  async function inDatabase(jobs: readonly Job[]): Promise<number> {
    let changed = 0
    for (const page of pagesOf(jobs)) {
      const rows = page.map(snapshotOf)
      const moved = movedOf(
        await knownRows(
          db,
          place,
          rows.map(({ id }) => id),
        ),
        rows,
      )
      await saveRows(
        db,
        place,
        rows.filter(({ id }) => moved.has(id)),
      )
      changed += moved.size
    }
    // As it was, so that every round has the same work.
    await saveRows(db, place, before.filter((_, at) => at % 100 === 0).map(snapshotOf))
    return changed
  }

  const measures: Measure[] = []
  for (const [name, way] of Object.entries(ways)) {
    const ms: number[] = []
    for (let round = 0; round < rounds; round++) {
      const startedAt = performance.now()
      const changed = await way()
      ms.push(performance.now() - startedAt)
      refuseUnless(changed === records / 100, `${name} found ${changed} changes of ${records / 100}`)
    }
    measures.push(stated(name, `${Math.round(median(ms))} ms`, `${records} records, 1 % changed; median of ${rounds}`))
  }
  return measures
}

function jobOf(at: number, round: number): Job {
  const { custom, ...job } = jobNumber(at)
  const seats = (custom as { seats: number }).seats + round
  return { id: `job-${String(at).padStart(6, '0')}`, ...job, custom: { ...custom, seats } } as unknown as Job
}

function keyed(jobs: readonly Job[]): Keyed {
  return Object.fromEntries(jobs.map((job) => [job.id, job]))
}

function snapshotOf(job: Job) {
  return { id: job.id, fingerprint: fingerprint(job), body: job }
}

function knownAs(job: Job): KnownRow {
  return { fingerprint: fingerprint(job), listed: true, gone: false }
}

function countChanged(known: ReadonlyMap<string, KnownRow>, jobs: readonly Job[]): number {
  return movedOf(
    known,
    jobs.map((job) => ({ id: job.id, fingerprint: fingerprint(job) })),
  ).size
}

function movedOf(known: ReadonlyMap<string, KnownRow>, rows: Parameters<typeof diff>[1]): Set<string> {
  return new Set(diff(known, rows).flatMap(({ type, id }) => (type === 'unchanged' ? [] : id)))
}

function* pagesOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += pageSize) yield rows.slice(at, at + pageSize)
}
