import type { z } from 'zod'
import type { RecordLine } from '../api/records.ts'
import { type Html, html } from './html.ts'
import { moment } from './parts.ts'
import { wayOut } from './ways-out.ts'

/** Where a record stands and why. */
export type Standing = Pick<z.output<typeof RecordLine>, 'reason' | 'message' | 'issues'>

/** Why a record is where it is, and the way out; the issues besides, each with its own. */
export function why({ reason, message, issues }: Standing): Html {
  const others = issues.filter((issue) => issue.reason !== reason || issue.message !== message)
  const lines = [...(reason || message ? [{ reason, message, field: undefined }] : []), ...others]
  return lines.map(
    (line) => html`<div>
      ${line.reason && html`<code>${line.reason}</code> `}${line.field && `${line.field}: `}${line.message}
      ${wayOut(line.reason) && html`<br /><strong>${wayOut(line.reason)}</strong>`}
    </div>`,
  )
}

/** "At once" is the epoch: the next run takes it. */
export function nextTry(dueAt: string | null): Html {
  if (!dueAt) return 'when something about it changes'
  return Date.parse(dueAt) === 0 ? 'with the next run' : moment(dueAt)
}
