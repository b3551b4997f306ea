import type { LoggedCall, SandboxServer } from '../src/sandbox/server.ts'

export interface Calls {
  readonly total: number
  readonly writes: number
  readonly byName: Readonly<Record<string, number>>
}

/** What every process of vendors can be asked. */
export type VendorBase = ReturnType<typeof vendorBase> & { close(): Promise<void> }

export function vendorBase(servers: readonly SandboxServer[]) {
  return {
    /** Every answer takes this long more. */
    slowDown(ms: number) {
      for (const { faults } of servers) {
        faults.clear()
        faults.add({ fault: { type: 'latency', ms } })
      }
    },
    /** Ground truth: what has arrived since this was last asked. */
    takeCalls(): Calls {
      const calls = servers.flatMap((server) => server.calls)
      const taken = { total: calls.length, writes: calls.filter(isWrite).length, byName: countNames(calls) }
      for (const server of servers) server.clearCalls()
      return taken
    },
    /** How many calls of one path there are to take. */
    countOf: (path: string) => servers.flatMap((server) => server.calls.filter((call) => call.path === path)).length,
  }
}

/** Ashby's calls are all POST, and only their names tell which of them read. */
function isWrite({ method, path }: LoggedCall): boolean {
  return method !== 'GET' && !/\.(list|info|search|listNotes)$/.test(path)
}

function countNames(calls: readonly LoggedCall[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { method, path } of calls) {
    const name = `${method} ${path}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
