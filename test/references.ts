import { CrosschqAshbyConfig } from '../src/connectors/crosschq/ashby/config.ts'
import { crosschqAshby } from '../src/connectors/crosschq/ashby/index.ts'
import type { LoggedCall } from '../src/sandbox/server.ts'
import type { StoredRecord } from '../src/store/records.ts'
import { type AshbySandbox, type AshbySandboxOptions, startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import {
  type CrosschqSandbox,
  type CrosschqSandboxOptions,
  SANDBOX_REQUESTOR,
  startCrosschqSandbox,
} from '../src/systems/crosschq/sandbox.ts'
import { createEngineWorld, type EngineOptions, type EngineWorld } from './engine.ts'
import { recordOf } from './headcount.ts'
import { onceFree, serve } from './serving.ts'

/** Crosschq and Ashby over real HTTP, a real database, one connection, our own server, and the tile in Ashby that calls it. */
export interface ReferenceWorld extends EngineWorld<CrosschqAshbyConfig> {
  readonly crosschq: CrosschqSandbox
  readonly ashby: AshbySandbox
  readonly jobId: string
  /** The address of our own server. */
  readonly url: string
  readonly tile: ReturnType<AshbySandbox['partner']>
  /** All that was logged, also of requests to our server. */
  log(): string
  /** As if the daemon were switched off and on in the config. */
  switch(isEnabled: boolean): void
}

export interface ReferenceWorldOptions extends Omit<EngineOptions, 'mapping'> {
  readonly crosschq?: CrosschqSandboxOptions
  readonly ashby?: AshbySandboxOptions
  readonly config?: Record<string, unknown>
  readonly mapping?: string
}

export const ASHBY_KEY = 'ashby-sandbox-key'
export const PARTNER_KEY = 'partner-key-0123456789'
export const HOOK_SECRET = 'crosschq-hook-secret-0123456789'

/** The whole of what Crosschq's own page lets an admin tick; in Ashby's words. */
export const S3_PERMISSIONS = [
  ...['jobsRead', 'jobsWrite', 'candidatesRead', 'candidatesWrite', 'hiringProcessMetadataRead'],
  ...['hiringProcessMetadataWrite', 'organizationRead', 'apiKeysRead', 'apiKeysWrite'],
]

export const engineering = `  - id: engineering
    name: Engineering references
    description: A manager and two peers
    survey: software-engineer
    references: { managers: 1, peers: 2 }
`
export const ENGINEERING = `version: 1\ntemplates:\n${engineering}`
/** Whoever comes to the stage "Interview" is asked for references too. */
export const TRIGGERED = `${ENGINEERING}triggers:\n  - { job: Engineer, stage: Interview, template: engineering }\n`

export async function createReferenceWorld(options: ReferenceWorldOptions = {}): Promise<ReferenceWorld> {
  const crosschq = await startCrosschqSandbox(options.crosschq)
  const ashby = await startAshbySandbox({
    apiKeys: [{ key: ASHBY_KEY, permissions: S3_PERMISSIONS }],
    ...options.ashby,
  })
  const jobId = ashby.addJob({ title: 'Engineer' }).id
  const rita = ashby.addUser({ firstName: 'Rita', lastName: 'Recruiter', email: SANDBOX_REQUESTOR })
  ashby.setHiringTeam(jobId, [{ userId: rita.id, role: 'Recruiter' }])
  const configOf = (path: string) => configFor(crosschq, ashby, path, options.config)
  const mapping = options.mapping ?? ENGINEERING
  const world = await createEngineWorld(crosschqAshby, configOf, { ...options, mapping })
  const server = await serve(world)
  const tile = ashby.partner({ baseUrl: `${server.url}/partner/${world.connection.id}`, key: PARTNER_KEY })
  return {
    ...world,
    ...{ crosschq, ashby, jobId, tile, url: server.url, log: server.log, switch: server.switch },
    async sync(...asked) {
      return onceFree(server, () => world.sync(...asked))
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await world[Symbol.asyncDispose]()
      await crosschq.close()
      await ashby.close()
    },
  }
}

function configFor(
  crosschq: CrosschqSandbox,
  ashby: AshbySandbox,
  mapping: string,
  changes: Record<string, unknown> = {},
) {
  const rate = { perSecond: 1000, inFlight: 8 }
  const { crosschq: c, ashby: a, ...rest } = changes as { crosschq?: object; ashby?: object }
  const webhook = { auth: 'token', secret: HOOK_SECRET }
  return CrosschqAshbyConfig.parse({
    ...{ id: 'references', connector: 'crosschq-ashby', mapping },
    crosschq: { baseUrl: crosschq.url, token: crosschq.token, webhook, rate, ...c },
    ashby: { baseUrl: ashby.url, apiKey: ASHBY_KEY, webhookSecret: 'ashby-hook-secret', rate, ...a },
    partner: { key: PARTNER_KEY },
    ...rest,
  })
}

export interface CandidateDraft {
  readonly name?: string
  /** `null`: the candidate has none. */
  readonly email?: string | null
  readonly jobId?: string
  readonly stage?: string
}

export function addCandidate({ ashby, jobId }: ReferenceWorld, draft: CandidateDraft = {}) {
  const { name = 'Ada Lovelace', email = 'ada@example.com', ...rest } = draft
  const { candidate, application } = ashby.addCandidateWithApplication({
    ...{ name, jobId, ...rest },
    ...(email !== null && { email }),
  })
  return { candidateId: candidate.id, applicationId: application.id }
}

/** Somebody in Ashby presses Start for a candidate. */
export function press({ tile }: ReferenceWorld, applicationId: string, assessmentTypeId = 'engineering') {
  return tile.startAssessment({ applicationId, assessmentTypeId })
}

/** A candidate with an assessment that Ashby started and a request that was made for it. */
export async function started(world: ReferenceWorld, draft: CandidateDraft = {}) {
  const added = addCandidate(world, draft)
  const answer = await press(world, added.applicationId)
  if (answer.status !== 200) throw new Error(`the start was answered with ${JSON.stringify(answer)}`)
  const assessmentId = (answer.body as { results: { assessment_id: string } }).results.assessment_id
  const request = requests(world).at(-1)
  if (!request) throw new Error('no request was made')
  return { ...added, assessmentId, requestId: request.id }
}

/** A candidate who came to the stage that the mapping names, and the request that was made for it. */
export async function triggered(world: ReferenceWorld, draft: CandidateDraft = {}) {
  await world.sync()
  const added = addCandidate(world, draft)
  world.ashby.moveToStage(added.applicationId, 'Interview')
  await world.sync()
  const request = requests(world).at(-1)
  if (!request) throw new Error('no request was made')
  return { ...added, requestId: request.id }
}

/** In the order they were made. */
export function requests({ crosschq }: Pick<ReferenceWorld, 'crosschq'>) {
  return [...crosschq.state.requests.values()]
}

export function assessment({ ashby }: ReferenceWorld, id: string) {
  const found = ashby.state.assessments.get(id)
  if (!found) throw new Error('Ashby knows no such assessment')
  return found
}

/** Statuses, results and reasons that Ashby was told, oldest first. */
export function toldOf(world: ReferenceWorld, assessmentId: string): string[] {
  return assessment(world, assessmentId).updates.map(({ assessment_status, assessment_result, cancelled_reason }) =>
    [assessment_status, assessment_result, cancelled_reason].flatMap((part) => part?.value ?? []).join(' / '),
  )
}

/** Names of the files that stand on a candidate. */
export function fileNames({ ashby }: ReferenceWorld, candidateId: string): string[] {
  return [...ashby.state.files.all()].filter((file) => file.candidateId === candidateId).map(({ name }) => name)
}

export function notes({ ashby }: ReferenceWorld): string[] {
  return [...ashby.state.notes.all()].map(({ content }) => content)
}

export function standing(world: ReferenceWorld, flow: string, id: string): Promise<StoredRecord> {
  return recordOf(world, flow, id)
}

const READS = /\.(list|info|search|listNotes)$/

/** Every call that changes something, at either vendor, in order, as `POST …/cancel/` or `/assessment.update`. */
export function writes({ crosschq, ashby }: ReferenceWorld): string[] {
  const toCrosschq = crosschq.server.calls.filter(({ method }) => method !== 'GET').map(described)
  const toAshby = ashby.server.calls.filter(({ path }) => !READS.test(path)).map(({ path }) => withoutIds(path))
  return [...toCrosschq, ...toAshby]
}

export function described({ method, path }: LoggedCall): string {
  return `${method} ${withoutIds(path)}`
}

function withoutIds(path: string): string {
  return path.replace(/[0-9a-f-]{36}/g, '{id}')
}

/** What a run, or anything else, sends. */
export async function writesDuring(world: ReferenceWorld, act: () => Promise<unknown>): Promise<string[]> {
  world.crosschq.server.clearCalls()
  world.ashby.server.clearCalls()
  await act()
  return writes(world)
}
