import { RejectedRecordError } from '../../../lib/errors.ts'
import { chooseReason, type ReasonChoice } from '../../../systems/lever/archive-reasons.ts'
import type { HiringOutcome, OutcomePort } from '../host.ts'
import { attention } from '../skips.ts'
import type { CrosschqLeverConfig } from './config.ts'
import type { Systems } from './systems.ts'

type Hiring = CrosschqLeverConfig['hiring']

/** A hire is an archiving for a reason of its kind (R2), and so is a "not hired", for one that must be configured (R3). */
export function outcomePort({ lever, standingOf }: Systems, hiring: Hiring): OutcomePort {
  const choose = async (outcome: HiringOutcome) => choiceOf(outcome, await lever.archiveReasons(), hiring)
  return {
    settings: () => ({ hiredReason: hiring.hiredReason ?? null, notHiredReason: hiring.notHiredReason ?? null }),
    async read(id) {
      const application = await lever.application(id)
      return application ? standingOf(application.archived) : 'gone'
    },
    async decidedAt(id) {
      const at = (await lever.application(id))?.archived?.at
      return at === undefined ? undefined : new Date(at)
    },
    async obstacle(outcome) {
      const choice = await choose(outcome)
      return choice.type === 'none' ? attention('no_archive_reason', wayOut(outcome, choice)) : undefined
    },
    async set(id, outcome) {
      const choice = await choose(outcome)
      if (choice.type === 'none') throw new RejectedRecordError(wayOut(outcome, choice))
      await lever.archive(id, choice.id)
      return {}
    },
  }
}

export function choiceOf(
  outcome: HiringOutcome,
  reasons: Parameters<typeof chooseReason>[0],
  { hiredReason, notHiredReason }: Hiring,
): ReasonChoice {
  return outcome === 'hired'
    ? chooseReason(reasons, 'hired', hiredReason)
    : chooseReason(reasons, 'notHired', notHiredReason)
}

export function wayOut(outcome: HiringOutcome, { reason }: Extract<ReasonChoice, { type: 'none' }>): string {
  const member = outcome === 'hired' ? 'hiredReason' : 'notHiredReason'
  return `Lever is left as it is: ${reason}; put the id of a reason into hiring.${member}, or archive in Lever by hand`
}
