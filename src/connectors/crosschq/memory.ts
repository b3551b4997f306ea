import type { Issue } from '../../plan/change.ts'

/** What one process remembers besides the ledger; lost, it is found out again. */
export interface Memory {
  /**
   * Crosschq's own words by a want's key. They may quote a person, so they are shown to whoever waits for an answer and kept
   * nowhere.
   */
  readonly wordings: Map<string, string>
  /** By a want's key: whose recruiter Crosschq did not take as requestor. */
  readonly replaced: Map<string, Issue>
  /** By our names, the calls that Crosschq turned out not to have. */
  readonly lacking: Set<string>
}

export function createMemory(): Memory {
  return { wordings: new Map(), replaced: new Map(), lacking: new Set() }
}
