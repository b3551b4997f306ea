import type { LeverArchived } from '../../../systems/lever/application-schema.ts'
import type { Lever } from '../../../systems/lever/client.ts'
import type { ApplicationStanding } from '../host.ts'

export type StandingOf = (archived: LeverArchived | undefined) => Promise<ApplicationStanding>

/** Reasons are made seldom; one that is not known is asked for again, but not for every application of a list. */
const AGAIN_MS = 60_000

/**
 * How an application stands, by the kind of reason it was archived for: Lever has no flag for hires (R2). Without a reason
 * that Lever lists, it is not guessed.
 */
export function createStandings(lever: Pick<Lever, 'archiveReasons'>, now: () => Date): StandingOf {
  let known: ReadonlyMap<string, ApplicationStanding> = new Map()
  let readAt = Number.NEGATIVE_INFINITY
  const read = async () => {
    const reasons = await lever.archiveReasons()
    known = new Map(reasons.map(({ id, outcome }) => [id, outcome === 'hired' ? 'hired' : 'rejected']))
    readAt = now().getTime()
  }
  return async (archived) => {
    if (!archived) return 'active'
    const { reasonId } = archived
    if (reasonId === undefined) return 'unclear'
    if (!known.has(reasonId) && Math.abs(now().getTime() - readAt) >= AGAIN_MS) await read()
    return known.get(reasonId) ?? 'unclear'
  }
}
