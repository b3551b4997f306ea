import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { FilledConsole } from './console.ts'
import { type Measure, stated } from './measure.ts'

const watchers = 20
const seconds = 10
/** Of a clock tick in /proc: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const msPerTick = 10

/** What pages cost that are only left open. */
export async function measureWatchers(console: FilledConsole): Promise<readonly Measure[]> {
  const idle = await cpuPerSecond(console)
  using watching = watch(console)
  await delay(2_000)
  const watched = await cpuPerSecond(console)
  const how = `${watchers} pages follow the connections, ${watching.size} streams; over ${seconds} s`
  return [
    stated('CPU of the daemon, per second with 20 watchers', `${(watched.daemon - idle.daemon).toFixed(1)} ms`, how),
    stated(
      'CPU of PostgreSQL, per second with 20 watchers',
      `${(watched.database - idle.database).toFixed(1)} ms`,
      how,
    ),
  ]
}

function watch({ url, visitor: { cookie } }: FilledConsole): Disposable & { readonly size: number } {
  const agent = new Agent({ keepAlive: false })
  const streams = Array.from({ length: watchers }, () =>
    get(`${url}/events`, { agent, headers: { cookie } }, (incoming) => incoming.resume().on('error', () => {})).on(
      'error',
      () => {},
    ),
  )
  return {
    size: streams.length,
    [Symbol.dispose]: () => {
      for (const stream of streams) stream.destroy()
    },
  }
}

async function cpuPerSecond({ daemon, world }: FilledConsole) {
  const database = await backends(world)
  const before = { daemon: await daemon.cpuMs(), database: cpuOf(database) }
  await delay(seconds * 1_000)
  const after = { daemon: await daemon.cpuMs(), database: cpuOf(database) }
  return { daemon: (after.daemon - before.daemon) / seconds, database: (after.database - before.database) / seconds }
}

/** PostgreSQL's processes that work for this database. */
async function backends({ app }: FilledConsole['world']): Promise<readonly number[]> {
  const { rows } = await app.database.knex.raw('select pid from pg_stat_activity where datname = current_database()')
  return rows.map(({ pid }: { readonly pid: number }) => pid)
}

/** Both user's and system's, of those that are still there. */
function cpuOf(processes: readonly number[]): number {
  return processes.reduce((sum, pid) => sum + ticksOf(pid) * msPerTick, 0)
}

function ticksOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return Number(fields[11]) + Number(fields[12])
  } catch {
    return 0
  }
}
