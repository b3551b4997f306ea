import { type SandboxClock, systemClock } from '../../sandbox/clock.ts'
import { objectIdFrom } from '../../sandbox/ids.ts'
import { type SandboxOptions, type SandboxServer, startSandboxServer } from '../../sandbox/server.ts'
import type { AccessName } from './sandbox/access.ts'
import { type Actions, createActions } from './sandbox/actions.ts'
import { type Building, createBuilding } from './sandbox/building.ts'
import type { Actor } from './sandbox/events.ts'
import type { Change, Field, Group, Job, Org, OrgEvent, Person } from './sandbox/model.ts'
import { createProcesses } from './sandbox/processes.ts'
import { createRouter, type Token } from './sandbox/router.ts'
import { DEFAULT_SETTINGS, type Settings } from './sandbox/settings.ts'
import { catchUp, createState, type State } from './sandbox/state.ts'
import { createWebhooks, DEFAULT_WEBHOOKS, type WebhookSettings, type Webhooks } from './sandbox/webhooks.ts'

export interface ChartHopSandboxOptions extends Partial<Settings> {
  readonly port?: number
  readonly org?: Partial<Org>
  readonly tokens?: readonly { readonly token: string; readonly access: AccessName; readonly name?: string }[]
  readonly latencyMs?: number
  readonly rate?: SandboxOptions['rate']
  readonly keepCalls?: boolean
  readonly clock?: SandboxClock
  /** The app's `eventNotifyUrl` and how it is treated. */
  readonly webhooks?: Partial<WebhookSettings>
}

/** Ground truth, as ChartHop itself would know it: always current, whatever readers of the API are shown. */
export interface GroundTruth {
  readonly jobs: ReadonlyMap<string, Job>
  readonly persons: ReadonlyMap<string, Person>
  /** In the order they were entered; cancelled ones are gone. */
  readonly changes: readonly Change[]
  readonly fields: readonly Field[]
  readonly groups: ReadonlyMap<string, Group>
  readonly events: readonly OrgEvent[]
  /** Bodies sent to the app's notify list. */
  readonly notifications: readonly unknown[]
}

export interface ChartHopSandbox extends Actions, AsyncDisposable {
  readonly url: string
  readonly server: SandboxServer
  readonly org: Org
  /** The first token's text, for clients that need just one. */
  readonly token: string
  readonly clock: SandboxClock
  readonly state: GroundTruth
  /** May be changed while the sandbox runs. */
  readonly settings: Settings
  readonly webhooks: Webhooks
  /** The next so many reads of lists, or writes of jobs, answer 202. */
  buildSnapshot: Building['start']
  close(): Promise<void>
}

export const SANDBOX_TOKEN = 'charthop-sandbox-token'

/** ChartHop's API in memory, over HTTP on loopback, as https://api.charthop.com/swagger and docs.charthop.com describe it. */
export async function startChartHopSandbox(options: ChartHopSandboxOptions = {}): Promise<ChartHopSandbox> {
  const {
    port,
    org: given,
    tokens: _,
    latencyMs,
    rate,
    keepCalls,
    clock = systemClock(),
    webhooks: hooks,
    ...rest
  } = options
  const settings: Settings = { ...DEFAULT_SETTINGS, ...rest }
  const org = { id: objectIdFrom('charthop', 'org'), slug: 'acme', name: 'Acme', ...given }
  const state = createState(settings, clock, org)
  const tokens = readTokens(options)
  const webhooks = createWebhooks({ ...DEFAULT_WEBHOOKS, ...hooks }, (event) => notification(event, tokens[0]))
  state.listeners.push(webhooks.send)
  const building = createBuilding(settings)
  const notifications: unknown[] = []
  const parts = { state, tokens, building, processes: createProcesses(state), notifications }
  const server = await startSandboxServer({
    port,
    latencyMs,
    rate: tellingRate(rate),
    keepCalls,
    respond: createRouter(parts),
  })
  const close = async (): Promise<void> => {
    webhooks.close()
    await server.close()
  }
  return {
    ...createActions(state, HR_PERSON),
    ...{ url: server.url, server, org, token: tokens[0]?.token ?? '', clock, settings, webhooks, close },
    buildSnapshot: building.start,
    state: groundTruth(state, notifications),
    [Symbol.asyncDispose]: close,
  }
}

/** No limit is published; this is the form of ChartHop's other errors, with the header its known clients look for. */
function tellingRate(rate: ChartHopSandboxOptions['rate']): ChartHopSandboxOptions['rate'] {
  const body = { code: 429, message: 'too many requests' }
  return rate && { answer: { status: 429, headers: { 'retry-after': '1' }, body }, ...rate }
}

const HR_PERSON: Actor = { userId: objectIdFrom('charthop', 'user', 'hr'), userName: 'Harriet Resources' }

function readTokens({ tokens }: ChartHopSandboxOptions): readonly Token[] {
  const given = tokens ?? [{ token: SANDBOX_TOKEN, access: 'PRIMARY' as const }]
  return given.map(({ name = 'Sandbox app', ...token }, at) => {
    return { ...token, name, userId: objectIdFrom('charthop', 'user', 'app', at) }
  })
}

/** The keys of a notification: https://docs.charthop.com/events. There is no code among them, and no signature. */
function notification(event: OrgEvent, app: Token | undefined): Record<string, unknown> {
  const { id, orgId, userId, type, subtype, entityType, entityId, at, payload } = event
  const isApp = userId === app?.userId
  return {
    ...{ id, orgId, userId, userName: isApp ? app.name : HR_PERSON.userName },
    ...{ appId: app?.userId, appName: app?.name, type, subtype, entityType, entityId, at, payload },
  }
}

function groundTruth(state: State, notifications: readonly unknown[]): GroundTruth {
  const current = <T>(read: () => T): T => {
    catchUp(state)
    return read()
  }
  return {
    get jobs() {
      return current(() => state.jobs)
    },
    get persons() {
      return current(() => state.persons)
    },
    get changes() {
      return current(() => [...state.changes.values()].filter((change) => change !== undefined))
    },
    get fields() {
      return state.fields.custom
    },
    groups: state.groups,
    events: state.events,
    notifications,
  }
}
