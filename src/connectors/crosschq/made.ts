import type { Mirror, Written } from '../mirror.ts'

/** The flow that makes requests; whatever it made is in its part of the ledger. */
export const REQUESTS = 'requests'

/** A request that we made. Crosschq takes no id of ours, so only the ledger tells ours from others'. */
export interface Made {
  /** Crosschq's id. */
  readonly id: string
  readonly application: string
  readonly key: string
  readonly template: string
  readonly at: Date
  /** The e-mail of whom it was asked for in the name of. */
  readonly requestor?: string
}

/** By Crosschq's id, oldest first. */
export async function madeRequests(mirror: Mirror): Promise<ReadonlyMap<string, Made>> {
  const made = (await mirror.created(REQUESTS)).flatMap(madeOf)
  return new Map(made.map((one) => [one.id, one]))
}

function madeOf({ record, target, input, at }: Written): Made[] {
  const { key, template, requestor } = input as Pick<Made, 'key' | 'template' | 'requestor'>
  return target ? [{ id: target, application: record, key, template, at, ...(requestor && { requestor }) }] : []
}

export async function madeByApplication(mirror: Mirror): Promise<ReadonlyMap<string, readonly Made[]>> {
  return Map.groupBy((await madeRequests(mirror)).values(), ({ application }) => application)
}
