import type { CrosschqMapping, Template } from '../../../mapping/crosschq-load.ts'
import type { LeverArchiveReason } from '../../../systems/lever/archive-reasons.ts'
import type { Lever } from '../../../systems/lever/client.ts'
import type { LeverJob } from '../../../systems/lever/jobs.ts'
import type { Finding } from '../../connector.ts'
import { attempt, checkCrosschq } from '../check.ts'
import type { HiringOutcome } from '../host.ts'
import { webhookFindings } from '../problems.ts'
import { templatesFor } from '../tagged-templates.ts'
import type { CrosschqLeverConfig } from './config.ts'
import { choiceOf, wayOut } from './outcome.ts'
import { stageFor } from './stage.ts'
import type { Systems } from './systems.ts'

/** Both keys, what Lever's may read, stage, reasons and tags against what is there now. Reads only. */
export async function check(systems: Systems, config: CrosschqLeverConfig): Promise<readonly Finding[]> {
  const { lever, crosschq } = systems
  const mapping = systems.mapping()
  const key = await attempt('Lever key', () => askLever(lever))
  const rest = key.every(({ ok }) => ok) ? await checkLever(lever, config, mapping) : []
  return [
    ...(await checkCrosschq(crosschq, mapping)),
    ...key,
    ...rest,
    ...triggerFindings(mapping),
    ...webhookFindings(config.crosschq),
  ]
}

async function checkLever(
  lever: Lever,
  config: CrosschqLeverConfig,
  mapping: CrosschqMapping,
): Promise<readonly Finding[]> {
  return [
    ...(await attempt('permission opportunities:read', () => checkApplications(lever))),
    ...(await attempt('confidential', () => checkConfidential(lever, config.lever.confidential))),
    ...(await attempt('performAs', () => checkActor(lever, config.lever.performAs))),
    ...(await attempt('stage', () => checkStage(lever, config.trigger.stage))),
    ...(await attempt('archive reasons', () => checkReasons(lever, config.hiring))),
    ...(await attempt('tags', () => checkTags(lever, mapping.templates))),
  ]
}

/** Throws where the key is not taken. */
export async function askLever(lever: Lever): Promise<Finding[]> {
  await lever.checkKey()
  const message = 'accepted; opportunities:write, needed for links and hires, cannot be tried without writing'
  return [{ ok: true, subject: 'Lever key', message }]
}

async function checkApplications(lever: Lever): Promise<Finding[]> {
  for await (const _page of lever.applications()) break
  return [{ ok: true, subject: 'permission opportunities:read', message: 'granted' }]
}

/** It can only be given as a key is made (https://hire.lever.co/developer/documentation#authentication). */
async function checkConfidential(lever: Lever, isWanted: boolean): Promise<Finding[]> {
  const subject = 'confidential'
  const isSeen = await lever.seesConfidential()
  if (isSeen === isWanted) return []
  const message = isSeen
    ? 'the key may see confidential postings; set lever.confidential to true to have their candidates asked for too'
    : 'the key was made without access to confidential postings; make another one, or set lever.confidential to false'
  return [{ ok: isSeen, subject, message }]
}

async function checkActor(lever: Lever, id: string | undefined): Promise<Finding[]> {
  const subject = 'performAs'
  if (id === undefined) return [{ ok: true, subject, message: 'not set; Lever books what is written to the key' }]
  const user = await lever.user(id)
  if (user?.isActive) return [{ ok: true, subject, message: 'an active user' }]
  const message = user ? 'the user is deactivated; name another one' : 'Lever has no user with this id'
  return [{ ok: false, subject, message }]
}

async function checkStage(lever: Lever, wanted: string): Promise<Finding[]> {
  const stages = (await lever.stages()).map((stage) => ({ ...stage, formerly: [] }))
  const { id, title } = stageFor(wanted, stages)
  const isName = id !== wanted
  const message = isName ? `"${title}" is ${id}; the id would outlast another name` : `"${title}"`
  return [{ ok: true, subject: 'stage', message }]
}

/** Which reason a hire would be archived for. A rejection without one is never written, which is a choice too. */
async function checkReasons(lever: Lever, hiring: CrosschqLeverConfig['hiring']): Promise<Finding[]> {
  const reasons = await lever.archiveReasons()
  return (['hired', 'rejected'] as const).map((outcome: HiringOutcome) => {
    const subject = `archive reason ${outcome}`
    const choice = choiceOf(outcome, reasons, hiring)
    if (choice.type === 'reason') return { ok: true, subject, message: choice.id }
    const isLeftOut = outcome === 'rejected' && hiring.notHiredReason === undefined
    return { ok: isLeftOut, subject, message: `${wayOut(outcome, choice)}${choices(outcome, reasons)}` }
  })
}

/** Lever's pages show no ids, so they are told here. */
function choices(outcome: HiringOutcome, reasons: readonly LeverArchiveReason[]): string {
  const fitting = reasons.filter((reason) => reason.isActive && (reason.outcome === 'hired') === (outcome === 'hired'))
  const names = fitting.map(({ id, title }) => `"${title}" is ${id}`)
  return names.length === 0 ? '' : `; ${names.join(', ')}`
}

async function checkTags(lever: Lever, templates: readonly Template[]): Promise<Finding[]> {
  const jobs: LeverJob[] = []
  for await (const { rows } of lever.jobs()) jobs.push(...rows)
  const untagged = templates.filter(({ tag }) => tag === undefined)
  return [
    ...untagged.map(({ id }) => {
      const message = 'has no tag, and in Lever only a tag chooses a template; nobody will be asked for it'
      return { ok: false, subject: `template ${id}`, message }
    }),
    ...templates.flatMap(({ id, tag }) => (tag === undefined ? [] : [tagFinding(id, tag, templates, jobs)])),
    ...jobs.flatMap((job) => severalFindings(job, templates)),
  ]
}

function tagFinding(id: string, tag: string, templates: readonly Template[], jobs: readonly LeverJob[]): Finding {
  const count = jobs.filter(({ tags }) => templatesFor(tags, templates).some((template) => template.id === id)).length
  const message = count === 0 ? `no posting has the tag "${tag}" yet` : `the tag "${tag}" stands on ${count} postings`
  return { ok: true, subject: `tag ${tag}`, message }
}

function severalFindings({ id, tags }: LeverJob, templates: readonly Template[]): Finding[] {
  const found = templatesFor(tags, templates)
  if (found.length < 2) return []
  const ids = found.map((template) => template.id).join(', ')
  const message = `has the tags of several templates (${ids}); the first is meant`
  return [{ ok: true, subject: `posting ${id}`, message }]
}

function triggerFindings({ triggers }: CrosschqMapping): Finding[] {
  return triggers.map(({ at }) => {
    const message = `${at}: triggers are not for Lever; trigger.stage in the config and the tags of postings are`
    return { ok: false, subject: 'trigger', message }
  })
}
