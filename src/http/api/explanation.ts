import { z } from 'zod'
import type { VendorPage } from '../../connectors/flow.ts'
import type { Json } from '../../lib/json.ts'
import type { ExplainedField, Explanation } from '../../sync/explain.ts'
import { RecordLine } from './records.ts'
import { Change, viewChange } from './run.ts'
import { type IsPublic, maskChange, maskJson, maskTogether, type Sight } from './values.ts'

const Before = z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })
const Planned = z.object({
  action: z.string(),
  effect: z.enum(['create', 'update', 'clear', 'close']),
  target: z.string().nullable(),
  fields: z.array(Before),
})

const Decision = z.discriminatedUnion('type', [
  z.object({ type: z.literal('inStep'), target: z.string() }),
  z.object({ type: z.literal('write'), changes: z.array(Planned) }),
  z.object({ type: z.literal('skip'), reason: z.string(), message: z.string(), attention: z.boolean() }),
  z.object({ type: z.literal('undecided'), problem: z.string().describe('Such as a vendor that did not answer.') }),
])

const Field = z.object({
  from: z.string(),
  to: z.string(),
  raw: z.unknown(),
  transformed: z.unknown(),
  written: z.unknown().describe('As it should be at the target; null where it cannot be written.'),
  problem: z.string().nullable(),
  isEqual: z.boolean().nullable().describe('Null where nothing was compared.'),
  planned: z.object({ before: z.unknown(), after: z.unknown() }).nullable(),
  history: z.array(Change),
})

export const ExplanationView = z
  .object({
    ...RecordLine.pick({ connection: true, flow: true, issues: true, attempts: true, dueAt: true }).shape,
    record: z.string(),
    state: RecordLine.shape.state.nullable().describe('Null: no run has looked at it yet.'),
    reason: z.string().nullable(),
    message: z.string().nullable(),
    isGone: z.boolean().describe('No longer at the source.'),
    link: z.object({ target: z.string(), origin: z.enum(['created', 'adopted']) }).nullable(),
    acknowledged: z.unknown(),
    decision: Decision.describe('What a run would decide now.'),
    fields: z.array(Field),
    history: z.array(Change).describe('Writes, newest first; at most 50.'),
    pages: z
      .object({ source: z.string().nullable(), target: z.string().nullable() })
      .describe("The vendors' own pages of the record and of its target."),
  })
  .meta({ id: 'Explanation' })
export type ExplanationView = z.output<typeof ExplanationView>

export function viewExplanation(connection: string, explained: Explanation, sight: Sight): ExplanationView {
  const { flow, record, state, reason, message, issues, attempts, dueAt, isGone, link, acknowledged } = explained
  const isPublic = sight(connection, flow)
  return {
    ...{ connection, flow, record, attempts, isGone },
    ...{ state: state ?? null, reason: reason ?? null, message: message ?? null, dueAt: dueAt ?? null },
    issues: issues.map((issue) => ({ ...issue })),
    link: link ? { ...link } : null,
    acknowledged: maskJson(isPublic, acknowledged ?? null),
    decision: viewDecision(explained.decision, isPublic),
    fields: explained.fields.map((field) => viewField(field, isPublic, sight)),
    history: explained.history.map((change) => viewChange(change, sight)),
    pages: {
      source: viewPage(explained.pages.source, isPublic),
      target: viewPage(explained.pages.target, isPublic),
    },
  }
}

function viewDecision(decision: Explanation['decision'], isPublic: IsPublic): ExplanationView['decision'] {
  if (decision.type !== 'write') return { ...decision }
  const changes = decision.changes.map((change) => {
    const { action, effect, target = null, fields } = maskChange(isPublic, change)
    return { action, effect, target, fields: fields.map((field) => ({ ...field })) }
  })
  return { type: 'write', changes }
}

/** One value on its way: where any step of it is personal, every step is. */
function viewField(field: ExplainedField, isPublic: IsPublic, sight: Sight): ExplanationView['fields'][number] {
  const { from, to, raw, transformed, written = null, problem = null, isEqual = null, planned, history } = field
  const { before = null, after = null } = planned ?? {}
  // What could not be read may be anything, pay as well.
  const unread: Json = problem !== null && transformed === null && typeof raw === 'number' ? { raw } : null
  const { unread: _, ...steps } = maskTogether(isPublic, [from, to], {
    raw,
    transformed,
    written,
    before,
    after,
    unread,
  })
  return {
    ...{ from, to, problem, isEqual },
    ...{ raw: steps.raw, transformed: steps.transformed, written: steps.written },
    planned: planned ? { before: steps.before, after: steps.after } : null,
    history: history.map((change) => viewChange(change, sight)),
  }
}

/** Only where everything is shown is a whole object public. */
function viewPage(page: VendorPage | undefined, isPublic: IsPublic): string | null {
  if (!page?.url.startsWith('https://')) return null
  return page.isShared && !isPublic('page', { url: page.url }) ? null : page.url
}
