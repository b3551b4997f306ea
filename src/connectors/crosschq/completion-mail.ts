import type { Change } from '../../plan/change.ts'
import type { Parts } from '../connector.ts'
import type { Decision, Flow, Receipt } from '../flow.ts'
import type { Source } from '../mirror.ts'
import type { NotificationDraft, NotificationRow, Notifications } from '../notification.ts'
import { type Made, madeRequests } from './made.ts'
import { mailIssues } from './mail-issues.ts'
import { pagesOfRequests } from './pages.ts'
import { isPublicOfRequest } from './public-values.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import type { RequestRow } from './request-row.ts'
import type { Family } from './requests.ts'
import { attention, skip } from './skips.ts'

export const COMPLETIONS = 'completions'
const KIND = 'completed'

export type CompletionSource = Source<RequestRow> & { readonly mail?: NotificationRow }

export interface CompletionContext {
  /** Since when completions are told: whatever was complete before is no news. */
  readonly since: Date
  /** Somebody else tells, or nobody is to. */
  readonly isOff: boolean
  /** Why no mail can be sent as the daemon is set up. */
  readonly problem?: string
  readonly recipients: ReadonlyMap<string, string>
}

type DesiredCompletion = { readonly completedAt: string }

/**
 * Whoever asked is told by our own mail that the references are complete, where Crosschq is not to do it (S41). The flow is
 * there with the mail switched off, too: one that came later would not hear of what is mirrored already.
 */
export function completionMailFlow(family: Family, { notifications, now }: Pick<Parts, 'notifications' | 'now'>): Flow {
  const isOff = family.rules.completionMail !== 'hirewire'
  const problem = notifications ? notifications.problem : 'this process sends no mail'
  const find = async (record: string) => notifications?.find(KIND, record)
  const flow: Flow<CompletionSource, DesiredCompletion, NotificationRow, CompletionContext> = {
    name: COMPLETIONS,
    source: REQUEST_ROWS,
    settings: async () => ({ isOff, problem: problem ?? null }),
    waitsFor: () => (isOff || problem !== undefined ? [] : [KIND]),
    async prepare(mirror) {
      const since = (await mirror.firstSeen(COMPLETIONS)).get(KIND) ?? now()
      return { since, isOff, problem, recipients: recipientsOf(family, await madeRequests(mirror)) }
    },
    gather: async (source) => {
      const mail = await find(source.id)
      return { ...(source as CompletionSource), ...(mail && { mail }) }
    },
    desire: desireCompletion,
    find: async ({ link, mail }) =>
      mail ? { type: 'object', id: mail.id, actual: mail, origin: link ? 'linked' : 'adopted' } : { type: 'none' },
    plan: ({ id }, _desired, mail) => (mail ? [] : [completion(id)]),
    apply: ({ record }, { recipients }) => tell(family, notifications!, record, recipients.get(record)!),
    async settle({ record }) {
      const mail = await find(record)
      return mail ? { target: mail.id } : 'absent'
    },
    readBack: ({ id }) => find(id),
    isPublic: isPublicOfRequest,
    pages: pagesOfRequests(family.host),
  }
  return flow as unknown as Flow
}

function recipientsOf({ rules }: Family, made: ReadonlyMap<string, Made>): ReadonlyMap<string, string> {
  const pairs = [...made.values()].map(({ id, requestor = rules.defaultRequestor }) => [id, requestor] as const)
  return new Map(pairs.flatMap(([id, requestor]) => (requestor ? [[id, requestor] as const] : [])))
}

export function desireCompletion(
  { id, row, isGone, mail }: CompletionSource,
  { since, isOff, problem, recipients }: CompletionContext,
): Decision<DesiredCompletion> {
  const completedAt = row.status === 'completed' ? row.completedAt : undefined
  if (mail)
    return { type: 'desired', desired: { completedAt: completedAt ?? '' }, issues: mailIssues('completion mail', mail) }
  if (isOff)
    return skip('mail_off', 'requests.completionMail leaves it to others to tell that the references are complete')
  if (isGone) return skip('request_gone', 'the request is no longer in Crosschq')
  if (!completedAt) return skip('not_complete', 'the references are not complete yet')
  if (problem) return skip('no_mail', `${problem}; nobody is told that the references are complete`)
  if (new Date(completedAt) < since) return skip('completed_before', 'it was complete before its mail was set up')
  if (!recipients.has(id)) return attention('no_owner', 'nobody is known who asked for the references')
  return { type: 'desired', desired: { completedAt }, issues: [] }
}

function completion(record: string): Change {
  const fields = [{ field: 'mail', before: null, after: 'queued' }]
  return { flow: COMPLETIONS, record, action: 'completion.queue', effect: 'create', fields, input: {} }
}

async function tell(
  { crosschq }: Family,
  notifications: Notifications,
  record: string,
  recipient: string,
): Promise<Receipt> {
  const request = await crosschq.request(record)
  const name = [request?.candidate.firstName, request?.candidate.lastName].filter(Boolean).join(' ')
  const facts: NotificationDraft['facts'] = {
    ...(name && { candidate: name }),
    ...(request?.position && { job: request.position }),
    ...(request?.reportUrl && { report: request.reportUrl }),
  }
  return { target: await notifications.queue({ flow: COMPLETIONS, kind: KIND, record, recipient, facts }) }
}
