import type { LoggedCall } from '../../src/sandbox/server.ts'
import { type Ashby, createAshby } from '../../src/systems/ashby/client.ts'
import { KEY } from '../../src/systems/ashby/sandbox/testing.ts'
import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { startAshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { type ChartHop, createChartHop } from '../../src/systems/charthop/client.ts'
import { type ChartHopSandbox, startChartHopSandbox } from '../../src/systems/charthop/sandbox.ts'
import { ashbyHostCalls } from './ashby-host-calls.ts'
import { drain, NOBODY, twice } from './listing.ts'

const rate = { perSecond: 1000, inFlight: 8 }
const noWait = async () => {}

/** Every method of the client with everything it can be given; a method that is missing here does not compile. */
const ashbyCalls = {
  openings: (ashby) => twice((since) => ashby.openings(since)),
  opening: async (ashby) => [await ashby.opening((await create(ashby)).id), await ashby.opening(NOBODY)],
  searchOpenings: (ashby) => ashby.searchOpenings('JOB-1'),
  createOpening: (ashby, sandbox) =>
    ashby.createOpening({
      ...{ identifier: 'JOB-2', openingState: 'Draft', isBackfill: true, employmentType: 'Intern', description: 'D' },
      ...{ teamId: sandbox.addDepartment({ name: 'R&D' }).id, locationIds: [place(sandbox)], jobIds: [] },
      ...{ targetHireDate: null, targetStartDate: '2027-01-01' },
    }),
  updateOpening: async (ashby) => {
    const { id } = await create(ashby)
    const nothing = { identifier: null, description: null, teamId: null, targetHireDate: null, targetStartDate: null }
    return ashby.updateOpening(id, { isBackfill: false, employmentType: '', ...nothing })
  },
  setOpeningState: async (ashby, sandbox) => {
    const { id } = await create(ashby)
    for (const state of ['Draft', 'Approved', 'Open'] as const) await ashby.setOpeningState(id, state)
    return ashby.setOpeningState(id, 'Closed', [...sandbox.state.closeReasons.all()][0]!.id)
  },
  addLocation: async (ashby, sandbox) => ashby.addLocation((await create(ashby)).id, place(sandbox)),
  removeLocation: async (ashby, sandbox) => {
    const [{ id }, locationId] = [await create(ashby), place(sandbox)]
    await ashby.addLocation(id, locationId)
    return ashby.removeLocation(id, locationId)
  },
  customFields: (ashby) => twice((since) => ashby.customFields(since)),
  createField: async (ashby) => {
    for (const fieldType of FIELD_TYPES)
      await ashby.createField({ title: fieldType, fieldType, ...optionsFor(fieldType) })
    return ashby.createField({ title: 'Day', fieldType: 'Date', isDateOnly: true, description: 'D' })
  },
  updateOptions: async (ashby) => {
    const { id, options } = await ashby.createField({ title: 'Choice', fieldType: 'ValueSelect', ...OPTIONS })
    return ashby.updateOptions(id, [...options, { value: 'b', label: 'B', isArchived: true }])
  },
  setValues: async (ashby) => {
    const { id } = await create(ashby)
    const { id: fieldId } = await ashby.createField({ title: 'Pay', fieldType: 'Currency' })
    await ashby.setValues(id, [{ fieldId, fieldValue: { value: 1, currencyCode: 'EUR' } }])
    return ashby.setValues(id, [{ fieldId, fieldValue: null }])
  },
  applications: (ashby) => twice((since) => ashby.applications(since)),
  application: (ashby, sandbox) => ashby.application(candidacy(sandbox).application.id),
  offers: (ashby) => twice((since) => ashby.offers(since)),
  offersOf: (ashby, sandbox) => {
    const applicationId = candidacy(sandbox).application.id
    sandbox.makeOffer({ applicationId, startDate: '2027-01-01' })
    return ashby.offersOf(applicationId)
  },
  candidate: (ashby, sandbox) => ashby.candidate(candidacy(sandbox).candidate.id),
  departments: (ashby) => drain(ashby.departments()),
  locations: (ashby) => drain(ashby.locations()),
  keyScopes: (ashby) => ashby.keyScopes(),
  createWebhook: async (ashby) => [await createWebhook(ashby), await createWebhook(ashby)],
  webhook: async (ashby) => [await ashby.webhook((await register(ashby)).id), await ashby.webhook(NOBODY)],
  updateWebhook: async (ashby) => {
    const { id } = await register(ashby)
    await ashby.updateWebhook(id, { enabled: false })
    return ashby.updateWebhook(id, { url: 'http://127.0.0.1:1/other', secret: 't', enabled: true })
  },
  ...ashbyHostCalls,
} satisfies Record<Exclude<keyof Ashby, 'close'>, (ashby: Ashby, sandbox: AshbySandbox) => Promise<unknown>>

export async function callAshby(
  afterwards: (sandbox: AshbySandbox) => Promise<void> = noWait,
): Promise<readonly LoggedCall[]> {
  await using sandbox = await startAshbySandbox({ pageSize: 2, updateTakesNull: true, assessmentTimestamps: 'any' })
  const ashby = createAshby({ baseUrl: sandbox.url, apiKey: () => KEY, rate })
  for (const call of Object.values(ashbyCalls)) await call(ashby, sandbox)
  ashby.close()
  const calls = [...sandbox.server.calls]
  await afterwards(sandbox)
  return calls
}

const CODES = ['budget', 'level']
const TODAY = new Date().toISOString().slice(0, 10)

const charthopCalls = {
  jobs: (charthop) => drain(charthop.jobs(CODES)),
  job: async (charthop, sandbox) => [
    await charthop.job(sandbox.addJob().id, CODES),
    await charthop.job('0'.repeat(24), []),
    await charthop.job('nobody', []),
  ],
  customFields: (charthop) => drain(charthop.customFields()),
  builtInFields: (charthop) => charthop.builtInFields(),
  people: (charthop) => drain(charthop.people()),
  person: (charthop, sandbox) => charthop.person(sandbox.addPerson({ last: 'One' }).id, ['shirt']),
  placements: async (charthop, sandbox) => {
    const { id } = sandbox.addJob()
    sandbox.fillJob(id, { last: 'Two' })
    return charthop.placements(id)
  },
  whoAmI: (charthop) => charthop.whoAmI(),
  createPerson: async (charthop) => {
    await charthop.createPerson({ last: 'Three', email: 'three@example.com' })
    return charthop.createPerson({ first: 'Ada', last: 'Four', email: 'four@example.com', phone: '+12025550100' })
  },
  validatePlacement: (charthop, sandbox) => charthop.validatePlacement({ type: 'HIRE', ...vacancy(sandbox) }),
  place: async (charthop, sandbox) => {
    const hire = vacancy(sandbox)
    await charthop.place({ type: 'HIRE', ...hire })
    const move = { jobId: sandbox.addJob().id, personId: hire.personId, otherJobId: hire.jobId, date: TODAY }
    return charthop.place({ type: 'MOVE', ...move })
  },
  updateJob: async (charthop, sandbox) => {
    const { id } = sandbox.addJob()
    await charthop.updateJob(id, { budget: { amount: 1, currency: 'EUR' }, level: 'high' }, TODAY)
    return charthop.updateJob(id, { budget: null })
  },
  updatePerson: async (charthop, sandbox) => {
    const { id } = sandbox.addPerson({ last: 'Five' })
    await charthop.updatePerson(id, { shirt: 'L' }, TODAY)
    return charthop.updatePerson(id, { shirt: null })
  },
} satisfies Record<Exclude<keyof ChartHop, 'close'>, (charthop: ChartHop, sandbox: ChartHopSandbox) => Promise<unknown>>

/** By slug and by id, in both ways of giving contacts, and where only one case of a change's type is taken. */
export async function callChartHop(): Promise<readonly LoggedCall[]> {
  await using sandbox = await startChartHopSandbox({ maxLimit: 2, changeTypeCase: 'lower' })
  sandbox.addField({ code: 'budget', label: 'Budget', type: 'MONEY', entityType: 'JOB' })
  sandbox.addField({ code: 'level', label: 'Level', type: 'ENUM', entityType: 'JOB', options: ['High', 'Low'] })
  sandbox.addField({ code: 'shirt', label: 'Shirt', type: 'STRING', entityType: 'PERSON' })
  const common = { baseUrl: sandbox.url, token: () => sandbox.token, rate, sleep: noWait }
  for (const charthop of [
    createChartHop({ ...common, org: sandbox.org.slug }),
    createChartHop({ ...common, org: sandbox.org.id, personBody: 'contacts' }),
  ]) {
    sandbox.buildSnapshot({ reads: 1, writes: 1 })
    for (const call of Object.values(charthopCalls)) await call(charthop, sandbox)
    charthop.close()
  }
  return [...sandbox.server.calls]
}

const FIELD_TYPES = [
  ...['String', 'LongText', 'Number', 'Date', 'Boolean', 'ValueSelect', 'MultiValueSelect', 'Currency', 'Url'],
] as const satisfies readonly Parameters<Ashby['createField']>[0]['fieldType'][]
const OPTIONS = { selectableValues: [{ label: 'A', value: 'a' }] }

function optionsFor(fieldType: string) {
  return fieldType.endsWith('Select') ? OPTIONS : {}
}

function create(ashby: Ashby) {
  return ashby.createOpening({
    identifier: 'JOB-1',
    openingState: 'Approved',
    isBackfill: false,
    employmentType: 'FullTime',
  })
}

function place(sandbox: AshbySandbox): string {
  return sandbox.addLocation({ name: 'Oslo' }).id
}

function candidacy(sandbox: AshbySandbox) {
  return sandbox.addCandidateWithApplication({ name: 'Ada', jobId: sandbox.addJob({ title: 'J' }).id })
}

function createWebhook(ashby: Ashby, type = 'candidateHire') {
  return ashby.createWebhook({ type, url: 'http://127.0.0.1:1/hook', secret: 's' })
}

async function register(ashby: Ashby): Promise<{ readonly id: string }> {
  for (const type of ['offerCreate', 'offerUpdate', 'offerDelete', 'pushToHRIS']) {
    const made = await createWebhook(ashby, type)
    if (made !== 'duplicate') return made
  }
  throw new Error('every type is registered')
}

function vacancy(sandbox: ChartHopSandbox) {
  return { jobId: sandbox.addJob().id, personId: sandbox.addPerson({ last: 'New' }).id, date: TODAY }
}
