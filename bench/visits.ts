import { Agent, request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import type { Visited } from './console-paths.ts'
import { refuseUnless } from './counts.ts'
import { benchToken } from './world.ts'

/** A browser at the console, and a program at the API behind it. */
export interface Visitor extends Disposable {
  readonly cookie: string
  look(visited: Visited): Promise<Look>
}

export interface Look {
  /** From the first byte out to the last one in. */
  readonly ms: number
  /** Of the body. */
  readonly bytes: number
  readonly sentBytes: number
}

/** Signs in with a form, as a person does. Connections are kept, as browsers do. */
export async function signIn(url: string): Promise<Visitor> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const body = new URLSearchParams({ token: benchToken })
  const signedIn = await fetch(`${url}/sign-in`, {
    ...{ method: 'POST', body, redirect: 'manual' },
    headers: { origin: url, 'sec-fetch-site': 'same-origin' },
  })
  refuseUnless(signedIn.status === 303, `signing in was answered with ${signedIn.status}`)
  const cookie = signedIn.headers.getSetCookie().at(-1)!.split(';')[0]!
  return {
    cookie,
    look: ({ path, isPublic, isApi }) => {
      const who = isApi ? { authorization: `Bearer ${benchToken}` } : { ...(!isPublic && { cookie }) }
      return look(url + path, agent, { ...who, 'accept-encoding': 'gzip, deflate, br' } as Record<string, string>)
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

function look(address: string, agent: Agent, headers: Readonly<Record<string, string>>): Promise<Look> {
  const startedAt = performance.now()
  const { promise, resolve, reject } = Promise.withResolvers<Look>()
  const outgoing = request(address, { agent, headers }, (incoming) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', reject)
    incoming.on('end', () => {
      const ms = performance.now() - startedAt
      if (incoming.statusCode !== 200) return reject(new Error(`${address} was answered with ${incoming.statusCode}`))
      const sent = Buffer.concat(chunks)
      const bytes = unpacked(sent, incoming.headers['content-encoding']).length
      resolve({ ms, bytes, sentBytes: sent.length })
    })
  })
  outgoing.on('error', reject).end()
  return promise
}

function unpacked(sent: Buffer, coding: string | undefined): Buffer {
  if (coding === 'br') return brotliDecompressSync(sent)
  return coding === 'gzip' ? gunzipSync(sent) : sent
}
