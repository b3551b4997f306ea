import type { Connection } from '../src/connectors/connector.ts'
import { CrosschqSmartRecruitersConfig } from '../src/connectors/crosschq/smartrecruiters/config.ts'
import { crosschqSmartRecruiters } from '../src/connectors/crosschq/smartrecruiters/index.ts'
import type { StoredRecord } from '../src/store/records.ts'
import {
  type CrosschqSandbox,
  type CrosschqSandboxOptions,
  SANDBOX_REQUESTOR,
  startCrosschqSandbox,
} from '../src/systems/crosschq/sandbox.ts'
import type { Candidate } from '../src/systems/smartrecruiters/sandbox/model.ts'
import {
  type SmartRecruitersSandbox,
  type SmartRecruitersSandboxOptions,
  startSmartRecruitersSandbox,
} from '../src/systems/smartrecruiters/sandbox.ts'
import { createEngineWorld, type EngineOptions, type EngineWorld } from './engine.ts'
import { recordOf } from './headcount.ts'
import { described, HOOK_SECRET } from './references.ts'
import { onceFree, serve } from './serving.ts'

/** Crosschq and SmartRecruiters over real HTTP, a real database, one connection, and our own server for webhooks. */
export interface SmartRecruitersWorld extends EngineWorld<CrosschqSmartRecruitersConfig> {
  readonly crosschq: CrosschqSandbox
  readonly smartRecruiters: SmartRecruitersSandbox
  /** Rita, whom Crosschq knows, is its recruiter; its tag is that of the template. */
  readonly jobId: string
  /** "Crosschq tag", a choice. */
  readonly fieldId: string
  readonly rita: string
  readonly url: string
  /** Subscriptions are made, and SmartRecruiters sends its events to our server from now on. */
  sendHooks(): ReturnType<NonNullable<Connection['registerHooks']>>
  log(): string
  idle(): Promise<void>
  /** As if the daemon were switched off and on in the config. */
  switch(isEnabled: boolean): void
}

export interface SmartRecruitersWorldOptions extends Omit<EngineOptions, 'mapping'> {
  readonly crosschq?: CrosschqSandboxOptions
  readonly smartRecruiters?: SmartRecruitersSandboxOptions
  readonly config?: Record<string, unknown>
  readonly mapping?: string
}

export const STEP = { status: 'IN_REVIEW', step: 'Crosschq' } as const

export const template = (id: string, tag: string | undefined, survey = 'software-engineer') =>
  `  - { id: ${id}, name: The ${id} template, survey: ${survey}, references: { managers: 1, peers: 2 }${tag === undefined ? '' : `, tag: ${tag}`} }\n`

export const mappingOf = (...templates: readonly string[]) => `version: 1\ntemplates:\n${templates.join('')}`

export async function createSmartRecruitersWorld(
  options: SmartRecruitersWorldOptions = {},
): Promise<SmartRecruitersWorld> {
  const crosschq = await startCrosschqSandbox(options.crosschq)
  const smartRecruiters = await startSmartRecruitersSandbox({ limits: undefined, ...options.smartRecruiters })
  const rita = smartRecruiters.addUser({ firstName: 'Rita', lastName: 'Recruiter', email: SANDBOX_REQUESTOR }).id
  const fieldId = smartRecruiters.addJobField('Crosschq tag', ['engineering', 'Sales ', 'unheard of']).id
  const jobId = smartRecruiters.addJob({ title: 'Engineer', team: [{ userId: rita, role: 'RECRUITER' }] }).id
  smartRecruiters.setJobField(jobId, fieldId, 'engineering')
  const configOf = (path: string) => configFor(crosschq, smartRecruiters, path, options.config)
  const mapping = options.mapping ?? mappingOf(template('engineering', 'engineering'))
  const world = await createEngineWorld(crosschqSmartRecruiters, configOf, { ...options, mapping })
  const server = await serve(world)
  return {
    ...world,
    ...{
      crosschq,
      smartRecruiters,
      jobId,
      fieldId,
      rita,
      url: server.url,
      log: server.log,
      idle: server.idle,
      switch: server.switch,
    },
    sendHooks: () => world.connection.registerHooks!((event) => hookUrl(server.url, event)),
    async sync(...asked) {
      return onceFree(server, () => world.sync(...asked))
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await world[Symbol.asyncDispose]()
      await crosschq.close()
      await smartRecruiters.close()
    },
  }
}

