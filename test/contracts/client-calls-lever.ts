import type { LoggedCall } from '../../src/sandbox/server.ts'
import { createLever, type Lever } from '../../src/systems/lever/client.ts'
import { type LeverSandbox, type LeverSandboxOptions, startLeverSandbox } from '../../src/systems/lever/sandbox.ts'
import { drain, NOBODY } from './listing.ts'

export const LONG_AGO = '2020-01-01T00:00:00.000Z'
const REPORT = { name: 'report.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') }

/** Every method of the client with everything it can be given; a method that is missing here does not compile. */
const leverCalls = {
  applications: async (lever, sandbox) => {
    await drain(lever.applications())
    const [reason = ''] = sandbox.state.reasons.keys()
    const since = { createdSince: LONG_AGO, updatedSince: LONG_AGO, advancedSince: LONG_AGO, archivedSince: LONG_AGO }
    const where = { stageId: 'lead-new', jobId: sandbox.addPosting().id, archiveReasonIds: [reason, NOBODY] }
    await drain(lever.applications({ ...since, ...where, isArchived: true }))
    return drain(lever.applications({ isArchived: false }))
  },
  applicationsSince: (lever) => drain(lever.applicationsSince(LONG_AGO)),
  application: async (lever, sandbox) => [
    await lever.application(applicant(sandbox)),
    await lever.application(sandbox.addLead().id),
    await lever.application(NOBODY),
  ],
  applicationsOf: (lever, sandbox) => {
    sandbox.addLead({ email: 'ada@people.example' })
    return lever.applicationsOf(' Ada@People.example')
  },
  deletedApplications: async (lever, sandbox) => {
    sandbox.deleteOpportunity(applicant(sandbox), sandbox.userId)
    await drain(lever.deletedApplications())
    return drain(lever.deletedApplications(LONG_AGO))
  },
  candidate: async (lever, sandbox) => [
    await lever.candidate(sandbox.addLead({ email: 'bo@people.example' }).contactId),
    await lever.candidate(NOBODY),
  ],
  jobs: async (lever) => {
    await drain(lever.jobs())
    return drain(lever.jobs(LONG_AGO))
  },
  job: async (lever, sandbox) => [await lever.job(sandbox.addPosting().id), await lever.job(NOBODY)],
  stages: (lever) => lever.stages(),
  stage: async (lever) => [await lever.stage('lead-new'), await lever.stage(NOBODY)],
  archiveReasons: (lever) => lever.archiveReasons(),
  users: (lever) => drain(lever.users()),
  user: async (lever, sandbox) => [await lever.user(sandbox.userId), await lever.user(NOBODY)],
  userByEmail: (lever, sandbox) => {
    sandbox.addUser({ email: 'Mo@acme.example' })
    return lever.userByEmail('Mo@acme.example')
  },
  checkKey: (lever) => lever.checkKey(),
  seesConfidential: (lever) => lever.seesConfidential(),
  addLinks: (lever, sandbox) => lever.addLinks(applicant(sandbox), ['https://crosschq.example/report/1']),
  addTags: (lever, sandbox) => lever.addTags(applicant(sandbox), ['Checked', 'Sales']),
  addSources: (lever, sandbox) => lever.addSources(applicant(sandbox), ['Crosschq']),
  archive: async (lever, sandbox) => {
    for (const reason of sandbox.state.reasons.keys()) await lever.archive(applicant(sandbox), reason)
  },
  createProspect: async (lever, sandbox) => {
    const person = { name: 'Cy Prospect', email: 'cy@people.example', phone: '+15550100000', headline: 'Cook' }
    const jobId = sandbox.addPosting().id
    const more = { links: ['https://people.example/cy'], tags: ['cook'], jobId, ownerId: sandbox.userId }
    for (const sources of [['Crosschq'], ['Crosschq', 'Again']])
      await lever.createProspect({ ...person, ...more, sources })
    return lever.createProspect({ name: 'Bare', sources: ['Crosschq'] })
  },
  notes: async (lever, sandbox) => {
    const applicationId = applicant(sandbox)
    await lever.createNote({ applicationId, text: 'Done' })
    return lever.notes(applicationId)
  },
  createNote: (lever, sandbox) =>
    lever.createNote({ applicationId: applicant(sandbox), text: 'Done', notifyFollowers: true }),
  files: async (lever, sandbox) => {
    const applicationId = applicant(sandbox)
    await lever.attachFile({ applicationId, ...REPORT })
    return lever.files(applicationId)
  },
  attachFile: (lever, sandbox) => lever.attachFile({ applicationId: applicant(sandbox), ...REPORT }),
  webhooks: (lever) => lever.webhooks(),
  createWebhook: async (lever) => {
    const url = 'http://127.0.0.1:1/hooks/lever?token=secret'
    for (const event of EVENTS) await lever.createWebhook({ event, url })
  },
} satisfies Record<Exclude<keyof Lever, 'close'>, (lever: Lever, sandbox: LeverSandbox) => Promise<unknown>>

const EVENTS = [
  ...(['candidateStageChange', 'candidateHired', 'candidateArchiveChange', 'applicationCreated'] as const),
]

/** The other answer to what Lever's documents leave open. */
export const OTHER_ANSWERS = {
  ...{ updatedAt: 'never', lastPage: 'bare', writeAnswer: 'empty', writeStatus: 201, noteAnswer: 'noteId' },
  ...{ fileList: 'bare', fileNumbers: 'text', fileStatus: 200, webhookWraps: 2, hiddenRecord: 403 },
} as const satisfies LeverSandboxOptions

/** In the name of a user and with confidential records; then by the key alone where that is possible. */
export async function callLever(
  afterwards: (sandbox: LeverSandbox) => Promise<void> = async () => {},
): Promise<readonly LoggedCall[]> {
  return [...(await callWith({}, true, afterwards)), ...(await callWith(OTHER_ANSWERS, false, async () => {}))]
}

async function callWith(
  options: LeverSandboxOptions,
  includeConfidential: boolean,
  afterwards: (sandbox: LeverSandbox) => Promise<void>,
): Promise<readonly LoggedCall[]> {
  await using sandbox = await startLeverSandbox({ rate: 'none', ...options })
  const confidentiality = includeConfidential ? 'confidential' : 'non-confidential'
  for (let count = 0; count < 101; count += 1) sandbox.apply(sandbox.addPosting({ confidentiality }).id)
  const common = { baseUrl: sandbox.url, apiKey: () => sandbox.key, rate: { perSecond: 10_000, inFlight: 8 } }
  const lever = createLever({ ...common, performAs: () => sandbox.userId, includeConfidential })
  for (const call of Object.values(leverCalls)) await call(lever, sandbox)
  lever.close()
  const nameless = createLever(common)
  await nameless.addTags(applicant(sandbox), ['Checked'])
  await nameless.createNote({ applicationId: applicant(sandbox), text: 'Done' })
  nameless.close()
  const calls = [...sandbox.server.calls]
  await afterwards(sandbox)
  return calls
}

function applicant(sandbox: LeverSandbox): string {
  return sandbox.apply(sandbox.addPosting({ hiringManager: sandbox.userId }).id, { email: 'ida@people.example' }).id
}
