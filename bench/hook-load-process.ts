import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Parcel } from './parcels.ts'
import { answerParent } from './process.ts'

export type HookLoad = typeof commands

export interface Acknowledged {
  readonly delivery: string
  /** 0 when no answer came. */
  readonly status: number
  /** As our server names it. */
  readonly outcome: string
  /** From the first byte out to the last one in, with a TCP connection of its own. */
  readonly ms: number
}

/** Whoever sends does not wait for answers: a slow one makes the next no later. */
const commands = {
  async deliver(parcels: readonly Parcel[], perSecond: number): Promise<Sent> {
    const startedAt = performance.now()
    const answers: Promise<Acknowledged>[] = []
    for (const [at, parcel] of parcels.entries()) {
      const wait = startedAt + (at * 1000) / perSecond - performance.now()
      if (wait > 1) await delay(wait)
      answers.push(post(parcel))
    }
    const ms = performance.now() - startedAt
    return { acknowledged: await Promise.all(answers), ms }
  },
  close() {},
}

export interface Sent {
  readonly acknowledged: readonly Acknowledged[]
  /** Until the last was on its way. */
  readonly ms: number
}

function post({ url, headers, body, delivery }: Parcel): Promise<Acknowledged> {
  const startedAt = performance.now()
  const { promise, resolve } = Promise.withResolvers<Acknowledged>()
  const end = (status: number, text: string) =>
    resolve({ delivery, status, outcome: outcomeIn(text), ms: performance.now() - startedAt })
  const length = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  const outgoing = request(url, { method: 'POST', agent: false, headers: { ...length, ...headers } }, (incoming) => {
    let text = ''
    incoming.setEncoding('utf8').on('data', (more: string) => {
      text += more
    })
    incoming.on('end', () => end(incoming.statusCode ?? 0, text)).on('error', () => end(0, ''))
  })
  outgoing.on('error', () => end(0, '')).end(body)
  return promise
}

function outcomeIn(text: string): string {
  return /"outcome":"(\w+)"/.exec(text)?.[1] ?? ''
}

await answerParent(commands)
