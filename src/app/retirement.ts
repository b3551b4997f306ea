import type { Connection } from '../connectors/connector.ts'

/** What is asked of vendors outside of runs, such as the lists of a page, is over by then. */
const GRACE_MS = 60_000

export interface Retirement {
  /** It is not closed meanwhile. */
  whileUsed<T>(connection: Connection, act: () => Promise<T>): Promise<T>
  /** Another one has taken its place: it is closed once nothing uses it. */
  retire(connection: Connection): void
  /** At once, whatever uses it. */
  closeAll(): void
}

export function createRetirement(graceMs = GRACE_MS): Retirement {
  const uses = new Map<Connection, number>()
  const retired = new Map<Connection, { isDue: boolean; readonly timer: NodeJS.Timeout }>()
  const closeIfOver = (connection: Connection) => {
    if (!retired.get(connection)?.isDue || (uses.get(connection) ?? 0) > 0) return
    retired.delete(connection)
    connection.close()
  }
  return {
    async whileUsed(connection, act) {
      uses.set(connection, (uses.get(connection) ?? 0) + 1)
      try {
        return await act()
      } finally {
        const left = uses.get(connection)! - 1
        if (left > 0) uses.set(connection, left)
        else uses.delete(connection)
        closeIfOver(connection)
      }
    },
    retire(connection) {
      const timer = setTimeout(() => {
        retired.get(connection)!.isDue = true
        closeIfOver(connection)
      }, graceMs).unref()
      retired.set(connection, { isDue: false, timer })
    },
    closeAll() {
      for (const [connection, { timer }] of retired) {
        clearTimeout(timer)
        connection.close()
      }
      retired.clear()
    },
  }
}
