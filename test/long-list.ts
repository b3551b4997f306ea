import type { AshbySandbox } from '../src/systems/ashby/sandbox.ts'

/** Hired candidates of one job, so many that their list has pages. */
export function addHires(ashby: AshbySandbox, count: number): void {
  const { id: jobId } = ashby.addJob({ title: 'Engineer' })
  for (let at = 0; at < count; at += 1) {
    const name = `Candidate ${at}`
    const { application } = ashby.addCandidateWithApplication({ name, jobId, email: `c${at}@example.com` })
    ashby.hire(application.id)
  }
}
