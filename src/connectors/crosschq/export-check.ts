import type { Crosschq } from '../../systems/crosschq/client.ts'
import type { Finding } from '../connector.ts'
import { attempt } from './check.ts'
import { isOff } from './export.ts'
import type { ExportRules } from './export-config.ts'
import type { ProspectPort } from './prospect-port.ts'
import { NO_LIST } from './prospects.ts'

interface Checked {
  readonly crosschq: Pick<Crosschq, 'prospects'>
  readonly port: ProspectPort | undefined
  readonly rules: ExportRules
}

/** Whether prospects can be read at one side and put into the other; nothing where the export is off. */
export async function exportFindings({ crosschq, port, rules }: Checked): Promise<readonly Finding[]> {
  if (!port || isOff(rules)) return []
  return [
    ...(await attempt('list of prospects', async () => [await checkList(crosschq)])),
    ...(await attempt('export', async () => [await checkMarks(port)])),
  ]
}

async function checkList(crosschq: Checked['crosschq']): Promise<Finding> {
  const subject = 'list of prospects'
  const isThere = (await crosschq.prospects()) !== 'unsupported'
  return { ok: isThere, subject, message: isThere ? 'can be read' : NO_LIST }
}

async function checkMarks(port: ProspectPort): Promise<Finding> {
  const subject = 'export'
  const problem = await port.validate()
  if (problem !== undefined) return { ok: false, subject, message: problem }
  const { source, jobs } = port.marks
  const where = jobs.length === 0 ? 'the talent pool' : `${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`
  return { ok: true, subject, message: `prospects go into ${where} with the source ${source}` }
}
