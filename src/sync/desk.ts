import { setTimeout as delay } from 'node:timers/promises'
import type { Connection } from '../connectors/connector.ts'
import type { Desk, Standing } from '../connectors/partner.ts'
import { unsettledChanges } from '../store/changes.ts'
import type { Knex } from '../store/database.ts'
import { alone } from '../store/locks.ts'
import { loadRecords } from '../store/records.ts'
import { loadRun, requestRun } from '../store/runs.ts'
import { openMirror } from './mirror.ts'
import { keepOwn } from './page.ts'

export interface DeskParts {
  readonly db: Knex
  readonly connection: Connection
  /** Tells the queue that a run was requested. */
  wake(): Promise<void>
}

const lookEveryMs = 50

/** What a partner's answer may do in the name of one connection. All writes to vendors stay with the runs it asks for. */
export function openDesk({ db, connection, wake }: DeskParts): Desk {
  return {
    mirror: openMirror(db, connection.id),
    now: () => new Date(),
    alone: (key, act) =>
      alone(db, `${connection.id}/${key}`, (trx) =>
        act({
          mirror: openMirror(trx, connection.id),
          keep: (collection, row) => keepOwn(trx, connection, collection, row),
        }),
      ),
    async run(records, ms) {
      const { id } = await requestRun(db, { connection: connection.id, trigger: 'request', records })
      await wake()
      return (await isFinished(db, id, ms)) ? 'done' : 'late'
    },
    standing: (flow, record) => standing(db, { connection: connection.id, flow }, record),
  }
}

async function isFinished(db: Knex, run: string, ms: number): Promise<boolean> {
  const until = performance.now() + ms
  for (;;) {
    if ((await loadRun(db, run))?.finishedAt) return true
    if (performance.now() >= until) return false
    await delay(lookEveryMs)
  }
}

async function standing(
  db: Knex,
  place: { connection: string; flow: string },
  record: string,
): Promise<Standing | undefined> {
  const found = (await loadRecords(db, place, [record])).get(record)
  if (!found) return undefined
  const isUnclear = (await unsettledChanges(db, place)).some((change) => change.record === record)
  const { state, reason, message } = found
  return { state, isUnclear, ...(reason && { reason }), ...(message && { message }) }
}
