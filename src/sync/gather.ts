import type { Source } from '../connectors/mirror.ts'
import { FatalError, RetryableError } from '../lib/errors.ts'
import { inParallel } from '../lib/in-parallel.ts'
import type { FlowRun } from './engine.ts'

/** A record with what direct looks found out, or with what they ended in. */
export interface Gathered {
  readonly source: Source
  readonly error?: unknown
}

/**
 * Step 4 begins with looks at the vendors where a flow needs them. Side by side: one after another, a first run with
 * thousands of candidates in a trigger's stage would wait a round trip for each. The order stays that of `sources`. The
 * first goes alone: a key that is refused is refused once, not as often as looks may be in flight (S83).
 */
export async function gatherAll(
  { engine, flow, signal }: FlowRun,
  sources: readonly Source[],
  context: unknown,
): Promise<readonly Gathered[]> {
  const { gather } = flow
  if (!gather) return sources.map((source) => ({ source }))
  const gathered: Gathered[] = []
  const look = async ([at, source]: readonly [number, Source]) => {
    if (signal.aborted) throw new RetryableError('stopped while looking at records; the next run looks again')
    gathered[at] = await gatherOne(() => gather(source, context), source)
  }
  const [first, ...others] = [...sources.entries()]
  if (first) await look(first)
  await inParallel(others, engine.inFlight, look)
  return gathered
}

async function gatherOne(gather: () => Promise<Source>, source: Source): Promise<Gathered> {
  try {
    return { source: await gather() }
  } catch (error) {
    // A key that is refused concerns every record alike; anything else concerns this one, and the others go on (X4).
    if (error instanceof FatalError) throw error
    return { source, error }
  }
}
