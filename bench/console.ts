import { type Visited, visitedPaths } from './console-paths.ts'
import { type Amounts, type Seeded, seedConsole } from './console-seed.ts'
import { type BenchDaemon, startBenchDaemon } from './daemon.ts'
import type { DatabaseServer } from './database.ts'
import { createHeadcount } from './headcount.ts'
import { atMost, type Measure, percentile, stated } from './measure.ts'
import { type Look, signIn, type Visitor } from './visits.ts'
import { measureWatchers } from './watchers.ts'
import { benchToken, type World } from './world.ts'

const mostMs = 100
const mostKb = 100

export const amounts = {
  quick: {
    ...{ runs: 500, records: 5_000, changes: 2_000, holds: 60, notifications: 200, audit: 200, versions: 60 },
    long: 500,
    often: 60,
  },
  whole: {
    ...{
      runs: 10_000,
      records: 100_000,
      changes: 100_000,
      holds: 500,
      notifications: 10_000,
      audit: 10_000,
      versions: 60,
    },
    long: 5_000,
    often: 300,
  },
} satisfies Record<string, Amounts>

interface Seen {
  readonly visited: Visited
  readonly looks: readonly Look[]
}

/** How much is sent does not depend on the machine, and no list on how long it is. */
export async function* countConsole(server: DatabaseServer) {
  await using console = await openConsole(server, amounts.quick)
  const seen: Seen[] = []
  for await (const one of lookAtAll(console, { warmUps: 0, times: 1 })) seen.push(one)
  yield [...largestOf(seen)]
}

export async function* measureConsole(server: DatabaseServer) {
  await using console = await openConsole(server, amounts.whole)
  const seen: Seen[] = []
  for await (const one of lookAtAll(console, { warmUps: 3, times: 30 })) {
    seen.push(one)
    yield [timesOf(one)]
  }
  yield [...largestOf(seen)]
  yield await measureWatchers(console)
}

export interface FilledConsole extends AsyncDisposable {
  readonly world: World
  readonly daemon: BenchDaemon
  readonly url: string
  readonly visitor: Visitor
  readonly places: Seeded
}

/** The daemon as it is started, over a database in which years have passed. */
async function openConsole(server: DatabaseServer, amounts: Amounts): Promise<FilledConsole> {
  await using made = new AsyncDisposableStack()
  const world = made.use(await createHeadcount(server, 20, { schedule: '0 0 1 1 *' }))
  const daemon = made.use(await startBenchDaemon(world))
  const url = await daemon.url()
  const places = await seedConsole(world.app.database.knex, amounts, await mappingDigest(url))
  const visitor = made.use(await signIn(url))
  const opened = made.move()
  return { world, daemon, url, visitor, places, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

async function mappingDigest(url: string): Promise<string> {
  const headers = { authorization: `Bearer ${benchToken}` }
  const answer = await fetch(`${url}/api/v1/connections/headcount/mapping`, { headers })
  return ((await answer.json()) as { readonly digest: string }).digest
}

interface Often {
  /** That do not count. */
  readonly warmUps: number
  readonly times: number
}

async function* lookAtAll({ world, visitor, places }: FilledConsole, { warmUps, times }: Often): AsyncGenerator<Seen> {
  for (const visited of await visitedPaths(world.app.database.knex, places)) {
    for (let at = 0; at < warmUps; at++) await visitor.look(visited)
    const looks: Look[] = []
    for (let at = 0; at < times; at++) looks.push(await visitor.look(visited))
    yield { visited, looks }
  }
}

function timesOf({ visited: { name, isLive }, looks }: Seen): Measure {
  const ms = looks.map((look) => look.ms)
  const [p50, slowest] = [percentile(ms, 0.5), Math.max(...ms)].map((one) => one.toPrecision(3))
  const how = `p50 ${p50} ms, slowest ${slowest} ms of ${ms.length}; ${sizes(looks.at(-1)!)}`
  const p95 = percentile(ms, 0.95)
  if (isLive) return stated(`${name}, p95`, `${p95.toPrecision(3)} ms`, `${how}; vendors are asked`)
  return atMost(`${name}, p95`, p95, mostMs, how, ' ms')
}

/** What a person waits for, and what a program asked for: a hundred runs in full are as long as they are. */
function* largestOf(seen: readonly Seen[]): Iterable<Measure> {
  const [page, api] = [false, true].map((isApi) =>
    largest(seen.filter(({ visited }) => (visited.isApi ?? false) === isApi)),
  )
  yield atMost('largest page', page!.sentBytes / 1000, mostKb, page!.how, ' KB')
  yield stated('largest answer of the API', `${(api!.sentBytes / 1000).toPrecision(3)} KB`, api!.how)
}

function largest(seen: readonly Seen[]) {
  const [one] = seen
    .map(({ visited, looks }) => ({ name: visited.name, look: looks.at(-1)! }))
    .sort((a, b) => b.look.sentBytes - a.look.sentBytes)
  return { sentBytes: one!.look.sentBytes, how: `${one!.name}, of ${seen.length}; ${sizes(one!.look)}` }
}

function sizes({ bytes, sentBytes }: Look): string {
  return `${(bytes / 1000).toFixed(1)} KB, sent as ${(sentBytes / 1000).toFixed(1)} KB`
}
