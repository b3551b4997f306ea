import { RetryableError } from '../../lib/errors.ts'
import type { Change } from '../../plan/change.ts'
import type { ReferenceRequest } from '../../systems/crosschq/schema.ts'
import type { Flow, Found, Receipt } from '../flow.ts'
import type { NotificationDraft, NotificationRow, Notifications } from '../notification.ts'
import type { PromptRules } from './config.ts'
import type { Host } from './host.ts'
import { type Made, madeRequests } from './made.ts'
import {
  type DesiredPrompt,
  desirePrompt,
  dueAt,
  type PromptContext,
  type PromptFacts,
  type PromptNow,
  type PromptSource,
} from './prompt-desire.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import type { Family } from './requests.ts'

export const PROMPTS = 'prompts'
const KIND = 'hiring_prompt'
const DAY_MS = 24 * 60 * 60_000

export interface PromptParts {
  readonly rules: PromptRules
  readonly notifications: Notifications | undefined
  now(): Date
}

type Context = PromptContext & { readonly made: ReadonlyMap<string, Made> }

/**
 * Who owns the candidate is asked once, by mail, whether it was hired (S59). The target is our own outbox. The flow is there
 * with prompts switched off, too: one that came later would not hear of what is mirrored already.
 */
export function promptsFlow(
  family: Family,
  { rules, notifications, now }: PromptParts,
): Flow<PromptSource, DesiredPrompt, NotificationRow, Context> {
  const isOff = !rules.enabled
  const problem = notifications ? notifications.problem : 'this process sends no mail'
  const find = async (record: string) => notifications?.find(KIND, record)
  return {
    name: PROMPTS,
    source: REQUEST_ROWS,
    settings: async () => ({ isOff, afterDays: rules.afterDays, problem: problem ?? null }),
    waitsFor: () => (isOff || problem !== undefined ? [] : [KIND]),
    async prepare(mirror) {
      const since = (await mirror.firstSeen(PROMPTS)).get(KIND) ?? now()
      const made = await madeRequests(mirror)
      return { isOff, ats: family.host.name, afterMs: rules.afterDays * DAY_MS, since, problem, now: now(), made }
    },
    gather: (source, context) => gather(family, source as PromptSource, context, find),
    desire: desirePrompt,
    find: async ({ link, facts }) => foundFor(link !== undefined, facts?.mail),
    plan: ({ id, row }, _desired, mail) => (mail ? [] : [prompt(id, row.application)]),
    apply: (change, { made }) => ask(family, change, made.get(change.record), notifications!),
    async settle({ record }) {
      const mail = await find(record)
      return mail ? { target: mail.id } : 'absent'
    },
    readBack: ({ id }) => find(id),
  }
}

async function gather(
  family: Family,
  source: PromptSource,
  context: Context,
  find: (record: string) => Promise<NotificationRow | undefined>,
): Promise<PromptSource> {
  const mail = await find(source.id)
  const due = dueAt(source.row, context.afterMs)
  const isDue = due !== undefined && due <= context.now && due >= context.since
  if (mail || !isDue || source.isGone || context.isOff || context.problem)
    return { ...source, facts: { ...(mail && { mail }) } }
  const { now } = await look(family, source.id, source.row.application, context.made.get(source.id))
  return { ...source, facts: { now } satisfies PromptFacts }
}

interface Looked {
  readonly now: PromptNow
  readonly request: ReferenceRequest | undefined
  readonly recipient: string | undefined
}

/** Both sides as they are: what the mirror has may be hours old, and a mail cannot be taken back. */
async function look({ crosschq, host, rules }: Family, id: string, application: string, made: Made | undefined) {
  const request = await crosschq.request(id)
  const standing = (await host.outcome?.read(application)) ?? 'active'
  const recipient = (await ownerOf(host, application)) ?? made?.requestor ?? rules.defaultRequestor
  const hiring = request?.hiringStatus === 'pending' ? undefined : request?.hiringStatus
  const now = { isComplete: request?.status === 'completed', hiring, standing, hasRecipient: recipient !== undefined }
  return { now, request, recipient } satisfies Looked
}

async function ownerOf(host: Host, application: string): Promise<string | undefined> {
  return (await host.owner?.(application))?.email
}

function foundFor(isLinked: boolean, mail: NotificationRow | undefined): Found<NotificationRow> {
  if (!mail) return { type: 'none' }
  return { type: 'object', id: mail.id, actual: mail, origin: isLinked ? 'linked' : 'adopted' }
}

/** Says nothing of whom it is about: the ledger is shown. */
function prompt(record: string, application: string): Change {
  const fields = [{ field: 'prompt', before: null, after: 'queued' }]
  return { flow: PROMPTS, record, action: 'prompt.queue', effect: 'create', fields, input: { application } }
}

async function ask(
  family: Family,
  { record, input }: Change,
  made: Made | undefined,
  notifications: Notifications,
): Promise<Receipt> {
  const { application } = input as { readonly application: string }
  const { now, request, recipient } = await look(family, record, application, made)
  const isOpen = now.isComplete && !now.hiring && (now.standing === 'active' || now.standing === 'unclear')
  if (!isOpen || !request || !recipient)
    throw new RetryableError('what came of the candidate is known now; nobody was asked')
  const draft: NotificationDraft = {
    ...{ flow: PROMPTS, kind: KIND, record, recipient },
    facts: factsOf(request, application, family.host.name),
  }
  return { target: await notifications.queue(draft) }
}

function factsOf(
  { candidate, position }: ReferenceRequest,
  application: string,
  ats: string,
): NotificationDraft['facts'] {
  const name = [candidate.firstName, candidate.lastName].filter(Boolean).join(' ')
  return { application, ats, ...(name && { candidate: name }), ...(position && { job: position }) }
}
