import { demoRecruiter, demoSmartRecruitersArrivals, demoTags } from '../../sandbox/demo-arrivals.ts'
import type { SmartRecruitersSandbox } from '../../systems/smartrecruiters/sandbox.ts'

/** A candidate of the story, as SmartRecruiters knows them. */
export interface SmartRecruitersArrived {
  readonly name: string
  readonly email: string
  readonly candidateId: string
  readonly jobId: string
}

export type SmartRecruitersArrivals = Readonly<Record<keyof typeof demoSmartRecruitersArrivals, SmartRecruitersArrived>>

/** A job for each value of the field that holds the tag, the recruiter in its hiring team, and the candidates on it. */
export function setUpSmartRecruiters(smartRecruiters: SmartRecruitersSandbox): SmartRecruitersArrivals {
  const { id: userId } = smartRecruiters.addUser(demoRecruiter)
  const field = smartRecruiters.addJobField('Crosschq tag', Object.values(demoTags))
  const jobs = new Map<string, string>(
    Object.entries(demoTags).map(([title, tag]) => {
      const { id } = smartRecruiters.addJob({ title, team: [{ userId, role: 'RECRUITER' }] })
      smartRecruiters.setJobField(id, field.id, tag)
      return [title, id]
    }),
  )
  const arrived = Object.entries(demoSmartRecruitersArrivals).map(([part, { job, stage, name, email }]) => {
    const jobId = jobs.get(job)!
    const [firstName = '', lastName = ''] = name.split(' ')
    const candidateId = smartRecruiters.addCandidate({ firstName, lastName, email }).id
    smartRecruiters.apply(candidateId, jobId, standingAt(stage))
    return [part, { name, email, candidateId, jobId }] as const
  })
  return Object.fromEntries(arrived) as unknown as SmartRecruitersArrivals
}

/** Steps stand within a status: "Crosschq" within the review, the other one within interviews. */
export function standingAt(step: string) {
  return { status: step === 'Crosschq' ? 'IN_REVIEW' : 'INTERVIEW', step } as const
}
