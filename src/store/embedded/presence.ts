import { setTimeout as sleep } from 'node:timers/promises'
import type { Present } from './connect.ts'

export interface Presence {
  readonly url: string
  /** Resolves when no return after a lost server is under way. */
  settled(): Promise<void>
  /** How many others have the database open: processes of ours, or anyone with psql. */
  others(): Promise<number>
  end(): Promise<void>
}

/**
 * Holds one connection for as long as the database is open. When it breaks, the server has died under us (killed, out of
 * memory): it is started again, and the pools find it at the same place.
 */
export async function present(enter: () => Promise<Present>): Promise<Presence> {
  let isOpen = true
  let current = await enter()
  let returning: Promise<void> = Promise.resolve()
  const watch = () => {
    current.client.once('end', () => {
      if (isOpen) returning = comeBack()
    })
  }
  const comeBack = async () => {
    while (isOpen) {
      const again = await enter().catch(() => undefined)
      if (again) {
        current = again
        return watch()
      }
      await sleep(2_000, undefined, { ref: false })
    }
  }
  watch()
  return {
    url: current.url,
    settled: async () => {
      isOpen = false
      await returning
    },
    others: () => countOthers(current),
    end: () => current.client.end().catch(() => undefined),
  }
}

/** The server takes a moment to see that a killed process is gone, so a first look that finds somebody is not the last. */
async function countOthers({ client }: Present): Promise<number> {
  const first = await countNow(client)
  if (first === 0) return 0
  await sleep(100)
  return countNow(client)
}

async function countNow(client: Present['client']): Promise<number> {
  // Our pools are just being closed and may show for another moment; whoever has a pool has a presence as well.
  const sql = `select count(*)::int as others from pg_stat_activity
    where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> 'hirewire'`
  const answer = await client.query<{ others: number }>(sql).catch(() => undefined)
  return answer?.rows[0]?.others ?? 0
}
