import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import { type SandboxOptions, type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import { type Actions, createActions } from './sandbox/actions.ts'
import { BASE_PATH } from './sandbox/route.ts'
import { createRouter } from './sandbox/router.ts'
import { DEFAULT_SETTINGS, type Settings } from './sandbox/settings.ts'
import { createState, type State } from './sandbox/state.ts'
import { createWebhooks, type WebhookSettings, type Webhooks } from './sandbox/webhooks.ts'

export interface WilloSandboxOptions extends Partial<Settings> {
  readonly port?: number
  readonly latencyMs?: number
  readonly rate?: SandboxOptions['rate']
  readonly keepCalls?: boolean
  readonly clock?: SandboxClock
  /** How deliveries look and misbehave; webhooks themselves are made through the API. */
  readonly webhooks?: Partial<WebhookSettings>
}

/** Ground truth, as Willo itself would know it. */
export type GroundTruth = Readonly<
  Pick<State, 'users' | 'interviews' | 'stages' | 'participants' | 'invitations' | 'webhooks'>
>

export interface WilloSandbox extends Actions, AsyncDisposable {
  /** Where clients are pointed to, base path and all; `server.url` is the bare address. */
  readonly url: string
  readonly server: SandboxServer
  /** The API key of the account's owner. */
  readonly key: string
  readonly clock: SandboxClock
  readonly state: GroundTruth
  /** May be changed while the sandbox runs. */
  readonly settings: Settings
  readonly webhooks: Webhooks
  /** The next so many calls are too many. */
  throttle(times: number, retryAfterSeconds?: number): void
  close(): Promise<void>
}

export const SANDBOX_KEY = 'willo-sandbox-key'

/** Willo's Integration API V2 in memory, over HTTP on loopback; its sources and what they leave open: sandbox/settings.ts. */
export async function startWilloSandbox(options: WilloSandboxOptions = {}): Promise<WilloSandbox> {
  const { port, latencyMs, rate, keepCalls, clock = systemClock(), webhooks: hooks = {}, ...given } = options
  const settings: Settings = { ...DEFAULT_SETTINGS, ...given }
  const state = createState(settings, clock)
  const origin = (): string => server.url
  const server = await startSandboxServer({
    port,
    latencyMs,
    rate: rate && { answer: tooMany(1), ...rate },
    keepCalls,
    respond: createRouter(state, origin),
  })
  const webhooks = createWebhooks(hooks, state, origin)
  state.listeners.push(webhooks.tell)
  const actions = createActions(state)
  actions.addUser({ email: 'olga@acme.example', full_name: 'Olga Owner', role: 'Owner', apiKey: SANDBOX_KEY })
  const close = async (): Promise<void> => {
    webhooks.close()
    await server.close()
  }
  return {
    ...actions,
    ...{ url: server.url + BASE_PATH, server, key: SANDBOX_KEY, clock, state, settings, webhooks, close },
    throttle: (times, seconds = 1) => {
      server.faults.add({ match: BASE_PATH, times, fault: { type: 'status', ...tooMany(seconds) } })
    },
    [Symbol.asyncDispose]: close,
  }
}

/** No figures are published; this is how Django REST says it. */
function tooMany(seconds: number) {
  return { status: 429, headers: { 'retry-after': String(seconds) }, body: { detail: 'Request was throttled.' } }
}
