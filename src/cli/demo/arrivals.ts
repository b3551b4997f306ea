import { demoArrivals, demoInterview, demoRecruiter } from '../../sandbox/demo-arrivals.ts'
import type { AshbySandbox } from '../../systems/ashby/sandbox.ts'
import type { WilloSandbox } from '../../systems/willo/sandbox.ts'

/** A candidate of the story, as Ashby knows them. */
export interface Arrived {
  readonly name: string
  readonly email: string
  readonly candidateId: string
  readonly applicationId: string
}

export type Arrivals = Readonly<Record<keyof typeof demoArrivals, Arrived>>

/** Candidates at the jobs that `setUpAshby` made, and their recruiter. */
export function setUpArrivals(ashby: AshbySandbox): Arrivals {
  const { id: userId } = ashby.addUser(demoRecruiter)
  const team = [{ userId, role: 'Recruiter' }]
  const arrived = Object.entries(demoArrivals).map(([part, { job, ...who }]) => {
    const found = [...ashby.state.jobs.all()].find(({ title }) => title === job)
    if (!found) throw new Error(`the demo's company has no job "${job}" in Ashby`)
    const { candidate, application } = ashby.addCandidateWithApplication({ ...who, jobId: found.id })
    for (const id of [found.id, application.id]) ashby.setHiringTeam(id, team)
    const email = 'email' in who ? who.email : ''
    return [part, { name: who.name, email, candidateId: candidate.id, applicationId: application.id }] as const
  })
  return Object.fromEntries(arrived) as unknown as Arrivals
}

/** The interview of the demo; its key stands in the mapping. */
export function setUpWillo(willo: WilloSandbox): { readonly interview: string } {
  return { interview: willo.addInterview({ title: demoInterview, department: 'Engineering' }).key }
}
