import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import { type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import { type Access, createAccess } from './sandbox/access.ts'
import { type Actions, createActions } from './sandbox/actions.ts'
import { type CallbackSettings, type Callbacks, createCallbacks } from './sandbox/callbacks.ts'
import { createRouter } from './sandbox/router.ts'
import { SANDBOX_SCOPES } from './sandbox/scopes.ts'
import { DEFAULT_SETTINGS, type Settings } from './sandbox/settings.ts'
import { createState, type State } from './sandbox/state.ts'

export interface SmartRecruitersSandboxOptions extends Partial<Settings> {
  readonly port?: number
  readonly keepCalls?: boolean
  readonly clock?: SandboxClock
  /** Where a browser may be sent back to with a code. */
  readonly redirectUris?: readonly string[]
  /** How deliveries are made and misbehave; subscriptions themselves are made through the API. */
  readonly callbacks?: Partial<CallbackSettings>
}

/** Ground truth, as SmartRecruiters itself would know it. */
export type GroundTruth = Readonly<Omit<State, 'settings' | 'clock' | 'ids' | 'listeners'>>

export interface SmartRecruitersSandbox extends Actions, AsyncDisposable {
  readonly url: string
  readonly server: SandboxServer
  /** Of the administrator that every company begins with. */
  readonly apiKey: string
  readonly adminId: string
  /** An app that people can allow access, and a credential of the company's own. */
  readonly app: { readonly clientId: string; readonly clientSecret: string }
  readonly credential: { readonly clientId: string; readonly clientSecret: string }
  readonly access: Access
  readonly clock: SandboxClock
  readonly state: GroundTruth
  /** May be changed while the sandbox runs. */
  readonly settings: Settings
  readonly callbacks: Callbacks
  close(): Promise<void>
}

export const SANDBOX_API_KEY = 'DCRA1-sandbox-key'
export const SANDBOX_REDIRECT_URI = 'http://localhost:8080/oauth/callback'

const APP = { id: 'smartrecruiters-sandbox-app', secret: 'smartrecruiters-sandbox-app-secret' }
const CREDENTIAL = { id: 'smartrecruiters-sandbox-credential', secret: 'smartrecruiters-sandbox-credential-secret' }

/** SmartRecruiters' Customer API in memory, over HTTP on loopback; its sources and what they leave open: sandbox/settings.ts. */
export async function startSmartRecruitersSandbox(
  options: SmartRecruitersSandboxOptions = {},
): Promise<SmartRecruitersSandbox> {
  const { port, keepCalls, clock = systemClock(), callbacks: hooks = {}, redirectUris, ...given } = options
  const settings: Settings = { ...DEFAULT_SETTINGS, ...given }
  const state = createState(settings, clock)
  const access = createAccess()
  const origin = (): string => server.url
  const callbacks = createCallbacks(hooks, state, origin)
  const respond = createRouter({ state, access, attempts: () => callbacks.attempts, origin })
  const server = await startSandboxServer({ port, keepCalls, respond })
  state.listeners.push(callbacks.tell)
  const actions = createActions(state, access)
  const admin = actions.addUser({ firstName: 'Ada', lastName: 'Admin', email: 'admin@acme.example' })
  actions.addProcess()
  access.apiKeys.set(SANDBOX_API_KEY, admin.id)
  const forAll = { scopes: SANDBOX_SCOPES, userId: admin.id }
  actions.addClient({ ...APP, ...forAll, kind: 'app', redirectUris: redirectUris ?? [SANDBOX_REDIRECT_URI] })
  actions.addClient({ ...CREDENTIAL, ...forAll, kind: 'credential' })
  const close = async (): Promise<void> => {
    callbacks.close()
    await server.close()
  }
  return {
    ...actions,
    ...{
      url: server.url,
      server,
      apiKey: SANDBOX_API_KEY,
      adminId: admin.id,
      access,
      clock,
      state,
      settings,
      callbacks,
    },
    app: { clientId: APP.id, clientSecret: APP.secret },
    credential: { clientId: CREDENTIAL.id, clientSecret: CREDENTIAL.secret },
    close,
    [Symbol.asyncDispose]: close,
  }
}
