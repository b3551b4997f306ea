import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { FatalError, RetryableError } from '../../lib/errors.ts'
import type { HttpParts } from '../parts.ts'
import { refuse } from '../problem.ts'

/** What was read at vendors for somebody who looks at a page. */
export interface Reading<T> {
  /** When the vendors began to be asked. */
  readonly at: Date
  readonly value: T
}

export interface Readings {
  /** One at a time for each connection and kind. One of a moment ago is the answer too, unless a fresh one is asked for. */
  read<T>(place: Place, isFresh: boolean, ask: () => Promise<T>): Promise<Reading<T>>
}

interface Place {
  readonly connection: string
  readonly kind: string
}

/** In the query of every such answer. */
export const Fresh = z.enum(['true', 'false']).optional().describe('true: the vendors are asked anew.')

/** How long a page may be opened again, or another one beside it, without a second reading. */
const KEPT_MS = 30_000

interface Kept {
  readonly at: Date
  readonly value: Promise<unknown>
  /** Undefined while it is read. */
  doneAt?: number
}

/** Whatever is changed through this API makes the connection's readings old at once. */
export function createReadings(scope: FastifyInstance, { now = () => new Date() }: Pick<HttpParts, 'now'>): Readings {
  const kept = new Map<string, Map<string, Kept>>()
  scope.addHook('onSend', async ({ method, params }) => {
    if (method !== 'GET' && method !== 'HEAD') kept.delete((params as { id?: string } | undefined)?.id ?? '')
  })

  function begin(ofConnection: Map<string, Kept>, kind: string, ask: () => Promise<unknown>): Kept {
    const reading: Kept = { at: now(), value: ask() }
    ofConnection.set(kind, reading)
    reading.value.then(
      () => {
        reading.doneAt = now().getTime()
      },
      () => {
        if (ofConnection.get(kind) === reading) ofConnection.delete(kind)
      },
    )
    return reading
  }

  return {
    async read<T>({ connection, kind }: Place, isFresh: boolean, ask: () => Promise<T>) {
      const ofConnection = kept.get(connection) ?? new Map<string, Kept>()
      kept.set(connection, ofConnection)
      const known = ofConnection.get(kind)
      const isGoing = known !== undefined && known.doneAt === undefined
      const isRecent = known?.doneAt !== undefined && now().getTime() - known.doneAt < KEPT_MS
      const { at, value } = known && (isGoing || (isRecent && !isFresh)) ? known : begin(ofConnection, kind, ask)
      return { at, value: (await value.catch(refuseForVendor)) as T }
    },
  }
}

/** Our own messages about vendors hold no more than call, status and code. */
function refuseForVendor(error: unknown): never {
  if (error instanceof RetryableError) refuse(503, 'vendor_unavailable', error.message, { 'retry-after': '30' })
  if (error instanceof FatalError) refuse(502, 'vendor_refused', error.message)
  throw error
}
