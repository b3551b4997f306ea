import type { Change } from '../../plan/change.ts'
import type { HiringStatus } from '../../systems/crosschq/schema.ts'
import type { Written } from '../mirror.ts'
import type { HiringOutcome } from './host.ts'

export const SET_HIRING = 'request.setHiringStatus'

export interface SetHiring {
  readonly request: string
  readonly status: HiringStatus
}

/** What Crosschq has of the candidate of a request. */
export interface HiringWord {
  /** The request's. */
  readonly id: string
  readonly hiringStatus?: HiringStatus
  readonly hiringStatusUpdatedAt?: string
}

/**
 * Hired or rejected as Crosschq's own word: a status that we wrote ourselves is an echo. Told apart by value, because what
 * a vendor's clock says of our own write proves nothing.
 */
export function ownWord({ hiringStatus }: HiringWord, told: HiringStatus | undefined): HiringOutcome | undefined {
  if (hiringStatus !== 'hired' && hiringStatus !== 'rejected') return undefined
  return hiringStatus === told ? undefined : hiringStatus
}

/** What we told Crosschq last of a request, whichever flow did. */
export function lastTold(request: string, written: readonly Written[]): HiringStatus | undefined {
  const inputs = written
    .filter(({ action }) => action === SET_HIRING)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ input }) => input as unknown as SetHiring)
  return inputs.findLast((input) => input.request === request)?.status
}

/** Where Crosschq does not show the hiring status, what we told it last is taken for it. */
export function setHiring(
  { flow, record }: Pick<Change, 'flow' | 'record'>,
  { id: request, hiringStatus, told }: HiringWord & { readonly told: HiringStatus | undefined },
  status: HiringStatus,
): readonly Change[] {
  const before = hiringStatus ?? told ?? 'pending'
  if (before === status) return []
  const fields = [{ field: `${request}.hiringStatus`, before, after: status }]
  const input = { request, status }
  return [{ flow, record, target: record, action: SET_HIRING, effect: 'update', fields, input }]
}
