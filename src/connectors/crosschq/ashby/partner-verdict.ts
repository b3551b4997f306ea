import { type MadeRequest, standingOf } from '../request-wants.ts'
import type { OrderRow } from './rows.ts'
import { ORDER_MS } from './wants.ts'

export type StartVerdict =
  /** The same wish once more: the answer got lost, or nothing came of it yet. */
  | { readonly type: 'same'; readonly order: OrderRow }
  | { readonly type: 'new' }
  | { readonly type: 'running' | 'completed' }

/**
 * What a start means where starts came before (R15, R9). `orders` are those of this application and template, `made`
 * all requests of the application.
 */
export function judgeStart(
  template: string,
  orders: readonly OrderRow[],
  made: readonly MadeRequest[],
  { now, allowRepeat }: { readonly now: Date; readonly allowRepeat: boolean },
): StartVerdict {
  const newestFirst = orders.toSorted((a, b) => b.at.localeCompare(a.at))
  const same = newestFirst.find((order) =>
    isSame(
      order,
      made.find(({ key }) => key === order.id),
      now,
    ),
  )
  if (same) return { type: 'same', order: same }
  const standing = standingOf({ key: '', template }, made, allowRepeat)
  return standing.type === 'open' || standing.type === 'made' ? { type: 'new' } : { type: standing.type }
}

/** What Ashby never had an answer to is taken over, however long ago; what it knows is repeated for minutes only. */
function isSame({ state, at }: OrderRow, request: MadeRequest | undefined, now: Date): boolean {
  if (state === 'cancelled' || request?.row?.status === 'cancelled') return false
  if (!request) return state === 'wanted'
  return state !== 'started' || now.getTime() - Date.parse(at) <= ORDER_MS
}
