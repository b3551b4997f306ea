import { CrosschqLeverConfig, leverEvents } from '../src/connectors/crosschq/lever/config.ts'
import { crosschqLever } from '../src/connectors/crosschq/lever/index.ts'
import type { StoredRecord } from '../src/store/records.ts'
import {
  type CrosschqSandbox,
  type CrosschqSandboxOptions,
  SANDBOX_REQUESTOR,
  startCrosschqSandbox,
} from '../src/systems/crosschq/sandbox.ts'
import type { Person } from '../src/systems/lever/sandbox/actions.ts'
import { type LeverSandbox, type LeverSandboxOptions, startLeverSandbox } from '../src/systems/lever/sandbox.ts'
import { createEngineWorld, type EngineOptions, type EngineWorld } from './engine.ts'
import { recordOf } from './headcount.ts'
import { described, HOOK_SECRET } from './references.ts'
import { onceFree, serve } from './serving.ts'

/** Crosschq and Lever over real HTTP, a real database, one connection, and our own server for webhooks. */
export interface LeverWorld extends EngineWorld<CrosschqLeverConfig> {
  readonly crosschq: CrosschqSandbox
  readonly lever: LeverSandbox
  /** A posting with the tag of the template; Rita, whom Crosschq knows, owns it. */
  readonly postingId: string
  readonly rita: string
  /** "Reference check", the stage that the config names. */
  readonly stageId: string
  readonly url: string
  readonly tokens: Readonly<Record<(typeof leverEvents)[number], string>>
  /** Lever sends its webhooks to our server from now on. */
  sendHooks(): void
  log(): string
  idle(): Promise<void>
}

export interface LeverWorldOptions extends Omit<EngineOptions, 'mapping'> {
  readonly crosschq?: CrosschqSandboxOptions
  readonly lever?: LeverSandboxOptions
  readonly config?: Record<string, unknown>
  readonly mapping?: string
  /** What stands in Lever before the connection is configured. */
  prepare?(lever: LeverSandbox): void
}

export const template = (id: string, tag: string | undefined, survey = 'software-engineer') =>
  `  - { id: ${id}, name: ${id}, survey: ${survey}, references: { managers: 1, peers: 2 }${tag === undefined ? '' : `, tag: ${tag}`} }\n`

export const mappingOf = (...templates: readonly string[]) => `version: 1\ntemplates:\n${templates.join('')}`

export async function createLeverWorld(options: LeverWorldOptions = {}): Promise<LeverWorld> {
  const crosschq = await startCrosschqSandbox(options.crosschq)
  const lever = await startLeverSandbox({ rate: 'none', ...options.lever })
  options.prepare?.(lever)
  const rita = lever.addUser({ name: 'Rita Recruiter', email: SANDBOX_REQUESTOR }).id
  const postingId = lever.addPosting({ text: 'Engineer', tags: ['engineering'], owner: rita }).id
  const stageId = lever.state.stages.find(({ text }) => text === 'Reference check')!.id
  const hooks = leverEvents.map((event) => lever.addWebhook({ event, url: 'http://127.0.0.1:1/' }))
  for (const { id } of hooks) lever.state.webhooks.delete(id)
  const tokens = Object.fromEntries(hooks.map(({ event, signatureToken }) => [event, signatureToken]))
  const configOf = (path: string) => configFor(crosschq, lever, { path, tokens }, options.config)
  const mapping = options.mapping ?? mappingOf(template('engineering', 'engineering'))
  const world = await createEngineWorld(crosschqLever, configOf, { ...options, mapping })
  const server = await serve(world)
  return {
    ...world,
    ...{ crosschq, lever, postingId, rita, stageId, url: server.url, log: server.log, idle: server.idle },
    tokens: tokens as LeverWorld['tokens'],
    sendHooks() {
      for (const hook of hooks) {
        lever.state.webhooks.set(hook.id, { ...hook, url: hookUrl(server.url, hook.event) })
      }
    },
    async sync(...asked) {
      return onceFree(server, () => world.sync(...asked))
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await world[Symbol.asyncDispose]()
      await crosschq.close()
      await lever.close()
    },
  }
}

export function hookUrl(url: string, event: string): string {
  return `${url}/hooks/references-lever/${event}`
}

function configFor(
  crosschq: CrosschqSandbox,
  lever: LeverSandbox,
  { path, tokens }: { readonly path: string; readonly tokens: object },
  changes: Record<string, unknown> = {},
) {
  const rate = { perSecond: 1000, inFlight: 8 }
  const { crosschq: c, lever: l, ...rest } = changes as { crosschq?: object; lever?: object }
  const webhook = { auth: 'token', secret: HOOK_SECRET }
  return CrosschqLeverConfig.parse({
    ...{ id: 'references-lever', connector: 'crosschq-lever', mapping: path },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token, webhook, rate, ...c },
    lever: { baseUrl: lever.url, apiKey: lever.key, performAs: lever.userId, webhookTokens: tokens, rate, ...l },
    trigger: { stage: 'Reference check' },
    ...rest,
  })
}

const ADA: Person = { name: 'Ada Lovelace', email: 'ada@example.com' }

/** Somebody has applied for the posting. */
export function applied({ lever, postingId }: LeverWorld, person: Person = {}, posting = postingId): string {
  return lever.apply(posting, { ...ADA, ...person }).id
}

/** Somebody has applied, and a recruiter moved them to the stage. */
export function arrived(world: LeverWorld, person: Person = {}, posting?: string): string {
  const id = applied(world, person, posting)
  world.lever.move(id, world.stageId)
  return id
}

/** The connection has run before, somebody came to the stage, and the request was made. */
export async function asked(world: LeverWorld, person: Person = {}) {
  await world.sync()
  const applicationId = arrived(world, person)
  await world.sync()
  const request = [...world.crosschq.state.requests.values()].at(-1)
  if (!request) throw new Error('no request was made')
  return { applicationId, requestId: request.id }
}

export function standing(world: LeverWorld, flow: string, id: string): Promise<StoredRecord> {
  return recordOf(world, flow, id)
}

/** What stands on the right side of the opportunity's page. */
export function linksOf({ lever }: LeverWorld, applicationId: string): readonly string[] {
  return lever.state.contacts.get(lever.state.opportunities.get(applicationId)!.contactId)!.links
}

/** Every call that changes something, at either vendor, in order for each, as `POST /v1/opportunities/{id}/addLinks`. */
export function writes({ crosschq, lever }: LeverWorld): string[] {
  return [...crosschq.server.calls, ...lever.server.calls].filter(({ method }) => method !== 'GET').map(described)
}

/** What a run, or anything else, sends. */
export async function writesDuring(world: LeverWorld, act: () => Promise<unknown>): Promise<string[]> {
  world.crosschq.server.clearCalls()
  world.lever.server.clearCalls()
  await act()
  return writes(world)
}
