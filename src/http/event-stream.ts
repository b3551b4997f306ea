import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuse } from './problem.ts'

/** One reader of server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export interface EventStream {
  /** Of several lines, too. */
  send(event: string, data: string): void
  close(): void
  /** Aborted when the reader left, the stream was closed, or this server stops. */
  readonly signal: AbortSignal
}

export interface EventStreams {
  open(request: FastifyRequest, reply: FastifyReply): EventStream
}

/** So that proxies on the way do not take a quiet stream for a dead one. */
const HEARTBEAT_MS = 15_000

/** A connection kept for another request after it would keep the server from stopping. */
const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', connection: 'close' }

/** Of a reader that takes nothing, no more is kept. */
const MOST_UNREAD = 256 * 1024

/** Each reader keeps a connection: their number is bounded, and none keeps the server from stopping. */
export function createEventStreams(scope: FastifyInstance, most = 100): EventStreams {
  const readers = new Set<EventStream>()
  scope.addHook('preClose', async () => {
    for (const reader of readers) reader.close()
  })
  return {
    open(request, reply) {
      if (readers.size >= most)
        refuse(503, 'too_many_readers', `${most} pages are watching already; try again`, { 'retry-after': '30' })
      const stream = begin(request, reply)
      readers.add(stream)
      stream.signal.addEventListener('abort', () => readers.delete(stream))
      return stream
    },
  }
}

function begin(request: FastifyRequest, reply: FastifyReply): EventStream {
  const over = new AbortController()
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS })
  raw.write('retry: 5000\n\n')
  const heartbeat = setInterval(() => raw.write(': still here\n\n'), HEARTBEAT_MS)
  over.signal.addEventListener('abort', () => clearInterval(heartbeat))
  // The request's own time limit is for requests; this one lasts as long as somebody reads.
  request.raw.setTimeout(0)
  request.raw.socket.setTimeout(0)
  raw.on('close', () => over.abort())
  return {
    signal: over.signal,
    send(event, data) {
      if (over.signal.aborted) return
      if (raw.writableLength > MOST_UNREAD) return void raw.destroy()
      raw.write(`event: ${event}\n${data.replaceAll(/^/gm, 'data: ')}\n\n`)
    },
    close() {
      over.abort()
      raw.end()
    },
  }
}
