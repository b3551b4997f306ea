import { FatalError } from '../../../lib/errors.ts'
import type { CrosschqMapping } from '../../../mapping/crosschq-load.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import { scopeFor } from '../../../systems/smartrecruiters/scopes.ts'
import type { Finding } from '../../connector.ts'
import { attempt, checkCrosschq } from '../check.ts'
import { webhookFindings } from '../problems.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'
import { PROBES, type Probe } from './permissions.ts'
import { setupFindings } from './setup.ts'
import type { Systems } from './systems.ts'

/** Both sides' access, what ours may read, and field, step and templates against what is there now. Reads only. */
export async function check(systems: Systems, config: CrosschqSmartRecruitersConfig): Promise<readonly Finding[]> {
  const { smartRecruiters, crosschq } = systems
  const mapping = systems.mapping()
  const access = await attempt('SmartRecruiters access', () => askSmartRecruiters(smartRecruiters))
  const isIn = access.every(({ ok }) => ok)
  return [
    ...(await checkCrosschq(crosschq, mapping)),
    ...access,
    ...(isIn ? await permissionFindings(smartRecruiters) : []),
    ...(isIn ? await attempt('settings', () => setupFindings(smartRecruiters, config)) : []),
    ...mappingFindings(mapping),
    ...webhookFindings(config.crosschq),
  ]
}

/** Throws where we are not let in. Where access is granted by a person, this is the green label (S25). */
export async function askSmartRecruiters(smartRecruiters: SmartRecruiters): Promise<Finding[]> {
  const { identifier, name = identifier } = await smartRecruiters.company()
  return [{ ok: true, subject: 'SmartRecruiters access', message: `Connected to ${name} (${identifier})` }]
}

async function permissionFindings(smartRecruiters: SmartRecruiters): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const probe of PROBES) {
    const subject = `permission ${scopeFor(probe.endpoint)}`
    findings.push(...(await attempt(subject, async () => [await permission(smartRecruiters, probe, subject)])))
  }
  return findings
}

async function permission(smartRecruiters: SmartRecruiters, probe: Probe, subject: string): Promise<Finding> {
  try {
    await probe.try(smartRecruiters)
    return { ok: true, subject, message: 'granted' }
  } catch (error) {
    if (!(error instanceof FatalError) || error.facts.status !== 403) throw error
    const message = `${scopeFor(probe.endpoint)} is missing, needed for ${probe.purpose}; give it to the app, the credential or the user in SmartRecruiters`
    return { ok: false, subject, message }
  }
}

function mappingFindings({ templates, triggers }: CrosschqMapping): Finding[] {
  const untagged = templates.filter(({ tag }) => tag === undefined)
  return [
    ...untagged.map(({ id }) => {
      const message = 'has no tag, and in SmartRecruiters only a tag chooses a template; nobody will be asked for it'
      return { ok: false, subject: `template ${id}`, message }
    }),
    ...triggers.map(({ at }) => {
      const message = `${at}: triggers are not for SmartRecruiters; trigger.step in the config and the tags of jobs are`
      return { ok: false, subject: 'trigger', message }
    }),
  ]
}
