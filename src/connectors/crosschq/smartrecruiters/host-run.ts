import { partsOfApplicationId } from '../../../systems/smartrecruiters/application-schema.ts'
import { tagsIn } from '../../../systems/smartrecruiters/job-fields.ts'
import type { SmartRecruitersJobDetails } from '../../../systems/smartrecruiters/jobs.ts'
import type { SmartRecruitersUser } from '../../../systems/smartrecruiters/users.ts'
import type { Mirror, Source } from '../../mirror.ts'
import type { Asked, HostRun, Wanted } from '../host.ts'
import { type Made, madeByApplication, REQUESTS } from '../made.ts'
import { enteredBefore, skip } from '../skips.ts'
import { mismatch, templatesFor } from '../tagged-templates.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { type ApplicationRow, arrivalOf, entryOf, isInStep } from './rows.ts'
import type { Systems } from './systems.ts'
import { askedBy, idsIn } from './team.ts'

type Rules = Pick<CrosschqSmartRecruitersConfig, 'trigger' | 'jobField' | 'requests'>

/** What the engine remembers the trigger by. */
export function triggerName({ step }: Rules['trigger']): string {
  return `step ${step}`
}

interface Known {
  readonly systems: Systems
  readonly rules: Rules
  /** Who comes later than this is asked for; undefined: nobody. */
  readonly since: Date | undefined
  readonly made: ReadonlyMap<string, readonly Made[]>
  readonly job: (id: string) => Promise<SmartRecruitersJobDetails | undefined>
  readonly user: (id: string) => Promise<SmartRecruitersUser | undefined>
}

export async function openRun(systems: Systems, rules: Rules, mirror: Mirror): Promise<HostRun> {
  const { smartRecruiters } = systems
  const known: Known = {
    ...{ systems, rules },
    since: (await mirror.firstSeen(REQUESTS)).get(triggerName(rules.trigger)),
    made: await madeByApplication(mirror),
    job: once((id) => smartRecruiters.job(id)),
    user: once((id) => smartRecruiters.user(id)),
  }
  return {
    wants: (source) => wants(known, source as Source<ApplicationRow>),
    asked: (source) => asked(known, (source as Source<ApplicationRow>).row),
    isStillWanted: (application, key) => isStillWanted(known, application, key),
  }
}

const NOBODY: Wanted = { wants: [] }

async function wants(known: Known, { id, row, isGone }: Source<ApplicationRow>): Promise<Wanted> {
  if (isGone || !isInStep(row, known.rules.trigger.step)) return NOBODY
  const enteredAt = await entry(known, row)
  if (enteredAt === undefined) return { wants: [], why: UNCLEAR }
  const arrival = arrivalOf(id, enteredAt)
  // What was asked for on this arrival stays what it was, whatever becomes of the job's tag (S33).
  const made = known.made.get(id)?.find(({ key }) => key.endsWith(`:${arrival}`))
  if (made) return { wants: [{ key: made.key, template: made.template, isWithdrawn: false }] }
  return isNew(known, enteredAt) ? chosen(known, row, arrival) : { wants: [], why: enteredBefore }
}

async function entry(
  { systems, rules }: Known,
  { candidateId, jobId }: Pick<ApplicationRow, 'candidateId' | 'jobId'>,
): Promise<string | undefined> {
  return entryOf(await systems.smartRecruiters.statusHistory(candidateId, jobId), rules.trigger.step)
}

const UNCLEAR = {
  ...skip('arrival_unclear', 'the history in SmartRecruiters does not show when the candidate came to the step'),
  again: 'nextRun',
} as const

/** Arrivals from before the trigger are the past, unless they are asked for (X2). */
function isNew({ rules, since }: Known, enteredAt: string): boolean {
  return rules.requests.backfill || (since !== undefined && Date.parse(enteredAt) > since.getTime())
}

/** By the job of this very application: what other jobs of the candidate carry counts for nothing here (S34). */
async function chosen({ systems, rules, job }: Known, { jobId }: ApplicationRow, arrival: string): Promise<Wanted> {
  const found = await job(jobId)
  if (!found) return none('the job is no longer in SmartRecruiters, so there is no tag to choose a template by')
  const tags = tagsIn(found.fields, rules.jobField)
  const { templates } = systems.mapping()
  const [template, ...others] = templatesFor(tags, templates)
  if (!template) return none(mismatch(tags, templates))
  const ids = [template, ...others].map(({ id }) => id).join(', ')
  const message = `the job has the tags of several templates (${ids}); the first of them in the mapping is meant`
  return {
    wants: [{ key: `${template.id}:${arrival}`, template: template.id, isWithdrawn: false }],
    ...(others.length > 0 && { issues: [{ reason: 'several_templates', message, attention: false }] }),
  }
}

function none(message: string): Wanted {
  return { wants: [], why: skip('no_template', `no template fits: ${message}`) }
}

/** People are read now and kept nowhere. */
async function asked({ systems, job, user }: Known, { candidateId, jobId }: ApplicationRow): Promise<Asked> {
  const { smartRecruiters } = systems
  const candidate = await smartRecruiters.candidate(candidateId)
  const team = await smartRecruiters.hiringTeam(jobId)
  const users = new Map<string, SmartRecruitersUser>()
  for (const id of [...idsIn(team, 'RECRUITER'), ...idsIn(team, 'HIRING_MANAGER')]) {
    const found = await user(id)
    if (found) users.set(id, found)
  }
  return { candidate: personOf(candidate), jobTitle: (await job(jobId))?.title ?? '', ...askedBy(team, users) }
}

function personOf(candidate: Awaited<ReturnType<Systems['smartRecruiters']['candidate']>>): Asked['candidate'] {
  if (!candidate) return 'gone'
  const { firstName, lastName, email } = candidate
  return email ? { firstName, lastName, email } : 'noEmail'
}

async function isStillWanted(known: Known, id: string, key: string): Promise<boolean> {
  const parts = partsOfApplicationId(id)
  const found = parts && (await known.systems.smartRecruiters.application(parts.candidateId, parts.jobId))
  if (!found || !isInStep(found, known.rules.trigger.step)) return false
  const enteredAt = await entry(known, found)
  return enteredAt !== undefined && key.endsWith(`:${arrivalOf(id, enteredAt)}`)
}

function once<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return (id) => {
    const found = known.get(id) ?? read(id)
    known.set(id, found)
    return found
  }
}
