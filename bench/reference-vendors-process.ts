import { startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { SANDBOX_REQUESTOR, startCrosschqSandbox } from '../src/systems/crosschq/sandbox.ts'
import { answerParent } from './process.ts'
import { vendorBase } from './vendor-calls.ts'

export type ReferenceVendors = Awaited<ReturnType<typeof startVendors>>

/** Crosschq, and Ashby with applications to a job whose recruiter Crosschq knows. */
async function startVendors(applications: number, hasRequestList: boolean) {
  const ashby = await startAshbySandbox()
  const crosschq = await startCrosschqSandbox({ hasRequestList })
  const { id: jobId } = ashby.addJob({ title: 'Engineer' })
  const recruiter = ashby.addUser({ firstName: 'Rita', lastName: 'Recruiter', email: SANDBOX_REQUESTOR })
  ashby.setHiringTeam(jobId, [{ userId: recruiter.id, role: 'Recruiter' }])
  const waiting: string[] = []
  for (let at = 0; at < applications; at++) {
    const person = { name: `Candidate ${at}`, email: `candidate-${at}@example.com` }
    waiting.push(ashby.addCandidateWithApplication({ ...person, jobId }).application.id)
  }
  let tile: ReturnType<typeof ashby.partner> | undefined
  const next = () => {
    const id = waiting.shift()
    if (!id) throw new Error('every application was used')
    return id
  }
  return {
    ...vendorBase([crosschq.server, ashby.server]),
    addresses: () => ({ crosschq: crosschq.url, token: crosschq.token, ashby: ashby.url }),
    /** Moves the next application to the stage that asks for references. */
    move: () => void ashby.moveToStage(next(), 'Interview'),
    /** The customer's tile in Ashby, and where it calls. */
    setUpTile(baseUrl: string, key: string) {
      tile = ashby.partner({ baseUrl, key })
    },
    /** Somebody presses Start for the next application: how it was answered, and after how many milliseconds. */
    async start() {
      const startedAt = performance.now()
      const { status } = await tile!.startAssessment({ applicationId: next(), assessmentTypeId: 'engineering' })
      return { status, ms: performance.now() - startedAt }
    },
    requests: () => crosschq.state.requests.size,
    async close() {
      await crosschq.close()
      await ashby.close()
    },
  }
}

const [applications, hasRequestList] = process.argv.slice(2) as [string, string]
await answerParent(await startVendors(Number(applications), hasRequestList === 'true'))
