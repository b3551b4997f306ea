import { z } from 'zod'
import { foldTitle } from './triggers.ts'

/** Where a candidate has to arrive: ids or titles, as the person who writes the file knows them. */
export const triggerMembers = {
  job: named('a job').describe('Id or title of a job; "hirewire jobs" lists them'),
  stage: named('a stage').describe("Id or title of a stage of the job's interview plan"),
}

export const TriggerEntry = z.strictObject(triggerMembers)

/** Equal for what is written alike; that an id and a title mean one thing is only known to the ATS. */
export function triggerKey({ job, stage }: z.output<typeof TriggerEntry>): string {
  return JSON.stringify([foldTitle(job), foldTitle(stage)])
}

function named(what: string) {
  return z.string().trim().min(1, `is empty; write the id or the title of ${what}`).max(300)
}
