import { z } from 'zod'
import { id, text } from './schema-parts.ts'

/** Why an application was archived. Lever has no flag for hires: a hire is archived for a reason of type `hired`. */
export interface LeverArchiveReason {
  readonly id: string
  readonly title: string
  readonly outcome: 'hired' | 'notHired'
  /** Others are of the past, and no longer to be chosen. */
  readonly isActive: boolean
}

export type ReasonChoice =
  | { readonly type: 'reason'; readonly id: string }
  /** `reason` is for people and names the way out. */
  | { readonly type: 'none'; readonly reason: string }

/** https://hire.lever.co/developer/documentation#archive-reasons; one of its pages has null for every reason but hires. */
export const ArchiveReason = z
  .object({ id, text, status: text, type: z.enum(['hired', 'non-hired']).nullish() })
  .transform(
    ({ id, text: title, status, type }): LeverArchiveReason => ({
      id,
      title: title ?? '',
      outcome: type === 'hired' ? 'hired' : 'notHired',
      isActive: status !== 'inactive',
    }),
  )

/**
 * The reason to archive with. A hire may be told by the only active reason of its kind; never one of several, and never a
 * rejection that nobody named: candidates can see it.
 */
export function chooseReason(
  reasons: readonly LeverArchiveReason[],
  outcome: LeverArchiveReason['outcome'],
  configuredId?: string,
): ReasonChoice {
  if (configuredId !== undefined) return checked(reasons, outcome, configuredId)
  if (outcome === 'notHired') return none('no archive reason is configured for who is not hired')
  const [only, ...others] = reasons.filter((reason) => reason.isActive && reason.outcome === 'hired')
  if (only === undefined) return none('Lever has no active archive reason of type hired')
  if (others.length > 0) return none(`Lever has ${others.length + 1} archive reasons of type hired; configure one`)
  return { type: 'reason', id: only.id }
}

function checked(
  reasons: readonly LeverArchiveReason[],
  outcome: LeverArchiveReason['outcome'],
  configuredId: string,
): ReasonChoice {
  const found = reasons.find(({ id }) => id === configuredId)
  if (found === undefined) return none('Lever has no archive reason with the configured id')
  if (found.outcome !== outcome) return none('the configured archive reason is of the other type')
  return found.isActive ? { type: 'reason', id: found.id } : none('the configured archive reason is inactive')
}

function none(reason: string): ReasonChoice {
  return { type: 'none', reason }
}
