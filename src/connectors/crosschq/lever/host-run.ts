import type { LeverJob } from '../../../systems/lever/jobs.ts'
import type { Mirror, Source } from '../../mirror.ts'
import type { RequestRules } from '../config.ts'
import type { Asked, HostRun, Wanted } from '../host.ts'
import { type Made, madeByApplication, REQUESTS } from '../made.ts'
import { attention, enteredBefore, skip } from '../skips.ts'
import { splitName } from '../split-name.ts'
import { mismatch, templatesFor } from '../tagged-templates.ts'
import { jobNow, STAGES, stagesNow } from './collections.ts'
import { firstReachable, named, type People, peopleOf } from './people.ts'
import { type ApplicationRow, applicationRow, arrivalOf, type StageRow } from './rows.ts'
import { stageFor } from './stage.ts'
import type { Systems } from './systems.ts'

export interface Trigger {
  /** Id or name, as it stands in the config. */
  readonly stage: string
}

/** What the engine remembers the trigger by. */
export function triggerName({ stage }: Trigger): string {
  return `stage ${stage}`
}

interface Known {
  readonly systems: Systems
  readonly stage: StageRow
  /** Who comes later than this is asked for; undefined: nobody. */
  readonly since: Date | undefined
  readonly backfill: boolean
  readonly made: ReadonlyMap<string, readonly Made[]>
  readonly job: (id: string) => Promise<LeverJob | 'hidden' | undefined>
  readonly people: People
}

export async function openRun(
  systems: Systems,
  { trigger, requests: { backfill } }: { readonly trigger: Trigger; readonly requests: RequestRules },
  mirror: Mirror,
): Promise<HostRun> {
  const known: Known = {
    ...{ systems, backfill, stage: await triggerStage(systems, trigger, mirror) },
    since: (await mirror.firstSeen(REQUESTS)).get(triggerName(trigger)),
    made: await madeByApplication(mirror),
    job: once((id) => jobNow(systems.lever, id)),
    people: peopleOf(systems.lever),
  }
  return {
    wants: (source) => wants(known, source as Source<ApplicationRow>),
    asked: (source) => asked(known, source.id),
    isStillWanted: (application, key) => isStillWanted(known, application, key),
  }
}

/** A webhook may come before the lists were ever read. */
export async function triggerStage({ lever }: Systems, { stage }: Trigger, mirror: Mirror): Promise<StageRow> {
  const stages = await mirror.rows<StageRow>(STAGES)
  return stageFor(stage, stages.length > 0 ? stages : await stagesNow(lever, mirror))
}

const NOBODY: Wanted = { wants: [] }

async function wants(known: Known, { id, row, isGone }: Source<ApplicationRow>): Promise<Wanted> {
  const arrival = arrivalOf(row)
  if (isGone || arrival === undefined || !isWaiting(known, row)) return NOBODY
  // What was asked for on this arrival stays what it was, whatever becomes of the posting's tags.
  const made = known.made.get(id)?.find(({ key }) => key.endsWith(`:${arrival}`))
  if (made) return { wants: [{ key: made.key, template: made.template, isWithdrawn: false }] }
  return isNew(known, row) ? chosen(known, row, arrival) : { wants: [], why: enteredBefore }
}

function isWaiting({ stage }: Known, { standing, stageId }: ApplicationRow): boolean {
  return standing === 'active' && stageId === stage.id
}

/** Arrivals from before the trigger are the past, unless they are asked for (X2). */
function isNew({ backfill, since }: Known, { enteredAt }: ApplicationRow): boolean {
  return backfill || (since !== undefined && Date.parse(enteredAt ?? '') > since.getTime())
}

async function chosen({ systems, job: jobOf }: Known, { jobId }: ApplicationRow, arrival: string): Promise<Wanted> {
  if (!jobId) return none('the candidate has applied for no posting, so there is no tag to choose a template by')
  const job = await jobOf(jobId)
  if (job === 'hidden') return { wants: [], why: HIDDEN }
  if (!job) return none('the posting is no longer in Lever, so there is no tag to choose a template by')
  const { templates } = systems.mapping()
  const [template, ...others] = templatesFor(job.tags, templates)
  if (!template) return none(mismatch(job.tags, templates))
  const want = { key: `${template.id}:${arrival}`, template: template.id, isWithdrawn: false }
  const ids = [template, ...others].map(({ id }) => id).join(', ')
  const message = `the posting has the tags of several templates (${ids}); the first of them in the mapping is meant`
  return {
    wants: [want],
    ...(others.length > 0 && { issues: [{ reason: 'several_templates', message, attention: false }] }),
  }
}

const HIDDEN = attention(
  'job_hidden',
  'the posting is confidential and the key was made without access to such; make another key, or ask for references in Crosschq',
)

function none(message: string): Wanted {
  return { wants: [], why: skip('no_template', `no template fits: ${message}`) }
}

/** People are read now and kept nowhere. */
async function asked({ systems, job: jobOf, people }: Known, id: string): Promise<Asked> {
  const application = await systems.lever.application(id)
  if (!application) return { candidate: 'gone', jobTitle: '' }
  const { name = '', emails, ownerId, job: applied } = application
  const found = applied && (await jobOf(applied.id))
  const job = found === 'hidden' ? undefined : found
  const [email] = emails
  const requestor = await firstReachable(people, [ownerId, job?.ownerId, applied?.ownerId])
  const manager = await firstReachable(people, [job?.hiringManagerId, applied?.hiringManagerId])
  const hiringManager = manager && named(manager)
  return {
    candidate: email === undefined ? 'noEmail' : { ...splitName(name), email },
    jobTitle: job?.title ?? '',
    ...(requestor && { requestor: requestor.email }),
    ...(hiringManager && { hiringManager }),
  }
}

async function isStillWanted(known: Known, id: string, key: string): Promise<boolean> {
  const { lever, standingOf } = known.systems
  const application = await lever.application(id)
  if (!application) return false
  const row = applicationRow(application, await standingOf(application.archived))
  return isWaiting(known, row) && key.endsWith(`:${arrivalOf(row)}`)
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (id) => {
    const found = known.get(id) ?? read(id)
    known.set(id, found)
    return found
  }
}
