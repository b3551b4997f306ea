import { ConfigError, FatalError } from '../../lib/errors.ts'
import type { ExportContext } from './export-desire.ts'
import { PROSPECTS } from './prospects.ts'

/**
 * Whether SmartRecruiters takes a known person for a second job, or makes a second person of them, is not documented. One
 * such case shows in the ledger, and after it nobody is given a further job.
 */
export async function checkOnePersonEach({ mirror, port, ats }: Pick<ExportContext, 'mirror' | 'port' | 'ats'>) {
  if (port.marks.jobs.length < 2) return
  const byRecord = Map.groupBy(await mirror.created(PROSPECTS), ({ record }) => record)
  for (const [record, written] of byRecord) {
    const targets = distinct(written.flatMap(({ target }) => target ?? []))
    if (targets.length > 1) throw new ConfigError(secondPerson(ats, record, targets))
  }
}

/** The same among what this run made. */
export function stopAtSecondPerson({ done, ats }: ExportContext): void {
  for (const [record, placed] of done) {
    const targets = distinct(placed.map(({ target }) => target))
    if (targets.length > 1) throw new FatalError(secondPerson(ats, record, targets))
  }
}

function distinct(targets: readonly string[]): readonly string[] {
  return [...new Set(targets)]
}

function secondPerson(ats: string, record: string, targets: readonly string[]): string {
  return `${ats} made a second person of prospect ${record} for a further job (${targets.join(', ')}); merge the two there, and name one job only in export.jobs`
}
