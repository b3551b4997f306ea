import { startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { startWilloSandbox } from '../src/systems/willo/sandbox.ts'
import { answerParent } from './process.ts'
import { vendorBase } from './vendor-calls.ts'

export type InterviewVendors = Awaited<ReturnType<typeof startVendors>>

const jobCount = 20
/** One in so many applications waits in the stage that invites, since long before anybody set a trigger up. */
const oneInStage = 10

/** Willo, and Ashby with applications to its jobs; each job's stage "Interview" is to invite. */
async function startVendors(applications: number, pageSize: number) {
  const ashby = await startAshbySandbox({ pageSize })
  const willo = await startWilloSandbox()
  const interview = willo.addInterview({ title: 'First interview' }).key
  const jobs = Array.from({ length: jobCount }, (_, at) => ashby.addJob({ title: `Engineer ${at}` }))
  const waiting: string[] = []
  for (let at = 0; at < applications; at++) {
    const isInStage = at % oneInStage === 0
    const { application } = ashby.addCandidateWithApplication({
      ...{ name: `Candidate ${at}`, email: `candidate-${at}@example.com`, jobId: jobs[at % jobCount]!.id },
      ...(isInStage && { stage: 'Interview' }),
    })
    if (!isInStage) waiting.push(application.id)
  }
  return {
    ...vendorBase([willo.server, ashby.server]),
    addresses: () => ({ willo: willo.url, willoKey: willo.key, ashby: ashby.url }),
    interview: () => interview,
    jobTitles: () => jobs.map(({ title }) => title),
    /** Moves the next application to the stage that invites, and says which and when. */
    move() {
      const id = waiting.shift()
      if (!id) throw new Error('everybody was moved')
      ashby.moveToStage(id, 'Interview')
      return { id, at: Date.now() }
    },
    /** Invitations that went out. */
    invited: () => willo.state.invitations.length,
    async close() {
      await willo.close()
      await ashby.close()
    },
  }
}

const [applications, pageSize] = process.argv.slice(2).map(Number) as [number, number]
await answerParent(await startVendors(applications, pageSize))
