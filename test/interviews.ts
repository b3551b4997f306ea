import { WilloAshbyConfig } from '../src/connectors/willo-ashby/config.ts'
import { willoAshby } from '../src/connectors/willo-ashby/index.ts'
import type { LoggedCall } from '../src/sandbox/server.ts'
import type { StoredRecord } from '../src/store/records.ts'
import { type AshbySandbox, type AshbySandboxOptions, startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { startWilloSandbox, type WilloSandbox, type WilloSandboxOptions } from '../src/systems/willo/sandbox.ts'
import { createEngineWorld, type EngineOptions, type EngineWorld } from './engine.ts'
import { recordOf } from './headcount.ts'

/** Willo and Ashby over real HTTP, a real database, one connection, and one interview that one stage invites to. */
export interface InterviewWorld extends EngineWorld<WilloAshbyConfig> {
  readonly willo: WilloSandbox
  readonly ashby: AshbySandbox
  readonly jobId: string
  /** Key of the interview that the stage "Interview" of that job invites to. */
  readonly interview: string
}

export interface InterviewWorldOptions extends Omit<EngineOptions, 'mapping'> {
  readonly willo?: WilloSandboxOptions
  readonly ashby?: AshbySandboxOptions
  readonly config?: Record<string, unknown>
  /** Instead of the one trigger. */
  readonly mapping?: (world: Pick<InterviewWorld, 'interview' | 'jobId'>) => string
}

export async function createInterviewWorld(options: InterviewWorldOptions = {}): Promise<InterviewWorld> {
  const willo = await startWilloSandbox(options.willo)
  const ashby = await startAshbySandbox(options.ashby)
  const jobId = ashby.addJob({ title: 'Cook' }).id
  const interview = willo.addInterview({ title: 'Cooks & Co' }).key
  const mapping = options.mapping?.({ interview, jobId }) ?? inviting(interview, ['Cook', 'Interview'])
  const configOf = (path: string) => configFor(willo, ashby, path, options.config)
  const world = await createEngineWorld(willoAshby, configOf, { ...options, mapping })
  return {
    ...world,
    ...{ willo, ashby, jobId, interview },
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]()
      await willo.close()
      await ashby.close()
    },
  }
}

/** A mapping of one interview. */
export function inviting(interview: string, ...triggers: readonly (readonly [job: string, stage: string])[]): string {
  return `version: 1\ninterviews:\n${interviewEntry(interview, ...triggers)}`
}

export function interviewEntry(
  interview: string,
  ...triggers: readonly (readonly [job: string, stage: string])[]
): string {
  const listed = triggers.map(([job, stage]) => `{ job: ${job}, stage: ${stage} }`)
  return `  - { interview: ${interview}, triggers: [${listed.join(', ')}] }\n`
}

export interface CandidateDraft {
  readonly name?: string
  /** `null`: the candidate has none. */
  readonly email?: string | null
  readonly phone?: string
  readonly jobId?: string
  readonly stage?: string
}

/** Somebody who applied and waits in the review, unless the draft says otherwise. */
export function addCandidate({ ashby, jobId }: InterviewWorld, draft: CandidateDraft = {}) {
  const { name = 'Ada Lovelace', email = 'ada@example.com', ...rest } = draft
  const { candidate, application } = ashby.addCandidateWithApplication({
    ...{ name, jobId, ...rest },
    ...(email !== null && { email }),
  })
  return { candidateId: candidate.id, applicationId: application.id }
}

/** The connection is enabled, somebody applies and is moved to the stage that invites; no run has seen it yet. */
export async function arrive(world: InterviewWorld, draft: CandidateDraft = {}) {
  await world.sync()
  const added = addCandidate(world, draft)
  world.ashby.moveToStage(added.applicationId, 'Interview')
  return added
}

/** The same, and invited. */
export async function invited(world: InterviewWorld, draft: CandidateDraft = {}) {
  const added = await arrive(world, draft)
  await world.sync()
  const participant = participants(world).at(-1)
  if (!participant) throw new Error('nobody was invited')
  return { ...added, participant: participant.key }
}

/** In the order they were made. */
export function participants({ willo }: InterviewWorld) {
  return [...willo.state.participants.values()]
}

/** Their texts, as Ashby shows them. */
export function notes({ ashby }: InterviewWorld, candidateId?: string): string[] {
  return [...ashby.state.notes.all()]
    .filter((note) => candidateId === undefined || note.candidateId === candidateId)
    .map(({ content }) => content ?? '')
}

export function invitationOf(world: InterviewWorld, applicationId: string): Promise<StoredRecord> {
  return recordOf(world, 'invitations', applicationId)
}

export function responseOf(world: InterviewWorld, participant: string): Promise<StoredRecord> {
  return recordOf(world, 'responses', participant)
}

/** Calls that invite. */
export function invites({ willo }: InterviewWorld): LoggedCall[] {
  return willo.server.calls.filter(({ method }) => method !== 'GET')
}

/** Every call that changes something, at either vendor, as `POST /participants/` or `/candidate.createNote`. */
export function interviewWrites(world: InterviewWorld): string[] {
  const toAshby = world.ashby.server.calls.filter(({ path }) => !/\.(list|info|search|listNotes)$/.test(path))
  const toWillo = invites(world).map(({ method, path }) => `${method} ${path.replace(/^.*\/v2/, '')}`)
  return [...toWillo, ...toAshby.map(({ path }) => path)]
}

function configFor(willo: WilloSandbox, ashby: AshbySandbox, mapping: string, changes: Record<string, unknown> = {}) {
  const rate = { perSecond: 1000, inFlight: 8 }
  const { willo: w, ashby: a, ...rest } = changes as { willo?: object; ashby?: object }
  return WilloAshbyConfig.parse({
    ...{ id: 'interviews', connector: 'willo-ashby', mapping, plan: 'growth' },
    willo: { baseUrl: willo.url, apiKey: willo.key, rate, ...w },
    ashby: { baseUrl: ashby.url, apiKey: 'ashby-sandbox-key', rate, ...a },
    ...rest,
  })
}
