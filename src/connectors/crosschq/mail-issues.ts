import type { Issue } from '../../plan/change.ts'
import type { NotificationRow } from '../notification.ts'

/** Tries that a mail server may need in half an hour of trouble. */
const PATIENCE = 5

/** Whether a mail went out is for people to see: it is never asked for a second time. */
export function mailIssues(what: string, { state, attempts, problem = '' }: NotificationRow): readonly Issue[] {
  const issue = (reason: string, message: string) => [{ reason, message, attention: true }]
  if (state === 'failed')
    return issue('mail_refused', `the ${what} could not be sent: ${problem}; tell its reader by hand`)
  if (state === 'unclear')
    return issue(
      'mail_unclear',
      `whether the ${what} was sent is not known: ${problem}; it is not sent again, so ask its reader by hand`,
    )
  if (state !== 'queued' || attempts < PATIENCE) return []
  return issue('mail_waits', `the ${what} was not sent yet: ${problem}; it is tried again`)
}
