import { Presets, SingleBar } from 'cli-progress'
import type { Knex } from '../store/database.ts'
import { loadRun } from '../store/runs.ts'
import type { Tally } from '../sync/engine.ts'

const lookEveryMs = 400

/** A bar on a terminal, from the counts a run leaves in the database while it goes; nothing anywhere else. */
export function watchProgress(db: Knex, run: string): { stop(): void } {
  if (!process.stderr.isTTY) return { stop() {} }
  const bar = new SingleBar(
    { format: '{flow} {bar} {note}', stream: process.stderr, clearOnComplete: true, hideCursor: true },
    Presets.shades_classic,
  )
  // A total of 0 would show as done.
  bar.start(1, 0, { flow: '', note: '' })
  const timer = setInterval(() => void show(db, run, bar).catch(() => undefined), lookEveryMs)
  return {
    stop() {
      clearInterval(timer)
      bar.stop()
    },
  }
}

async function show(db: Knex, run: string, bar: SingleBar): Promise<void> {
  const flows = Object.entries(((await loadRun(db, run))?.flows ?? {}) as unknown as Readonly<Record<string, Tally>>)
  const [flow, tally] = flows.findLast(([, { state }]) => state === 'running') ?? flows.at(-1) ?? []
  if (!flow || !tally) return
  const { create, update, clear, close } = tally.planned
  // A record may need several writes, so the total is what is planned or what was done, whichever is more.
  const done = tally.applied + tally.failed + tally.unknown
  bar.setTotal(Math.max(create + update + clear + close, done, 1))
  bar.update(done, {
    flow: flow.padEnd(10),
    note: `${done} written, ${tally.read} read, ${tally.due} due, ${tally.verified} verified`,
  })
}
