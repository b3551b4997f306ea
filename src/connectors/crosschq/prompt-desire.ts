import type { Decision } from '../flow.ts'
import type { Source } from '../mirror.ts'
import type { NotificationRow } from '../notification.ts'
import type { ApplicationStanding, HiringOutcome } from './host.ts'
import { mailIssues } from './mail-issues.ts'
import type { RequestRow } from './request-row.ts'
import { attention, skip } from './skips.ts'

export type PromptSource = Source<RequestRow> & { readonly facts?: PromptFacts }

export interface PromptFacts {
  /** What stands in the outbox for this request. */
  readonly mail?: NotificationRow
  /** Asked only once the prompt is due. */
  readonly now?: PromptNow
}

/** Both sides as they are at the moment, and who is to be asked. */
export interface PromptNow {
  readonly isComplete: boolean
  /** As Crosschq has it. */
  readonly hiring?: HiringOutcome
  readonly standing: ApplicationStanding
  readonly hasRecipient: boolean
}

export interface PromptContext {
  readonly ats: string
  readonly afterMs: number
  /** Since when prompts are sent; what was due before is the past, or a daemon just set up would write to everybody. */
  readonly since: Date
  /** Nobody is to be asked. */
  readonly isOff?: boolean
  /** Why no mail can be sent as the daemon is set up. */
  readonly problem?: string
  readonly now: Date
}

/** That somebody was asked, and when it was due. */
export type DesiredPrompt = { readonly due: string }

/** A fortnight after the references were complete, unless either side knows by then what came of it (S59, R4). */
export function desirePrompt({ row, isGone, facts }: PromptSource, context: PromptContext): Decision<DesiredPrompt> {
  const due = dueAt(row, context.afterMs)
  if (facts?.mail) return asked(facts.mail, due ?? context.now)
  if (context.isOff) return skip('prompts_off', 'prompt.enabled is false, so nobody is asked')
  if (isGone) return skip('request_gone', 'the request is no longer in Crosschq')
  if (row.status === 'cancelled') return skip('cancelled', 'the request was cancelled')
  if (!due) return skip('not_complete', 'the references are not complete yet')
  if (context.problem) return skip('no_mail', `${context.problem}; nobody is asked whether the candidate was hired`)
  if (due > context.now) {
    const message = 'asks the owner whether the candidate was hired, unless that is known by then'
    return { ...skip('waits_for_hiring', message), again: due }
  }
  if (due < context.since) return skip('due_before', 'it was due before prompts were set up')
  return decideNow(facts!.now!, due, context)
}

/** Undefined: not complete. Counted in hours, so that no time zone moves it. */
export function dueAt({ status, completedAt }: RequestRow, afterMs: number): Date | undefined {
  if (status !== 'completed' || completedAt === undefined) return undefined
  return new Date(Date.parse(completedAt) + afterMs)
}

function decideNow(
  { isComplete, hiring, standing, hasRecipient }: PromptNow,
  due: Date,
  { ats }: PromptContext,
): Decision<DesiredPrompt> {
  if (!isComplete) return skip('not_complete', 'the references are no longer complete')
  if (hiring) return skip('decided', `Crosschq says ${hiring}`)
  if (standing === 'gone') return skip('application_gone', `the application is gone from ${ats}`)
  if (standing === 'hired' || standing === 'rejected') return skip('decided', `${ats} says ${standing}`)
  if (hasRecipient) return { type: 'desired', desired: { due: due.toISOString() }, issues: [] }
  return attention(
    'no_owner',
    `nobody can be asked whether the candidate was hired: neither the owner in ${ats} nor the requestor has an e-mail address; give the candidate an owner, or set the outcome by hand`,
  )
}

/** It was asked for, and never is again. */
function asked(mail: NotificationRow, due: Date): Decision<DesiredPrompt> {
  return { type: 'desired', desired: { due: due.toISOString() }, issues: mailIssues('hiring prompt', mail) }
}
