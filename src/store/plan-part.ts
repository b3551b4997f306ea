import type { Knex } from 'knex'

/** So many of a plan's changes, from this one on: nobody looks at thousands at once. */
export interface PlanPart {
  readonly from: number
  readonly limit: number
}

/** What of a row holds plans: a hold has one, a dry run one of each flow. Nothing is added, so the value is not copied. */
const unpacked = { one: `plan || '{}'`, list: `plan || '[]'` } as const

/**
 * Plans, one after the other, with `writes`, how many changes each has, and of those only the part. Cut out by the database,
 * for a plan may be megabytes long: unpacked once (`offset 0` keeps it so), then looked into by path, without copies.
 */
export function partOfPlans(db: Knex, holds: keyof typeof unpacked, { from, limit }: PlanPart): Knex.Raw {
  const member = (name: string) => `'${name}', jsonb_path_query_first(plans, '$[$i].${name}', at)`
  return db.raw(
    `(select (select jsonb_agg(jsonb_build_object(${['connection', 'flow', 'digest', 'counts'].map(member).join(', ')},
         'writes', writes, 'changes', case when ? <= before then '[]' else
           jsonb_path_query_array(plans, '$[$i].changes[$first to $last]',
             at || jsonb_build_object('first', greatest(0, ? - before), 'last', ? - before)) end) order by place)
       from (select place, jsonb_build_object('i', place - 1) as at, size::int as writes,
           sum(size::int) over (order by place) - size::int as before
         from jsonb_array_elements_text(jsonb_path_query_array(plans, '$[*].changes.size()'))
           with ordinality as sizes(size, place)) as counted)
     from (select ${unpacked[holds]} as plans offset 0) as unpacked)`,
    [from + limit, from, from + limit - 1],
  )
}
