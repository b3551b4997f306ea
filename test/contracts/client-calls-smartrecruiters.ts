import type { LoggedCall } from '../../src/sandbox/server.ts'
import {
  createSmartRecruiters,
  type SmartRecruiters,
  type SmartRecruitersOptions,
} from '../../src/systems/smartrecruiters/client.ts'
import { createTokenClient, grantPageUrl, type TokenClient } from '../../src/systems/smartrecruiters/oauth.ts'
import { startReceiver } from '../../src/systems/smartrecruiters/sandbox/testing.ts'
import {
  SANDBOX_REDIRECT_URI,
  type SmartRecruitersSandbox,
  type SmartRecruitersSandboxOptions,
  startSmartRecruitersSandbox,
} from '../../src/systems/smartrecruiters/sandbox.ts'
import { USEFUL_EVENTS } from '../../src/systems/smartrecruiters/subscriptions.ts'
import { rememberedTokens } from '../../src/systems/smartrecruiters/tokens.ts'
import { drain, NOBODY } from './listing.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'
const SOURCE = { typeId: 'PARTNER', id: 'crosschq' }
const REPORT = { name: 'report.pdf', contentType: 'application/pdf', bytes: Buffer.from('%PDF-1.7') }

interface World {
  readonly sandbox: SmartRecruitersSandbox
  /** An address that answers handshakes. */
  readonly callbackUrl: string
}

/** Every method of the client with everything it can be given; a method that is missing here does not compile. */
const smartRecruitersCalls = {
  applications: async (client, { sandbox }) => {
    const candidateId = applicant(sandbox).candidateId
    sandbox.apply(candidateId, sandbox.addJob().id)
    await drain(client.applications())
    return drain(client.applications(LONG_AGO))
  },
  application: async (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    sandbox.reject(candidateId, jobId)
    return [await client.application(candidateId, jobId), await client.application(candidateId, NOBODY)]
  },
  statusHistory: (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    sandbox.move(candidateId, jobId, { status: 'IN_REVIEW', step: 'Crosschq' })
    return client.statusHistory(candidateId, jobId)
  },
  candidate: async (client, { sandbox }) => [
    await client.candidate(applicant(sandbox).candidateId),
    await client.candidate(NOBODY),
  ],
  candidates: async (client) => {
    await drain(client.candidates())
    return drain(client.candidates(LONG_AGO))
  },
  candidatesWithEmail: (client) => client.candidatesWithEmail(' Candidate-1@people.example'),
  createCandidate: async (client, { sandbox }) => {
    const person = { firstName: 'Cy', lastName: 'Prospect', email: 'cy@people.example', tags: ['cook'], source: SOURCE }
    const more = { phone: '+15550100000', linkedin: 'https://linkedin.example/in/cy' }
    await client.createCandidate({ ...person, ...more }, sandbox.addJob().id)
    return client.createCandidate({ ...person, lastName: 'Bare', tags: [] })
  },
  addTags: (client, { sandbox }) => client.addTags(applicant(sandbox).candidateId, ['checked', 'sales']),
  setSource: (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    return client.setSource(candidateId, jobId, SOURCE)
  },
  jobs: async (client) => {
    await drain(client.jobs())
    return drain(client.jobs(LONG_AGO))
  },
  job: async (client, { sandbox }) => {
    const { id } = sandbox.addJob()
    sandbox.setJobField(id, sandbox.addJobField('Crosschq tag').id, 'sales')
    sandbox.setJobField(id, sandbox.addJobField('Level', ['Senior']).id, 'Senior')
    return [await client.job(id), await client.job(NOBODY)]
  },
  hiringTeam: (client, { sandbox }) => {
    const team = [{ userId: sandbox.adminId, role: 'RECRUITER' }] as const
    return client.hiringTeam(sandbox.addJob({ team }).id)
  },
  user: async (client, { sandbox }) => [await client.user(sandbox.adminId), await client.user(NOBODY)],
  users: (client) => client.users(),
  me: (client) => client.me(),
  company: (client) => client.company(),
  jobFields: (client) => client.jobFields(),
  hiringProcesses: (client) => client.hiringProcesses(),
  sourceTypes: (client) => client.sourceTypes(),
  source: async (client) => [
    await client.source(SOURCE.typeId, SOURCE.id),
    await client.source(SOURCE.typeId, 'nothing'),
  ],
  attachments: (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    return client.attachments(candidateId, jobId)
  },
  attachFile: async (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    await client.attachFile({ candidateId, jobId, ...REPORT })
    return client.attachments(candidateId, jobId)
  },
  notes: (client, { sandbox }) => client.notes(applicant(sandbox).candidateId),
  createNote: async (client, { sandbox }) => {
    const { candidateId, jobId } = applicant(sandbox)
    await client.createNote({ candidateId, text: 'Done @[USER:1]' })
    await client.createNote({ candidateId, text: 'Done', hiringTeamOf: jobId })
    return client.notes(candidateId)
  },
  subscriptions: async (client, world) => {
    await subscribe(client, world)
    return client.subscriptions()
  },
  subscribe: (client, { callbackUrl }) =>
    client.subscribe({ callbackUrl, events: USEFUL_EVENTS, alertingEmailAddress: 'ops@acme.example' }),
  createSecretKey: async (client, world) => client.createSecretKey(await subscribe(client, world)),
  secretKey: async (client, world) => {
    const id = await subscribe(client, world)
    const none = await client.secretKey(id)
    await client.createSecretKey(id)
    return [none, await client.secretKey(id)]
  },
  activate: async (client, world) => client.activate(await subscribe(client, world)),
} satisfies Record<Exclude<keyof SmartRecruiters, 'close'>, (client: SmartRecruiters, world: World) => Promise<unknown>>

