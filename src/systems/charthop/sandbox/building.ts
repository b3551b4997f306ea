import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import type { Settings } from './settings.ts'

/** "Snapshot currently building": a 202 without rows, listed on these calls by https://api.charthop.com/swagger. */
export interface Building {
  /** The next reads have nothing yet; the next PATCH or DELETE of a job is carried out and answered 202. */
  start(counts: { readonly reads?: number; readonly writes?: number }): void
  /** The answer to give in place of the usual one. */
  replace(method: string, path: string, answer: () => SandboxAnswer): SandboxAnswer
}

export function createBuilding(settings: Settings): Building {
  const left = { reads: 0, writes: 0 }
  return {
    start: ({ reads = 0, writes = 0 }) => {
      left.reads = reads
      left.writes = writes
    },
    replace: (method, path, answer) => {
      if (method === 'GET') return READS.test(path) && spend(left, 'reads') ? building() : answer()
      const given = answer()
      if (given.status >= 300) return given
      left.reads = Math.max(left.reads, settings.buildsAfterWrite)
      return WRITES.test(`${method} ${path}`) && spend(left, 'writes') ? building() : given
    },
  }
}

const READS = /^\/v2\/org\/[^/]+\/(job|job\/count|person|group)$/
const WRITES = /^(PATCH|DELETE) \/v2\/org\/[^/]+\/job\/[^/]+$/

function spend(left: { reads: number; writes: number }, which: 'reads' | 'writes'): boolean {
  if (left[which] <= 0) return false
  left[which] -= 1
  return true
}

/** The body is not documented; empty is the hardest a client can meet. */
function building(): SandboxAnswer {
  return { status: 202, body: undefined }
}
