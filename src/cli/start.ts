import { openApp } from '../app.ts'
import { startDaemon } from '../daemon.ts'
import { type Globals, readConfig } from './open.ts'
import { aborted, stopSignal } from './signals.ts'

/** The daemon, until a signal. Everything it has to say is a line of its log, on standard output. */
export async function start(globals: Globals): Promise<number> {
  const { config, path } = readConfig(globals)
  const signal = stopSignal(() => {})
  const app = await openApp(config, { level: globals.verbose ? 'debug' : 'info' })
  try {
    const { logger } = app
    for (const warning of config.warnings) logger.warn({ warning }, 'configuration')
    if (config.auth.tokens.length === 0)
      logger.warn({ config: path }, 'no auth.tokens: nobody can use the API or approve a plan; add one')
    const daemon = await startDaemon(app)
    const connections = [...app.connections].map(([id, { isEnabled, schedule }]) => ({
      id,
      enabled: isEnabled,
      schedule,
    }))
    logger.info({ url: daemon.url, config: path, connections }, 'listening')
    await aborted(signal)
    logger.info('stopping: the call in flight is finished first')
    await daemon.stop()
    logger.info('stopped')
    return 0
  } finally {
    await app.close()
  }
}
