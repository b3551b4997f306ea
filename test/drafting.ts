import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConnectionConfig } from '../src/app/config.ts'
import { type App, openApp } from '../src/app.ts'
import { startDaemon } from '../src/daemon.ts'
import type { EngineWorld } from './engine.ts'

export const tokenOf = (role: string) => `${role}-token-of-at-least-32-characters`

/** The daemon over a world's vendors, database and mapping file, and whoever edits that mapping over HTTP. */
export interface Drafting extends AsyncDisposable {
  readonly app: App
  readonly url: string
  /** Of the mapping file. */
  readonly path: string
  call(method: string, path: string, body?: unknown, as?: string): Promise<Answered>
  /** A draft, when its preview has ended. */
  drafted(body: object, as?: string): Promise<Answered>
  /** Looked at until its preview has ended. */
  ended(draft: string): Promise<Answered>
  save(draft: string, as?: string): Promise<Answered>
  /** The text of the file and its digest. */
  now(): Promise<{ readonly text: string; readonly digest: string }>
  write(text: string): void
  idle(): Promise<void>
}

export interface Answered {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer as it came; each test says what it expects of it
  readonly json: any
}

type Edited = EngineWorld<ConnectionConfig & { readonly mapping: string }>

export async function startDrafting(world: Pick<Edited, 'config' | 'database'>, isEnabled = true): Promise<Drafting> {
  const { config, database } = world
  const app = await openApp(
    {
      server: { host: '127.0.0.1', port: 0, publicUrl: undefined },
      database: { url: database.connectionString, dataDir: '' },
      auth: {
        tokens: (['read', 'operate', 'approve'] as const).map((role) => ({
          name: `${role}er`,
          role,
          token: tokenOf(role),
        })),
      },
      encryptionKey: [],
      mail: { smtpUrl: undefined, from: undefined },
      connections: [{ ...config, enabled: isEnabled }],
      warnings: [],
    },
    { level: 'silent' },
  )
  const daemon = await startDaemon(app)
  const call: Drafting['call'] = async (method, path, body, as = 'operate') => {
    const answer = await fetch(`${daemon.url}/api/v1/connections/${config.id}/mapping${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tokenOf(as)}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, json: await answer.json() }
  }
  const ended = async (draft: string) => {
    const look = () => call('GET', `/drafts/${draft}`)
    let found = await look()
    await until(async () => {
      found = await look()
      return found.json.state !== 'checking'
    })
    return found
  }
  return {
    ...{ app, url: daemon.url, path: config.mapping, call, ended },
    async drafted(body, as) {
      const base = 'base' in body ? {} : { base: (await call('GET', '')).json.digest }
      const answer = await call('POST', '/drafts', { ...base, ...body }, as)
      return answer.status === 202 ? ended(answer.json.id) : answer
    },
    save: (draft, as) => call('POST', `/drafts/${draft}/save`, {}, as),
    now: async () => (await call('GET', '')).json,
    write: (text) => writeFileSync(config.mapping, text),
    idle: () =>
      until(async () => (await app.database.knex('runs').whereIn('state', ['queued', 'running'])).length === 0),
    async [Symbol.asyncDispose]() {
      await daemon.stop()
      await app.close()
    },
  }
}

export function read({ path }: Drafting): string {
  return readFileSync(path, 'utf8')
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('not within 20 s')
    await delay(20)
  }
}
