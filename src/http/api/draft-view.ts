import { z } from 'zod'
import type { Finding } from '../../connectors/connector.ts'
import type { Change } from '../../plan/change.ts'
import type { Plan } from '../../plan/plan.ts'
import type { StoredDraft } from '../../store/mapping-drafts.ts'
import type { StoredRun } from '../../store/runs.ts'
import type { Tally } from '../../sync/engine.ts'
import { seenAs } from './mapping.ts'
import { maskFields, type Sight, type TextSight } from './values.ts'

const effects = ['create', 'update', 'clear', 'close'] as const
type Counts = Plan['counts']

const FlowPreview = z.object({
  flow: z.string(),
  counts: z.object({ create: z.int(), update: z.int(), clear: z.int(), close: z.int() }),
  records: z.int().describe('Records that would be written.'),
  held: z.array(z.string()).describe('Why a run with this mapping would be held, if it would be.'),
})

const PlannedChange = z.object({
  flow: z.string(),
  record: z.string(),
  action: z.string(),
  effect: z.enum(effects),
  target: z.string().nullable(),
  fields: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
})

export const Draft = z
  .object({
    id: z.string(),
    connection: z.string(),
    text: z.string(),
    masked: z.boolean().describe('Names and addresses in the text are "•••".'),
    base: z.string().describe('Digest of the text that it was made from.'),
    state: z
      .enum(['checking', 'ready', 'saved', 'stale', 'failed', 'discarded'])
      .describe('Only `ready` can be saved; `stale`: the file was changed meanwhile.'),
    problem: z.string().nullable(),
    findings: z.array(z.object({ ok: z.boolean(), subject: z.string(), message: z.string() })),
    run: z.string().nullable().describe('The dry run with this mapping.'),
    preview: z
      .object({ flows: z.array(FlowPreview), sentence: z.string().describe('such as: this would change 12 openings') })
      .nullable(),
    changes: z.array(PlannedChange).describe('The first 100 writes of the dry run.'),
    by: z.string(),
    at: z.string(),
  })
  .meta({ id: 'Draft' })

export const MOST_CHANGES = 100

export interface SeenDraft {
  readonly draft: StoredDraft
  /** Of the file as it is. */
  readonly digest: string
  readonly run: StoredRun | undefined
}

export function viewDraft(
  { draft, digest, run }: SeenDraft,
  sight: Sight,
  seenText: TextSight,
): z.output<typeof Draft> {
  const { id, connection, text, base, state, by, at } = draft
  const plans = run?.finishedAt ? ((run.plan ?? []) as unknown as readonly Plan[]) : undefined
  const changes = (plans ?? []).flatMap((plan) => plan.changes).slice(0, MOST_CHANGES)
  return {
    ...{ id, connection, base, by, at },
    ...seenAs(seenText, text),
    state: state === 'ready' && base !== digest ? 'stale' : state,
    problem: draft.problem ?? null,
    findings: [...(draft.findings as unknown as readonly Finding[])],
    run: draft.run ?? null,
    preview: plans ? viewPreview(plans, run?.flows as unknown as Readonly<Record<string, Tally>>) : null,
    changes: changes.map((change) => viewPlanned(change, sight(connection, change.flow))),
  }
}

function viewPreview(plans: readonly Plan[], tallies: Readonly<Record<string, Tally>>) {
  const flows = plans.map(({ flow, counts }) => ({
    ...{ flow, counts: { ...counts }, records: sum(counts) },
    held: [...(tallies[flow]?.wouldHold ?? [])],
  }))
  return { flows, sentence: sentenceOf(plans) }
}

const words = {
  create: 'make',
  update: 'change',
  clear: 'empty values of',
  close: 'close',
} as const

/** By effect, so that what is made and what is closed is not one number. */
function sentenceOf(plans: readonly Plan[]): string {
  const parts = effects.flatMap((effect) => {
    const things = plans.flatMap(({ flow, counts }) => thing(flow, counts[effect]))
    return things.length > 0 ? `${words[effect]} ${things.join(' and ')}` : []
  })
  return `this would ${parts.join(', ') || 'change nothing'}`
}

/** Flows are named for what they write, in the plural. */
function thing(flow: string, count: number): readonly string[] {
  if (count === 0) return []
  return [`${count} ${count === 1 ? flow.replace(/s$/, '') : flow}`]
}

function sum(counts: Counts): number {
  return effects.reduce((total, effect) => total + counts[effect], 0)
}

function viewPlanned({ flow, record, action, effect, target, fields }: Change, isPublic: ReturnType<Sight>) {
  return { flow, record, action, effect, target: target ?? null, fields: maskFields(isPublic, fields) }
}
