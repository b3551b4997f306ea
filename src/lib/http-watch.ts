import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import type { Socket } from 'node:net'

export interface Timeouts {
  /** Until the connection stands, TLS included. */
  readonly connectMs: number
  /** From then until the answer's first line. */
  readonly answerMs: number
  /** The whole attempt, body included. */
  readonly totalMs: number
}

export const DEFAULT_TIMEOUTS: Timeouts = { connectMs: 10_000, answerMs: 30_000, totalMs: 120_000 }

type Phase = keyof Timeouts

export interface Watch {
  readonly signal: AbortSignal
  readonly transport: { request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest }
  /** False only while it is certain that no byte of the request has been sent. */
  hasReached(): boolean
  timedOut(): Phase | undefined
  stop(): void
}

/**
 * Times one attempt and knows whether the request can have reached the server, which decides whether a write may be
 * sent again. axios tells neither, so this stands in for Node's `request` under it.
 */
export function watchAttempt(timeouts: Timeouts, closed: AbortSignal): Watch {
  const late = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  let reached = false
  let phase: Phase | undefined

  const arm = (which: Phase) => {
    const timer = setTimeout(() => {
      phase ??= which
      late.abort()
    }, timeouts[which])
    timers.add(timer)
    return timer
  }
  arm('totalMs')

  function request(options: RequestOptions, onAnswer: (answer: IncomingMessage) => void): ClientRequest {
    const connecting = arm('connectMs')
    const sent = (options.protocol === 'https:' ? https : http).request(options, onAnswer)
    sent.once('socket', (socket) =>
      whenOpen(socket, () => {
        reached = true
        clearTimeout(connecting)
        const answering = arm('answerMs')
        sent.once('response', () => clearTimeout(answering))
      }),
    )
    return sent
  }

  return {
    signal: AbortSignal.any([late.signal, closed]),
    transport: { request },
    hasReached: () => reached,
    timedOut: () => phase,
    stop: () => {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** A socket taken from the pool is open already; of a new TLS one, nothing is sent before the handshake is over. */
function whenOpen(
  socket: Socket & { readonly encrypted?: boolean; readonly secureConnecting?: boolean },
  open: () => void,
) {
  if (!socket.connecting && socket.secureConnecting !== true) return open()
  socket.once(socket.encrypted ? 'secureConnect' : 'connect', open)
}
