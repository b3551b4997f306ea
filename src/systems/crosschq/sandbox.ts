import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import { type SandboxOptions, type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import { type Actions, createActions } from './sandbox/actions.ts'
import { createRouter } from './sandbox/router.ts'
import { DEFAULT_SETTINGS, type Settings } from './sandbox/settings.ts'
import { createState, type State } from './sandbox/state.ts'
import { webhookView } from './sandbox/views.ts'
import { createWebhooks, type WebhookSettings, type Webhooks } from './sandbox/webhooks.ts'

export interface CrosschqSandboxOptions extends Partial<Settings> {
  readonly port?: number
  /** Default: one key, `crosschq-sandbox-token`. */
  readonly tokens?: readonly string[]
  readonly latencyMs?: number
  readonly rate?: SandboxOptions['rate']
  readonly keepCalls?: boolean
  readonly clock?: SandboxClock
  /** The account's webhook and how it is treated. */
  readonly webhooks?: Partial<WebhookSettings>
}

/** Ground truth, as Crosschq itself would know it. */
export type GroundTruth = Readonly<
  Pick<State, 'people' | 'surveys' | 'requests' | 'invitations' | 'templates' | 'prospects'>
>

export interface CrosschqSandbox extends Actions, AsyncDisposable {
  readonly url: string
  readonly server: SandboxServer
  /** The first key, for clients that need just one. */
  readonly token: string
  /** Keys may be added and removed while it runs. */
  readonly tokens: Set<string>
  readonly clock: SandboxClock
  readonly state: GroundTruth
  /** May be changed while the sandbox runs. */
  readonly settings: Settings
  readonly webhooks: Webhooks
  close(): Promise<void>
}

export const SANDBOX_TOKEN = 'crosschq-sandbox-token'
export const SANDBOX_REQUESTOR = 'rita@acme.example'

/** Crosschq's partner API in memory, over HTTP on loopback; its sources and what they leave open: sandbox/settings.ts. */
export async function startCrosschqSandbox(options: CrosschqSandboxOptions = {}): Promise<CrosschqSandbox> {
  const { port, tokens: keys, latencyMs, rate, keepCalls, clock = systemClock(), webhooks: hooks, ...given } = options
  const settings: Settings = { ...DEFAULT_SETTINGS, ...given }
  const state = createState(settings, clock)
  const tokens = new Set(keys ?? [SANDBOX_TOKEN])
  const origin = (): string => server.url
  const server = await startSandboxServer({
    port,
    latencyMs,
    rate: tellingRate(rate),
    keepCalls,
    respond: createRouter({ state, tokens, origin }),
  })
  const webhooks = createWebhooks(hooks ?? {}, (request) => webhookView(request, state, server.url))
  state.listeners.push(webhooks.tell)
  const actions = createActions(state)
  actions.addPerson({ email: SANDBOX_REQUESTOR })
  const close = async (): Promise<void> => {
    webhooks.close()
    await server.close()
  }
  return {
    ...actions,
    ...{ url: server.url, server, tokens, clock, state, settings, webhooks, close },
    token: [...tokens][0] ?? '',
    [Symbol.asyncDispose]: close,
  }
}

/** No limit is published; this is how Django REST says it. */
function tellingRate(rate: CrosschqSandboxOptions['rate']): CrosschqSandboxOptions['rate'] {
  const answer = { status: 429, headers: { 'retry-after': '1' }, body: { detail: 'Too many requests.' } }
  return rate && { answer, ...rate }
}
