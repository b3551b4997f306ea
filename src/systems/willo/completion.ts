import { isObject, textOf } from '../../lib/loose.ts'

export interface ProgressFacts {
  readonly status?: string
  readonly stage?: string
  /** A time of completion, or a plain yes or no. */
  readonly completed: readonly unknown[]
  readonly responses: unknown
}

/**
 * Has the participant answered? Willo documents neither the statuses nor the fields, so this is our reading: a time of
 * completion says so, or a status that does; else answers that are there, unless something says that more are to come.
 * A note about half an interview would be read as one about the whole.
 */
export function isCompleted({ completed, responses, ...said }: ProgressFacts): boolean {
  const status = said.status?.replaceAll(REVIEW, '') ?? ''
  const stage = said.stage?.replaceAll(REVIEW, '') ?? ''
  if (completed.some(isTime)) return true
  if (UNFINISHED.test(status) || completed.includes(false)) return false
  if (COMPLETED.test(status) || completed.includes(true)) return true
  return hasResponses(responses) && !UNFINISHED.test(stage)
}

/** A status or stage: text, or an object that names itself. */
export function labelOf(value: unknown): string | undefined {
  if (!isObject(value)) return textOf(value)
  return ['name', 'label', 'title', 'slug', 'value']
    .map((name) => textOf(value[name]))
    .find((text) => text !== undefined)
}

const COMPLETED = /complete|responded|response|done|finished/i

/** Words that hold one of those above and mean the opposite, or say that the participant is still at it. */
const UNFINISHED =
  /incomplete|uncomplete|unfinished|undone|not[\s_-]*(yet[\s_-]*)?(complete|respond|done|finish|start)|no[\s_-]*response|progress|await|wait|pending|partial|start|request|due|invit|draft|\bopen(ed)?\b|\bsent\b/i

/** What reviewers have still to do says nothing about the participant: "pending review", "review in progress". */
const REVIEW =
  /(pending|await(ing)?|waiting[\s_-]*for|not|in)[\s_-]*(yet[\s_-]*)?review\w*|review\w*[\s_-]*(in[\s_-]*progress|pending)/gi

function isTime(value: unknown): boolean {
  return /\d{4}/.test(textOf(value) ?? '')
}

function hasResponses(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0
}