/** Of the app that people allow access, and of a credential of the company's own. */
const tokenCalls = {
  exchangeCode: async ({ app }, sandbox) => app.exchangeCode(codeOf(sandbox)),
  refresh: async ({ app }, sandbox) => app.refresh((await app.exchangeCode(codeOf(sandbox))).refreshToken),
  clientCredentials: ({ credential }) => credential.clientCredentials(),
} satisfies Record<
  Exclude<keyof TokenClient, 'close'>,
  (of: { readonly app: TokenClient; readonly credential: TokenClient }, sandbox: SmartRecruitersSandbox) => unknown
>

/** The other answer to what SmartRecruiters' pages leave open. */
export const OTHER_ANSWERS = {
  ...{ freeText: 'text', knownCandidate: 'second', primaryJob: 'first', lastPageId: undefined },
  ...{ subscriptionsAs: 'content', messagesAs: 'array' },
} as const satisfies SmartRecruitersSandboxOptions

/** With a key; then with tokens, of which the first is refused. */
export async function callSmartRecruiters(
  afterwards: (sandbox: SmartRecruitersSandbox) => Promise<void> = async () => {},
): Promise<readonly LoggedCall[]> {
  const byKey: AuthFor = (sandbox) => ({ type: 'apiKey', key: () => sandbox.apiKey })
  const byToken: AuthFor = (_, { credential }) => ({
    type: 'tokens',
    tokens: rememberedTokens(() => credential.clientCredentials()),
  })
  return [...(await callWith({}, byKey, afterwards)), ...(await callWith(OTHER_ANSWERS, byToken, async () => {}))]
}

type TokenClients = { readonly app: TokenClient; readonly credential: TokenClient }
type AuthFor = (sandbox: SmartRecruitersSandbox, clients: TokenClients) => SmartRecruitersOptions['auth']

async function callWith(
  options: SmartRecruitersSandboxOptions,
  authFor: AuthFor,
  afterwards: (sandbox: SmartRecruitersSandbox) => Promise<void>,
): Promise<readonly LoggedCall[]> {
  await using receiver = await startReceiver()
  await using sandbox = await startSmartRecruitersSandbox({ limits: undefined, ...options })
  addSource(sandbox)
  for (let count = 0; count < 101; count += 1) applicant(sandbox)
  const clients = { app: tokenClient(sandbox, 'app'), credential: tokenClient(sandbox, 'credential') }
  const rate = { perSecond: 10_000, inFlight: 8 }
  const client = createSmartRecruiters({ baseUrl: sandbox.url, auth: authFor(sandbox, clients), rate })
  for (const call of Object.values(smartRecruitersCalls)) await call(client, { sandbox, callbackUrl: receiver.url })
  for (const call of Object.values(tokenCalls)) await call(clients, sandbox)
  sandbox.expireAccessTokens()
  await client.company()
  for (const each of [client, clients.app, clients.credential]) each.close()
  const calls = [...sandbox.server.calls]
  await afterwards(sandbox)
  return calls
}

export function addSource(sandbox: SmartRecruitersSandbox): void {
  sandbox.addSourceType({ id: SOURCE.typeId, sources: [{ id: SOURCE.id, label: 'Crosschq' }] })
}

/** Of somebody who clicked Allow Access. */
export function codeOf(sandbox: SmartRecruitersSandbox): string {
  const page = { baseUrl: sandbox.url, clientId: sandbox.app.clientId, redirectUri: SANDBOX_REDIRECT_URI, state: 's' }
  return new URL(sandbox.allowAccess(grantPageUrl(page))).searchParams.get('code') ?? ''
}

function tokenClient(sandbox: SmartRecruitersSandbox, which: 'app' | 'credential'): TokenClient {
  const { clientId, clientSecret } = sandbox[which]
  return createTokenClient({ baseUrl: sandbox.url, clientId, clientSecret: () => clientSecret })
}

async function subscribe(client: SmartRecruiters, { callbackUrl }: World): Promise<string> {
  return (await client.subscribe({ callbackUrl, events: ['application.created'] })).id
}

function applicant(sandbox: SmartRecruitersSandbox) {
  return sandbox.apply(sandbox.addCandidate({ phone: '+15550100000' }).id, sandbox.addJob().id)
}
