import { renderCounts } from '../../plan/render.ts'
import type { Run } from '../api/run.ts'

/** What one flow did in one run; while it runs, so far. */
export interface FlowCounts {
  readonly state?: string
  readonly read?: number
  readonly unreadable?: number
  readonly planned?: Readonly<Record<'create' | 'update' | 'clear' | 'close', number>>
  readonly applied?: number
  readonly verified?: number
  readonly failed?: number
  readonly unknown?: number
  readonly problem?: string
  /** Of the plan that is held. */
  readonly digest?: string
  readonly isUnauthorized?: boolean
}

export const triggerWords: Readonly<Record<Run['trigger'], string>> = {
  schedule: 'the schedule',
  hook: 'a webhook',
  request: 'a button or the API',
  command: 'the command line',
  approval: 'an approved plan',
}

export const stateWords: Readonly<Record<Run['state'], string>> = {
  queued: 'It begins in a moment; another run of the same connection or account goes first.',
  running: 'It goes on, and this page follows it.',
  success: 'Every list was read whole, every planned write was read back, and nothing waits for a person.',
  partial: 'Something needs attention; everything else went on.',
  held: 'A plan is larger than the limits, or what was looked at stands in one: nothing of it was written. It waits for a person.',
  failed: 'It could not do its work.',
}

export function isOver({ state }: Pick<Run, 'state'>): boolean {
  return state !== 'queued' && state !== 'running'
}

/** In the order in which they ran, which only their steps tell. */
export function flowsOf({ flows, steps }: Pick<Run, 'flows' | 'steps'>): [flow: string, counts: FlowCounts][] {
  const order = [...new Set([...steps.map(({ flow }) => flow), ...Object.keys(flows)])]
  const all = Object.entries(flows as Readonly<Record<string, FlowCounts>>)
  return all.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
}

/** One line for a list: what was written, flow by flow, or that nothing had to be. */
export function didWords(run: Pick<Run, 'flows' | 'steps' | 'dryRun' | 'state'>): string {
  if (run.state === 'queued') return 'not begun'
  const flows = flowsOf(run)
  const said = flows.flatMap(([flow, counts]) => {
    const words = run.dryRun ? planWords(counts) : writeWords(counts)
    return words === '' ? [] : `${flow}: ${words}`
  })
  if (said.length > 0) return said.join('; ')
  const read = flows.reduce((sum, [, counts]) => sum + (counts.read ?? 0), 0)
  return `${read.toLocaleString('en')} read, nothing to write`
}

function planWords({ planned }: FlowCounts): string {
  return planned && Object.values(planned).some((count) => count > 0) ? renderCounts(planned) : ''
}

function writeWords(counts: FlowCounts): string {
  const { state, applied = 0, failed = 0, unknown = 0 } = counts
  const planned = applied === 0 ? planWords(counts) : ''
  if (state === 'held' && planned !== '') return `${planned}, held`
  const parts = [
    [applied, 'written'],
    [failed, 'failed'],
    [unknown, 'unclear'],
  ] as const
  const did = parts.flatMap(([count, words]) => (count > 0 ? `${count.toLocaleString('en')} ${words}` : []))
  return [...did, ...(state === 'held' ? ['the rest held'] : [])].join(', ')
}
