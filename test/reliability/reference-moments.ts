import { requests } from '../references.ts'
import { type ApplicationNow, applicationsNow } from './applications-now.ts'
import type { ReferenceStory, ReferenceTrigger } from './reference-story.ts'

/** What was true while a run went on; nobody does anything meanwhile. */
export interface ReferenceMoment {
  readonly applications: ReadonlyMap<string, ApplicationNow>
  readonly mapped: readonly ReferenceTrigger[]
  readonly mappedAt: ReadonlyMap<string, number>
  /** By request. */
  readonly states: ReadonlyMap<string, string>
  /** Keys of what somebody had cancelled in Ashby. */
  readonly calledOff: ReadonlySet<string>
  /** Ashby showed what was true a moment before. */
  readonly isStale: boolean
}

export async function momentOf(story: ReferenceStory, isStale: boolean): Promise<ReferenceMoment> {
  const { world, mapped, mappedAt } = story
  const orders = await ordersOf(story)
  return {
    ...{ applications: applicationsNow(world.ashby), mapped, mappedAt: new Map(mappedAt), isStale },
    states: new Map(requests(world).map(({ id, state }) => [id, state])),
    calledOff: new Set(orders.filter(({ state }) => state === 'cancelled').map(({ id }) => id)),
  }
}

export interface Order {
  readonly id: string
  readonly application: string
  readonly template: string
  readonly state: 'wanted' | 'withdrawn' | 'cancelled'
}

/** What Ashby asked for, as we keep it. */
export async function ordersOf({ world: { database, connection } }: ReferenceStory): Promise<readonly Order[]> {
  const place = { connection: connection.id, collection: 'partner.orders' }
  return (await database.knex('snapshots').where(place).orderBy('id').pluck('body')) as Order[]
}