export function hookUrl(url: string, event = 'application.status.updated'): string {
  return `${url}/hooks/references-sr/${event}`
}

function configFor(
  crosschq: CrosschqSandbox,
  smartRecruiters: SmartRecruitersSandbox,
  mapping: string,
  changes: Record<string, unknown> = {},
) {
  const rate = { perSecond: 1000, inFlight: 8 }
  const { crosschq: c, smartrecruiters: s, ...rest } = changes as { crosschq?: object; smartrecruiters?: object }
  const webhook = { auth: 'token', secret: HOOK_SECRET }
  const auth = { type: 'apiKey', key: smartRecruiters.apiKey }
  return CrosschqSmartRecruitersConfig.parse({
    ...{ id: 'references-sr', connector: 'crosschq-smartrecruiters', mapping },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token, webhook, rate, ...c },
    smartrecruiters: { baseUrl: smartRecruiters.url, auth, rate, ...s },
    ...rest,
  })
}

type Person = Partial<Pick<Candidate, 'firstName' | 'lastName' | 'email'>>

/** Somebody has applied for the job; both ids, and that of the application as the connection has it. */
export function applied({ smartRecruiters, jobId }: SmartRecruitersWorld, person: Person = {}, job = jobId) {
  const ada = {
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: `ada-${smartRecruiters.state.candidates.size}@people.example`,
  }
  const candidateId = smartRecruiters.addCandidate({ ...ada, ...person }).id
  smartRecruiters.apply(candidateId, job)
  return { candidateId, applicationId: `${candidateId}:${job}` }
}

/** Somebody has applied, and a recruiter moved them to the step. */
export function arrived(world: SmartRecruitersWorld, person: Person = {}, job = world.jobId) {
  const ids = applied(world, person, job)
  world.smartRecruiters.move(ids.candidateId, job, STEP)
  return ids
}

/** The connection has run before, somebody came to the step, and the request was made. */
export async function asked(world: SmartRecruitersWorld, person: Person = {}) {
  await world.sync()
  const ids = arrived(world, person)
  await world.sync()
  const request = requests(world).at(-1)
  if (!request) throw new Error('no request was made')
  return { ...ids, requestId: request.id }
}

export function requests({ crosschq }: SmartRecruitersWorld) {
  return [...crosschq.state.requests.values()]
}

export function notes({ smartRecruiters }: SmartRecruitersWorld, candidateId: string): readonly string[] {
  const messages = [...smartRecruiters.state.messages.values()]
  return messages.filter(({ candidateIds }) => candidateIds.includes(candidateId)).map(({ content }) => content)
}

export function files({ smartRecruiters }: SmartRecruitersWorld) {
  return [...smartRecruiters.state.attachments.values()]
}

export function standing(world: SmartRecruitersWorld, flow: string, id: string): Promise<StoredRecord> {
  return recordOf(world, flow, id)
}

/** Every call that changes something, at either vendor, in order for each, as `POST /messages/shares`. */
export function writes({ crosschq, smartRecruiters }: SmartRecruitersWorld): string[] {
  const calls = [...crosschq.server.calls, ...smartRecruiters.server.calls]
  return calls.filter(({ method }) => method !== 'GET').map(described)
}

/** What a run, or anything else, sends. */
export async function writesDuring(world: SmartRecruitersWorld, act: () => Promise<unknown>): Promise<string[]> {
  world.crosschq.server.clearCalls()
  world.smartRecruiters.server.clearCalls()
  await act()
  return writes(world)
}
