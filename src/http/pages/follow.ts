import { setTimeout as delay } from 'node:timers/promises'
import type { EventStream } from '../event-stream.ts'
import type { Visit } from './console.ts'

interface Following {
  readonly visit: Visit
  readonly stream: EventStream
  readonly everyMs: number
  stillSignedIn(): Promise<Visit | undefined>
  /** What changed is sent; false ends it. */
  show(): Promise<boolean>
}

/** Until the reader leaves, signs out or has seen all. A database that is away for a moment ends no page: the next look tells. */
export async function follow({ visit, stream, everyMs, stillSignedIn, show }: Following): Promise<void> {
  let isTold = false
  while (!stream.signal.aborted && (await look())) {
    await delay(everyMs, undefined, { signal: stream.signal, ref: false }).catch(() => {})
  }
  stream.close()

  async function look(): Promise<boolean> {
    try {
      const goesOn = (await stillSignedIn()) !== undefined && (await show())
      isTold = false
      return goesOn
    } catch (error) {
      if (!isTold)
        visit.request.log.warn({ error }, 'what an open page shows could not be looked at; it is asked again')
      isTold = true
      return true
    }
  }
}
