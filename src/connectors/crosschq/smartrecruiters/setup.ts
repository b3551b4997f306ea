import { FatalError } from '../../../lib/errors.ts'
import { didYouMean } from '../../../lib/nearest.ts'
import { foldTitle } from '../../../mapping/triggers.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import { fieldsCalled } from '../../../systems/smartrecruiters/job-fields.ts'
import type { HiringProcess, JobFieldSetting } from '../../../systems/smartrecruiters/settings.ts'
import type { Finding } from '../../connector.ts'
import type { CrosschqSmartRecruitersConfig } from './config.ts'

type Wanted = Pick<CrosschqSmartRecruitersConfig, 'jobField' | 'trigger'>

/** What the company's settings lack: one problem of the connection, and not one of every candidate (S32). */
export interface Setup {
  look(): Promise<void>
  problems(): readonly string[]
}

export function createSetup(smartRecruiters: SmartRecruiters, wanted: Wanted): Setup {
  let problems: readonly string[] = []
  return {
    async look() {
      const findings = await setupFindings(smartRecruiters, wanted)
      problems = findings.filter(({ ok }) => !ok).map(({ message }) => message)
    },
    problems: () => problems,
  }
}

/** Without "Company Settings" nothing here can be told, and all else goes on (S30). */
export async function setupFindings(
  smartRecruiters: SmartRecruiters,
  { jobField, trigger }: Wanted,
): Promise<readonly Finding[]> {
  try {
    const field = fieldFinding(await smartRecruiters.jobFields(), jobField)
    return [field, stepFinding(await smartRecruiters.hiringProcesses(), trigger.step)]
  } catch (error) {
    if (error instanceof FatalError && error.facts.status === 403) return [LACKS_SETTINGS]
    throw error
  }
}

const LACKS_SETTINGS: Finding = {
  ok: false,
  subject: 'permission configuration_read',
  message:
    'SmartRecruiters does not let us see "Company Settings" (permission configuration_read), so the job field and the step cannot be checked; give it to the user who allowed access, or to the credential',
}

function fieldFinding(fields: readonly JobFieldSetting[], wanted: string): Finding {
  const subject = 'job field'
  const found = fieldsCalled(fields, wanted)
  if (found.length === 0) {
    const hint = didYouMean(
      wanted,
      fields.map(({ label }) => label),
    )
    const message = `jobField: SmartRecruiters has no job field "${wanted}" (any more), so no job has a tag; write its name of now, or its id${hint}`
    return { ok: false, subject, message }
  }
  if (found.some(({ isActive }) => isActive)) return { ok: true, subject, message: `"${wanted}" is there` }
  const message = `jobField: the job field "${wanted}" is not active, so no job has a tag; activate it in SmartRecruiters, Settings > Job Fields`
  return { ok: false, subject, message }
}

function stepFinding(processes: readonly HiringProcess[], wanted: string): Finding {
  const subject = 'step'
  const active = processes.filter(({ isActive }) => isActive)
  const having = active.filter(({ steps }) => steps.some(({ name }) => foldTitle(name) === foldTitle(wanted)))
  if (having.length > 0)
    return { ok: true, subject, message: `"${wanted}" is in ${having.length} of ${active.length} hiring processes` }
  const names = active.flatMap(({ steps }) => steps.map(({ name }) => name))
  const message = `trigger.step: no hiring process in SmartRecruiters has a step "${wanted}" (any more), so nobody is asked for references; write its name of now, or add it in Settings > Hiring Process${didYouMean(wanted, names)}`
  return { ok: false, subject, message }
}
