import type { SandboxClock } from '../../src/sandbox/clock.ts'
import type { SmartRecruitersSandboxOptions } from '../../src/systems/smartrecruiters/sandbox.ts'
import type { TestDatabase } from '../database.ts'
import {
  createSmartRecruitersWorld,
  files,
  notes,
  type SmartRecruitersWorld,
  STEP,
} from '../references-smartrecruiters.ts'
import { type ArrivalAts, type ArrivalNow, TAGGED } from './arrival-ats.ts'
import { type ArrivalRules, OTHER_OWNER, worldOptions } from './arrival-story.ts'

type Application = SmartRecruitersWorld['smartRecruiters']['state'] extends {
  applications: ReadonlyMap<string, infer T>
}
  ? T
  : never

/** As the field's choices are written. */
const choices = { engineering: 'engineering', sales: 'Sales ' } as const

export async function smartRecruitersArrivals(
  database: TestDatabase,
  id: string,
  {
    clock,
    rules,
    ...quirks
  }: { readonly clock: SandboxClock; readonly rules: ArrivalRules } & SmartRecruitersSandboxOptions,
): Promise<ArrivalAts> {
  const world = await createSmartRecruitersWorld({
    ...worldOptions({ database, id, clock, rules }),
    ...{ smartRecruiters: { clock, ...quirks }, mapping: TAGGED },
  })
  const { smartRecruiters: ats, fieldId, rita } = world
  ats.addUser({ firstName: 'Omar', lastName: 'Other', email: OTHER_OWNER })
  const seller = ats.addJob({ title: 'Seller', team: [{ userId: rita, role: 'RECRUITER' }] }).id
  ats.setJobField(seller, fieldId, choices.sales)
  const jobs = [world.jobId, seller]
  const users = new Map([...ats.state.users.values()].map((user) => [user.email, user.id]))
  const partsOf = (application: string) => application.split(':') as [string, string]
  const steps = { place: STEP, before: { status: 'NEW' }, after: { status: 'OFFERED' } } as const
  return {
    ...{
      world,
      vendor: 'smartrecruiters',
      server: ats.server,
      trigger: 'step Crosschq',
      takesHires: false,
      needsHooks: true,
    },
    allowed: [
      'POST /messages/shares',
      'POST /candidates/{id}/attachments',
      'POST /candidates/{id}/jobs/{id}/attachments',
    ],
    apply: (email, job) => void ats.apply(ats.addCandidate({ email }).id, jobs[job]!),
    applyAgain(application) {
      const [candidateId, jobId] = partsOf(application)
      ats.apply(candidateId, jobs.find((job) => job !== jobId)!)
    },
    move(application, to) {
      const [candidateId, jobId] = partsOf(application)
      if (nowOf(world, applicationAt(world, candidateId, jobId)).standing === 'active')
        ats.move(candidateId, jobId, steps[to])
    },
    reject: (application) => void ats.reject(...partsOf(application)),
    hire: (application) => void ats.hire(...partsOf(application)),
    takeBack(application) {
      const [candidateId, jobId] = partsOf(application)
      if (nowOf(world, applicationAt(world, candidateId, jobId)).standing !== 'active')
        ats.move(candidateId, jobId, STEP)
    },
    setEmail(application, email) {
      const candidate = ats.state.candidates.get(partsOf(application)[0])!
      ats.state.candidates.set(candidate.id, { ...candidate, email, updatedAt: clock.now() })
    },
    setTag: (job, tag) => void ats.setJobField(jobs[job]!, fieldId, tag && choices[tag]),
    setOwner: (job, email) =>
      void ats.setTeam(jobs[job]!, email ? [{ userId: users.get(email)!, role: 'RECRUITER' }] : []),
    now: () => {
      const all = [...ats.state.applications.values()]
      return new Map(all.map((one) => [`${one.candidateId}:${one.jobId}`, nowOf(world, one)]))
    },
    shown(request, application) {
      const [candidateId] = partsOf(application)
      const ending = ` ${request.replaceAll('-', '').slice(0, 8)}.pdf`
      return {
        links: notes(world, candidateId).filter((note) => note.includes(request)).length,
        files: files(world).filter((file) => file.candidateId === candidateId && file.name.endsWith(ending)).length,
        takesFile: true,
      }
    },
    others: () => {
      const { applications, candidates, jobs: all, jobFields, users: everybody, processes } = ats.state
      const kept: ReadonlyMap<string, object>[] = [applications, candidates, all, jobFields, everybody, processes]
      return JSON.stringify(kept.map((one) => [...one.values()]))
    },
  }
}

function applicationAt({ smartRecruiters }: SmartRecruitersWorld, candidateId: string, jobId: string): Application {
  const all = [...smartRecruiters.state.applications.values()]
  return all.find((one) => one.candidateId === candidateId && one.jobId === jobId)!
}

function nowOf({ smartRecruiters: { state }, fieldId }: SmartRecruitersWorld, one: Application): ArrivalNow {
  const { status, history, jobId, candidateId } = one
  const isAt = (place: { readonly status: string; readonly step?: string } | undefined) =>
    place?.status === STEP.status && place.step === STEP.step
  const arrivals = history.filter((each, at) => isAt(each) && !isAt(history[at - 1])).map(({ at }) => at)
  const job = state.jobs.get(jobId)!
  const value = state.jobFields.get(fieldId)!.values.find(({ id }) => id === job.fields[fieldId])
  const recruiter = job.team.find(({ role }) => role === 'RECRUITER')
  return {
    standing: status === 'HIRED' ? 'hired' : status === 'REJECTED' ? 'rejected' : 'active',
    isInPlace: isAt(one),
    arrivedAt: isAt(one) ? arrivals.at(-1) : undefined,
    arrivals: new Set(arrivals),
    email: state.candidates.get(candidateId)!.email,
    tag: value?.label.trim().toLowerCase(),
    owner: recruiter && state.users.get(recruiter.userId)!.email,
  }
}
