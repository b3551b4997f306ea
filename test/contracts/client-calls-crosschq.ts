import type { LoggedCall } from '../../src/sandbox/server.ts'
import { type Crosschq, createCrosschq } from '../../src/systems/crosschq/client.ts'
import type { Listed } from '../../src/systems/crosschq/listing.ts'
import type { NewReferenceRequest } from '../../src/systems/crosschq/new-request.ts'
import {
  type CrosschqSandbox,
  type CrosschqSandboxOptions,
  SANDBOX_REQUESTOR,
  startCrosschqSandbox,
} from '../../src/systems/crosschq/sandbox.ts'
import { drain, NOBODY } from './listing.ts'

const LONG_AGO = '2020-01-01T00:00:00.000Z'

const PLAIN: NewReferenceRequest = {
  candidate: { firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example' },
  survey: 'software-engineer',
  requestor: SANDBOX_REQUESTOR,
  references: { managers: 1, peers: 1 },
  position: 'Engineer',
}
const FULL: NewReferenceRequest = {
  ...PLAIN,
  candidate: { ...PLAIN.candidate, phone: '+15550100000' },
  references: { managers: 2, employees: 1, peers: 1, business: 1, social: 1 },
  message: 'Welcome',
  hiringManager: { firstName: 'Grace', lastName: 'Hop', email: 'grace@acme.example' },
}

/** Every method of the client with everything it can be given; a method that is missing here does not compile. */
const crosschqCalls = {
  config: (crosschq) => crosschq.config(),
  surveys: (crosschq) => crosschq.surveys(),
  createRequest: async (crosschq) => {
    await crosschq.createRequest(FULL)
    return crosschq.createRequest(PLAIN)
  },
  request: async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(PLAIN)
    sandbox.complete(id, { score: 4.5 })
    return [await crosschq.request(id), await crosschq.request(NOBODY)]
  },
  requestsSince: (crosschq) => twice((since) => crosschq.requestsSince(since)),
  cancel: async (crosschq) => {
    const { id } = await crosschq.createRequest(PLAIN)
    for (const reason of ['Rejected', 'Rejected again']) await crosschq.cancel(id, reason)
  },
  setHiringStatus: async (crosschq) => {
    const { id } = await crosschq.createRequest(PLAIN)
    for (const status of ['hired', 'rejected', 'pending'] as const) await crosschq.setHiringStatus(id, status)
  },
  prospects: async (crosschq, sandbox) => {
    for (let count = 0; count < 101; count += 1) sandbox.addProspect({ company: 'Acme' })
    return twice((after) => crosschq.prospects(after))
  },
  download: async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(PLAIN)
    sandbox.complete(id)
    const { fullPdf = '', summaryPdf = '' } = (await crosschq.request(id)) ?? {}
    return [await crosschq.download(fullPdf), await crosschq.download(summaryPdf)]
  },
} satisfies Record<Exclude<keyof Crosschq, 'close'>, (crosschq: Crosschq, sandbox: CrosschqSandbox) => Promise<unknown>>

/** The second time with an account that has only what is documented or was seen in use. */
export async function callCrosschq(
  afterwards: (sandbox: CrosschqSandbox) => Promise<void> = async () => {},
): Promise<readonly LoggedCall[]> {
  return [...(await callWith({}, afterwards)), ...(await callWith(BARE, async () => {}))]
}

export const BARE = {
  ...{ hasRequestList: false, hasCancel: false, hasHiringStatus: false, hasTemplates: false, hasProspects: false },
  ...{ hasScore: false, createdStatus: 200, errorsAs: 'list' },
} as const satisfies CrosschqSandboxOptions

async function callWith(
  options: CrosschqSandboxOptions,
  afterwards: (sandbox: CrosschqSandbox) => Promise<void>,
): Promise<readonly LoggedCall[]> {
  await using sandbox = await startCrosschqSandbox(options)
  const rate = { perSecond: 1000, inFlight: 8 }
  const crosschq = createCrosschq({ baseUrl: sandbox.url, token: () => sandbox.token, rate })
  for (const call of Object.values(crosschqCalls)) await call(crosschq, sandbox)
  sandbox.server.faults.add({ match: '/api/v2/', times: 1, fault: { type: 'status', status: 404, body: NOT_FOUND } })
  await crosschq.surveys()
  crosschq.close()
  const calls = [...sandbox.server.calls]
  await afterwards(sandbox)
  return calls
}

const NOT_FOUND = { detail: 'Not found.' }

/** Everything, then only what is new. */
async function twice<T>(list: (since?: string) => Promise<Listed<T>>): Promise<void> {
  for (const since of [undefined, LONG_AGO]) {
    const listed = await list(since)
    if (listed !== 'unsupported') await drain(listed)
  }
}
