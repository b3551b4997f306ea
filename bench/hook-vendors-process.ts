import { startAshbySandbox } from '../src/systems/ashby/sandbox.ts'
import { startCrosschqSandbox } from '../src/systems/crosschq/sandbox.ts'
import { startLeverSandbox } from '../src/systems/lever/sandbox.ts'
import { startSmartRecruitersSandbox } from '../src/systems/smartrecruiters/sandbox.ts'
import { answerParent } from './process.ts'
import { vendorBase } from './vendor-calls.ts'

export type HookVendors = Awaited<ReturnType<typeof startVendors>>

/** Three hiring systems with people in them, and Crosschq; SmartRecruiters keeps to its own limits and is empty at first. */
async function startVendors(applications: number) {
  const crosschq = await startCrosschqSandbox()
  const ashby = await startAshbySandbox()
  const lever = await startLeverSandbox({ rate: 'none' })
  // What it tells by itself would stand between the deliveries that are measured.
  const smartRecruiters = await startSmartRecruitersSandbox({ callbacks: { drop: true } })
  const { id: jobId } = ashby.addJob({ title: 'Engineer' })
  const { id: postingId } = lever.addPosting({ text: 'Engineer' })
  smartRecruiters.addJobField('Crosschq tag', ['engineering'])
  const { id: smartJobId } = smartRecruiters.addJob({ title: 'Engineer' })
  const people = Array.from({ length: applications }, (_, at) => ({
    name: `Candidate ${at}`,
    email: `candidate-${at}@example.com`,
  }))
  const ids = {
    ashby: people.map((person) => ashby.addCandidateWithApplication({ ...person, jobId }).application.id),
    lever: people.map((person) => lever.apply(postingId, person).id),
  }
  return {
    ...vendorBase([crosschq.server, ashby.server, lever.server, smartRecruiters.server]),
    addresses: () => ({
      ...{ crosschq: crosschq.url, token: crosschq.token, ashby: ashby.url },
      ...{ lever: lever.url, leverKey: lever.key },
      ...{ smartRecruiters: smartRecruiters.url, smartKey: smartRecruiters.apiKey },
    }),
    applications: () => ids,
    /** People who stand in the step, and the job they applied for. */
    fillSmartRecruiters(count: number) {
      const candidateIds = Array.from({ length: count }, () => smartRecruiters.addCandidate().id)
      for (const id of candidateIds) smartRecruiters.apply(id, smartJobId)
      return { jobId: smartJobId, candidateIds }
    },
    /** With which SmartRecruiters signs from now on. */
    hookKey: () => [...smartRecruiters.state.subscriptions.values()][0]?.keys.at(-1)?.key,
    async close() {
      for (const sandbox of [crosschq, ashby, lever, smartRecruiters]) await sandbox.close()
    },
  }
}

await answerParent(await startVendors(Number(process.argv[2])))
