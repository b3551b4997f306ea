import { expect, test } from 'vitest'
import type { NotificationRow } from '../notification.ts'
import { desirePrompt, type PromptContext, type PromptNow } from './prompt-desire.ts'
import type { RequestRow } from './request-row.ts'

const hour = 3_600_000
const done = new Date('2026-03-02T09:00:00Z')
const after = (hours: number) => new Date(done.getTime() + hours * hour)
const FORTNIGHT = 14 * 24

const row: RequestRow = {
  ...{ id: 'r', application: 'a', key: 'k', template: 't', hasPdf: false, notices: [] },
  ...{ status: 'completed', completedAt: done.toISOString() },
}
const open: PromptNow = { isComplete: true, standing: 'active', hasRecipient: true }
const mailed = (changes: Partial<NotificationRow> = {}): NotificationRow => ({
  id: 'n',
  state: 'sent',
  attempts: 1,
  ...changes,
})

interface Case {
  readonly row?: Partial<RequestRow>
  readonly now?: Partial<PromptNow>
  readonly mail?: NotificationRow
  readonly context?: Partial<PromptContext>
  readonly isGone?: boolean
}

function decide({ now, mail, isGone = false, ...changes }: Case) {
  const facts = { now: { ...open, ...now }, ...(mail && { mail }) }
  const source = { id: 'r', row: { ...row, ...changes.row }, related: {}, isGone, isPushed: false, facts }
  const context = {
    ats: 'Lever',
    afterMs: FORTNIGHT * hour,
    since: after(-1),
    now: after(FORTNIGHT),
    ...changes.context,
  }
  return desirePrompt(source, context)
}

test.each<[string, Case, string]>([
  ['a minute early', { context: { now: after(FORTNIGHT - 1 / 60) } }, 'waits_for_hiring'],
  ['not complete', { row: { status: 'in_progress', completedAt: undefined } }, 'not_complete'],
  ['complete, and nobody knows since when', { row: { completedAt: undefined } }, 'not_complete'],
  ['cancelled', { row: { status: 'cancelled' } }, 'cancelled'],
  ['gone from Crosschq', { isGone: true }, 'request_gone'],
  ['no longer complete', { now: { isComplete: false } }, 'not_complete'],
  ['hired in Crosschq', { now: { hiring: 'hired' } }, 'decided'],
  ['rejected in Crosschq', { now: { hiring: 'rejected' } }, 'decided'],
  ['hired in the ATS', { now: { standing: 'hired' } }, 'decided'],
  ['rejected in the ATS', { now: { standing: 'rejected' } }, 'decided'],
  ['gone from the ATS', { now: { standing: 'gone' } }, 'application_gone'],
  ['nobody to ask', { now: { hasRecipient: false } }, 'no_owner'],
  [
    'due before prompts were set up',
    { context: { since: after(FORTNIGHT + 1), now: after(FORTNIGHT + 2) } },
    'due_before',
  ],
  ['switched off', { context: { isOff: true } }, 'prompts_off'],
  ['mail not set up', { context: { problem: 'mail.smtpUrl is not set' } }, 'no_mail'],
])('%s: nobody is asked', (_, given, reason) => {
  expect(decide(given)).toMatchObject({ type: 'skip', reason, attention: reason === 'no_owner' })
})

test.each<[string, Case]>([
  ['to the minute', {}],
  ['a day late', { context: { now: after(FORTNIGHT + 24) } }],
  ['closed without a word how', { now: { standing: 'unclear' } }],
  ['set up in the meantime', { context: { since: after(FORTNIGHT - 1) } }],
])('%s: somebody is asked', (_, given) => {
  expect(decide(given)).toEqual({ type: 'desired', desired: { due: after(FORTNIGHT).toISOString() }, issues: [] })
})

test('until then it is looked at again to the minute', () => {
  expect(decide({ context: { now: after(24) } })).toMatchObject({ again: after(FORTNIGHT) })
})

test('hours are counted, so that summer time moves nothing', () => {
  const completedAt = '2026-03-20T08:30:00+01:00'

  expect(decide({ row: { completedAt } })).toMatchObject({ again: new Date('2026-04-03T07:30:00Z') })
})

test('whoever was asked stays asked, whatever happens then', () => {
  for (const given of [
    { isGone: true },
    { row: { status: 'cancelled' } },
    { now: { hiring: 'hired' } },
  ] satisfies Case[])
    expect(decide({ ...given, mail: mailed() })).toMatchObject({ type: 'desired', issues: [] })
})

test.each<[Partial<NotificationRow>, string | undefined]>([
  [{ state: 'queued', attempts: 4 }, undefined],
  [{ state: 'queued', attempts: 5 }, 'mail_waits'],
  [{ state: 'sending' }, undefined],
  [{ state: 'failed' }, 'mail_refused'],
  [{ state: 'unclear' }, 'mail_unclear'],
])('a mail that is %o is told of as %s', (changes, reason) => {
  const decision = decide({ mail: mailed({ problem: 'status 550', ...changes }) })

  expect(decision).toMatchObject({ type: 'desired', issues: reason ? [{ reason, attention: true }] : [] })
})
