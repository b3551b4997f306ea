import { foldTitle, resolveTriggers } from '../../../mapping/triggers.ts'
import { permissionOfScope } from '../../../systems/ashby/permissions.ts'
import type { Finding } from '../../connector.ts'
import { attempt, checkCrosschq } from '../check.ts'
import { webhookFindings } from '../problems.ts'
import { type Systems, stagesOf } from './collections.ts'
import type { CrosschqAshbyConfig } from './config.ts'
import { applicationFields, matchFields, titlesOf } from './fields.ts'
import { GRANTED, neededPermissions } from './permissions.ts'
import type { JobRow } from './rows.ts'

/** Both keys, what Ashby's may do, the mapping and the fields against what is there now. Reads only. */
export async function check(systems: Systems, config: CrosschqAshbyConfig): Promise<readonly Finding[]> {
  const mapping = systems.mapping()
  return [
    ...(await checkCrosschq(systems.crosschq, mapping)),
    ...(await attempt('Ashby key', () => askAshby(systems, config))),
    ...(mapping.triggers.length > 0 ? await attempt('triggers', () => checkTriggers(systems)) : []),
    ...(titlesOf(config.results.fields).length > 0 ? await attempt('fields', () => checkFields(systems, config)) : []),
    ...checkPartner(config),
    ...webhookFindings(config.crosschq),
  ]
}

/** Throws where the key is not taken. */
export async function askAshby({ ashby, mapping }: Systems, config: CrosschqAshbyConfig): Promise<Finding[]> {
  const key = await ashby.keyScopes()
  if (key === 'unreadable') return [await probe({ ashby })]
  const had = key.scopes.map(permissionOfScope)
  const needed = neededPermissions({ mapping }, config)
  const missing = Object.keys(needed).filter((permission) => !had.includes(permission))
  const excess = had.filter((permission) => !GRANTED.includes(permission))
  return [
    { ok: true, subject: 'Ashby key', message: 'accepted' },
    ...missing.map((permission) => {
      const message = `the Ashby key lacks ${permission}, needed for ${needed[permission]}; tick it at Admin → API keys`
      return { ok: false, subject: `permission ${permission}`, message }
    }),
    ...excess.map((permission) => {
      const message = 'granted and not needed here; it may be taken from the key'
      return { ok: true, subject: `permission ${permission}`, message }
    }),
  ]
}

/** Without apiKeysRead the key cannot describe itself. */
async function probe({ ashby }: Pick<Systems, 'ashby'>): Promise<Finding> {
  for await (const _page of ashby.applications()) break
  const message =
    'accepted; without apiKeysRead it does not tell its permissions, so a missing one shows when it is needed'
  return { ok: true, subject: 'Ashby key', message }
}

async function checkTriggers(systems: Systems): Promise<Finding[]> {
  const { triggers } = systems.mapping()
  const jobs = await jobsWithStages(systems, ({ id, title }) =>
    triggers.some(({ job }) => job === id || foldTitle(job) === foldTitle(title)),
  )
  const { resolved, problems } = resolveTriggers(triggers, jobs)
  return [
    ...resolved.map(({ job, stage, template }) => {
      return { ok: true, subject: `trigger ${job} / ${stage}`, message: `asks for the template "${template}"` }
    }),
    ...problems.map(({ at, message }) => ({ ok: false, subject: 'trigger', message: `${at}: ${message}` })),
  ]
}

/** Every job, with the stages of those that are asked for. */
export async function jobsWithStages(
  { ashby }: Systems,
  isAskedFor: (job: { readonly id: string; readonly title: string; readonly status: string }) => boolean,
): Promise<readonly (JobRow & { readonly status: string })[]> {
  const jobs: (JobRow & { readonly status: string })[] = []
  for await (const { rows } of ashby.jobs()) {
    for (const { id, title, status } of rows) {
      const stages = isAskedFor({ id, title, status }) ? await stagesOf(ashby, id) : []
      jobs.push({ id, title, status, isOpen: status === 'Open', stages })
    }
  }
  return jobs
}

async function checkFields({ ashby }: Systems, { results }: CrosschqAshbyConfig): Promise<Finding[]> {
  const { fields, problems } = matchFields(results.fields, await applicationFields(ashby))
  return [
    ...fields.map(({ part, title, fieldType }) => {
      return { ok: true, subject: `field ${part}`, message: `Ashby application field "${title}" (${fieldType})` }
    }),
    ...problems.map((message) => ({ ok: false, subject: 'field', message })),
  ]
}

function checkPartner({ partner }: CrosschqAshbyConfig): Finding[] {
  if (partner.key) return []
  const message = 'partner.key is not set, so the assessment in Ashby cannot call us; only triggers ask for references'
  return [{ ok: true, subject: 'partner key', message }]
}
