import pino from 'pino'
import { redact, redactLine } from './redact.ts'

export type Logger = pino.Logger
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface LoggerOptions {
  readonly level: LogLevel
  /** Standard output when left out. */
  readonly destination?: { write(line: string): void }
}

/** One JSON line per event. Nothing reaches it but through `redact` and `redactLine`, child loggers included. */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const settings: pino.LoggerOptions = {
    level,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Rendered by `redact` already; pino's own would add the stack with everything in it.
    serializers: { err: (error: unknown) => error },
    formatters: {
      level: (label) => ({ level: label }),
      log: redactFields,
    },
    hooks: { streamWrite: redactLine },
  }
  return redactChildren(destination ? pino(settings, destination) : pino(settings))
}

/** pino writes a child's fields once, when it is made, and shows them to no formatter. Grandchildren inherit this. */
function redactChildren(logger: Logger): Logger {
  const child: (this: Logger, fields: pino.Bindings, options?: pino.ChildLoggerOptions) => Logger = logger.child
  const redactedChild = function (this: Logger, fields: pino.Bindings, options?: pino.ChildLoggerOptions) {
    return child.call(this, redactFields(fields), options)
  }
  return Object.assign(logger, { child: redactedChild })
}

function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  // `logger.error(error)` arrives as { err }, and so does `logger.error({ err })`.
  return redact({ ...fields, ...requestFields(fields) }) as Record<string, unknown>
}

/** A web server logs its own request and answer objects. Of the address only the route is kept: paths hold tokens. */
function requestFields({ req, res }: Record<string, unknown>): Record<string, unknown> {
  return {
    ...(isObject(req) && { req: { id: req.id, method: req.method, url: routeOf(req.routeOptions) } }),
    ...(isObject(res) && { res: { statusCode: res.statusCode } }),
  }
}

function routeOf(routeOptions: unknown): unknown {
  return isObject(routeOptions) ? routeOptions.url : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
