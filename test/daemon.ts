import { setTimeout as delay } from 'node:timers/promises'
import { type App, type AppConfig, openApp } from '../src/app.ts'
import { startDaemon } from '../src/daemon.ts'
import type { World } from './world.ts'

/** The daemon as `hirewire start` runs it, in this process, over a world's database and vendors. */
export interface RunningDaemon extends AsyncDisposable {
  readonly app: App
  readonly url: string
  log(): string
  call(path: string, options?: { readonly method?: string; readonly body?: unknown }): Promise<DaemonAnswer>
}

export interface DaemonAnswer {
  readonly status: number
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: an answer as it came; each test says what it expects of it
  readonly json: any
}

export const daemonToken = 'a-token-of-at-least-thirty-two-letters'
export const encryptionKey = 'an-encryption-key-of-thirty-two-letters'

export async function startedDaemon(world: World, changes: Partial<AppConfig> = {}): Promise<RunningDaemon> {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const app = await openApp(daemonConfig(world, changes), { level: 'trace', destination })
  const daemon = await startDaemon(app)
  return {
    app,
    url: daemon.url,
    log: () => lines.join(''),
    call: (path, options) => call(`${daemon.url}${path}`, options),
    async [Symbol.asyncDispose]() {
      await daemon.stop()
      await app.close()
    },
  }
}

export function daemonConfig(world: World, changes: Partial<AppConfig> = {}): AppConfig {
  return {
    server: { host: '127.0.0.1', port: 0, publicUrl: undefined },
    database: { url: world.database.connectionString, dataDir: '' },
    auth: { tokens: [{ name: 'ops', role: 'operate', token: daemonToken }] },
    encryptionKey: [encryptionKey],
    mail: { smtpUrl: undefined, from: undefined },
    connections: [world.config],
    warnings: [],
    ...changes,
  }
}

export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 20_000
  while (!(await isSo())) {
    if (Date.now() > giveUpAt) throw new Error('not within 20 s')
    await delay(20)
  }
}

async function call(
  url: string,
  { method = 'GET', body }: { readonly method?: string; readonly body?: unknown } = {},
): Promise<DaemonAnswer> {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${daemonToken}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, text, json: JSON.parse(text) }
}
