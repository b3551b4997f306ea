import type { FastifyInstance } from 'fastify'
import type { Connection } from '../src/connectors/connector.ts'
import { createMetrics } from '../src/http/metrics.ts'
import { createServer } from '../src/http/server.ts'
import { createLogger } from '../src/lib/logger.ts'
import { execute } from '../src/sync/execute.ts'
import { limitsOf } from '../src/sync/limits.ts'
import type { EngineWorld } from './engine.ts'

interface Scheduled {
  readonly schedule: string
  readonly limits: Parameters<typeof limitsOf>[0]
}

/** Our server with a worker behind it: what it asks a run for is done at once, one after the other. */
export async function serve({ engine, connection, config }: EngineWorld<Scheduled>) {
  const lines: string[] = []
  const served = { connection, isEnabled: true, schedule: config.schedule }
  let work = Promise.resolve()
  const app: FastifyInstance = await createServer({
    db: engine.db,
    connections: new Map([[connection.id, served]]),
    tokens: [],
    logger: createLogger({ level: 'trace', destination: { write: (line) => void lines.push(line) } }),
    metrics: createMetrics(),
    isReady: () => true,
    switchConnection: async () => false,
    keys: {
      list: async () => ({ keys: [] }),
      replace: async () => ({ type: 'absent', message: 'nothing is pasted here' }),
      restore: async () => ({ type: 'absent', message: 'nothing is pasted here' }),
    },
    now: () => engine.now(),
    wake: async () => {
      work = work.then(() => runAll(engine, connection, config))
    },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    url,
    log: () => lines.join(''),
    switch(isEnabled: boolean) {
      served.isEnabled = isEnabled
    },
    /** Runs end a moment after their outcome can be read. */
    idle: () => work,
    async close() {
      await app.close()
      await work
    },
  }
}

/** A run that a webhook asked for may come between; then ours is asked for again. */
export async function onceFree<T>(server: { idle(): Promise<void> }, act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    await server.idle()
    try {
      return await act()
    } catch (error) {
      if (tries === 5 || !/the run was (busy|idle)/.test(String(error))) throw error
    }
  }
}

async function runAll(
  engine: EngineWorld<unknown>['engine'],
  connection: Connection,
  { limits }: Pick<Scheduled, 'limits'>,
): Promise<void> {
  const signal = new AbortController().signal
  for (let type = ''; type !== 'idle' && type !== 'busy'; ) {
    type = (await execute({ engine, connection, limits: limitsOf(limits), dryRun: false, signal })).type
  }
}
