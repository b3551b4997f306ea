import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import type { RateLimit } from '../../sandbox/rate-gate.ts'
import { type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import { type Actions, createActions } from './sandbox/actions.ts'
import { EVENTS, type Id } from './sandbox/model.ts'
import { BASE_PATH } from './sandbox/route.ts'
import { createRouter } from './sandbox/router.ts'
import { DEFAULT_SETTINGS, type Settings } from './sandbox/settings.ts'
import { createState, type State } from './sandbox/state.ts'
import { createWebhooks, type WebhookSettings, type Webhooks } from './sandbox/webhooks.ts'

export interface LeverSandboxOptions extends Partial<Settings> {
  readonly port?: number
  readonly latencyMs?: number
  /** Lever's own when left out. */
  readonly rate?: RateLimit | 'none'
  readonly keepCalls?: boolean
  readonly clock?: SandboxClock
  /** How deliveries look and misbehave; webhooks themselves are made through the API or by `addWebhook`. */
  readonly webhooks?: Partial<WebhookSettings>
}

/** Ground truth, as Lever itself would know it. */
export type GroundTruth = Readonly<Omit<State, 'settings' | 'clock' | 'nextId' | 'nextToken' | 'listeners' | 'offsets'>>

export interface LeverSandbox extends Actions, AsyncDisposable {
  /** Where clients are pointed to, base path and all; `server.url` is the bare address. */
  readonly url: string
  readonly server: SandboxServer
  /** May do everything and sees confidential records. */
  readonly key: string
  /** A Super Admin, for `perform_as`. */
  readonly userId: Id
  readonly clock: SandboxClock
  readonly state: GroundTruth
  /** May be changed while the sandbox runs. */
  readonly settings: Settings
  readonly webhooks: Webhooks
  close(): Promise<void>
}

export const SANDBOX_KEY = 'lever-sandbox-key'

/** A token bucket for each key: https://hire.lever.co/developer/documentation#rate-limits */
const LEVERS_RATE = { perSecond: 10, burst: 20 }

/** Lever's Data API v1 in memory, over HTTP on loopback; its sources and what they leave open: sandbox/settings.ts. */
export async function startLeverSandbox(options: LeverSandboxOptions = {}): Promise<LeverSandbox> {
  const {
    port,
    latencyMs,
    rate = LEVERS_RATE,
    keepCalls,
    clock = systemClock(),
    webhooks: hooks = {},
    ...given
  } = options
  const settings: Settings = { ...DEFAULT_SETTINGS, ...given }
  const state = createState(settings, clock, EVENTS)
  const limit = rate === 'none' ? undefined : { answer: tooMany(settings), ...rate }
  const server = await startSandboxServer({ port, latencyMs, rate: limit, keepCalls, respond: createRouter(state) })
  const webhooks = createWebhooks(hooks, state)
  state.listeners.push(webhooks.tell)
  const actions = createActions(state)
  actions.addKey({ key: SANDBOX_KEY, confidential: true })
  const { id: userId } = actions.addUser({ name: 'Sue Admin', accessRole: 'super admin' })
  const close = async (): Promise<void> => {
    webhooks.close()
    await server.close()
  }
  return {
    ...actions,
    ...{ url: server.url + BASE_PATH, server, key: SANDBOX_KEY, userId, clock, state, settings, webhooks, close },
    [Symbol.asyncDispose]: close,
  }
}

function tooMany({ retryAfter }: Settings) {
  const body = { code: 'TooManyRequests', message: 'Too many requests' }
  return { status: 429, ...(retryAfter && { headers: { 'retry-after': '1' } }), body }
}
