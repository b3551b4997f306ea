import { expect, test } from 'vitest'
import type { AshbyApplication, AshbyCandidate, AshbyOffer, AshbyOfferVersion } from '../../systems/ashby/schema.ts'
import type { ChartHopChange, ChartHopJob } from '../../systems/charthop/schema.ts'
import { type DesiredHire, type HireContext, type HireFacts, type HireSource, hireOf } from './hire.ts'
import { desireHire, holderOf } from './hire-desire.ts'

const context: HireContext = {
  rules: { push: 'auto', requireAccepted: true },
  today: '2027-03-01',
  jobOfOpening: new Map([['opening-1', 'job-1']]),
  written: new Map(),
  fields: [],
  fieldIssues: [],
  peopleWith: async () => [],
  claims: new Map(),
}

function offer(
  change: Partial<Omit<AshbyOffer, 'version'>> & { version?: Partial<AshbyOfferVersion> } = {},
): AshbyOffer {
  const version = { id: 'v-1', openingId: 'opening-1', startDate: '2027-04-01', custom: {}, ...change.version }
  return { id: 'offer-1', applicationId: 'app-1', acceptanceStatus: 'Accepted', ...change, version }
}

function source(change: Partial<HireSource> & { offers?: readonly AshbyOffer[] } = {}): HireSource {
  const { offers = [offer()], ...rest } = change
  const row: AshbyApplication = {
    id: 'app-1',
    status: 'Hired',
    candidateId: 'c-1',
    openingIds: [],
    hiringTeam: [],
    custom: {},
  }
  return { id: 'app-1', row, related: { 'ashby.offers': offers }, isGone: false, isPushed: false, ...rest }
}

const candidate: AshbyCandidate = {
  id: 'c-1',
  name: 'Ada King Lovelace',
  email: 'Ada@Example.com',
  emails: [],
  files: [],
  custom: {},
}
const job: ChartHopJob = {
  id: 'job-1',
  isOpen: true,
  state: 'OPEN',
  createDate: '2027-01-01',
  isBackfill: false,
  locations: [],
  custom: {},
}

function withFacts(facts: Partial<HireFacts>, change: Parameters<typeof source>[0] = {}): HireSource {
  return source({ facts: { candidate, job, placements: [], persons: [], ...facts }, ...change })
}

const reasonOf = (one: HireSource, rules: Partial<HireContext['rules']> = {}) => {
  const hire = hireOf(one, { ...context, rules: { ...context.rules, ...rules } })
  return 'type' in hire ? hire.reason : undefined
}

test.each([
  ['a hire with an accepted offer', source(), undefined],
  ['an active application', source({ row: { ...source().row, status: 'Active' } }), 'not_hired'],
  ['a status nobody knows', source({ row: { ...source().row, status: 'Frozen' } }), 'not_hired'],
  ['no offer', source({ offers: [] }), 'no_offer'],
  ['an offer that waits', source({ offers: [offer({ acceptanceStatus: 'WaitingOnResponse' })] }), 'offer_not_accepted'],
  ['a declined offer', source({ offers: [offer({ acceptanceStatus: 'Declined' })] }), 'offer_not_accepted'],
  ['an offer without an opening', source({ offers: [offer({ version: { openingId: undefined } })] }), 'no_opening'],
  [
    'an opening of somebody else',
    source({ offers: [offer({ version: { openingId: 'other' } })] }),
    'opening_not_linked',
  ],
])('S89 %s', (_, one, reason) => {
  expect(reasonOf(one)).toBe(reason)
})

test('S89 the other word for accepted counts as well', () => {
  expect(
    reasonOf(source({ offers: [offer({ acceptanceStatus: undefined, offerStatus: 'CandidateAccepted' })] })),
  ).toBeUndefined()
})

test('S89 the application’s only opening stands in for the offer’s', () => {
  const offers = [offer({ version: { openingId: undefined } })]
  const row = { ...source().row, openingIds: ['opening-1'] }

  expect(reasonOf(source({ offers, row }))).toBeUndefined()
  expect(reasonOf(source({ offers, row: { ...row, openingIds: ['opening-1', 'opening-2'] } }))).toBe('no_opening')
})

test('S89 of two accepted offers the one decided last counts', () => {
  const first = offer({ id: 'offer-1', decidedAt: '2027-01-05T00:00:00Z', version: { startDate: '2027-05-01' } })
  const last = offer({ id: 'offer-2', decidedAt: '2027-02-05T00:00:00Z', version: { startDate: '2027-06-01' } })

  expect(hireOf(source({ offers: [last, first] }), context)).toMatchObject({ startDate: '2027-06-01' })
  expect(hireOf(source({ offers: [first, last] }), context)).toMatchObject({ startDate: '2027-06-01' })
})

test.each([
  ['auto', false, false, undefined],
  ['onPushEvent', false, false, 'not_pushed'],
  ['onPushEvent', true, false, undefined],
  ['onPushEvent', false, true, undefined],
] as const)('S89 push %s, pushed %s, written before %s', (push, isPushed, isLinked, reason) => {
  const link = isLinked ? { link: { target: 'p-1@job-1', origin: 'created' as const } } : {}

  expect(reasonOf(source({ isPushed, ...link }), { push })).toBe(reason)
})

test.each([
  ['undone', { row: { ...source().row, status: 'Active' } }],
  ['archived', { row: { ...source().row, status: 'Archived' } }],
  ['gone', { isGone: true }],
])('S90 a written hire that is %s asks for attention', (_, change) => {
  const link = { target: 'p-1@job-1', origin: 'created' as const }

  expect(hireOf(source({ ...change, link }), context)).toMatchObject({ reason: 'unhired', attention: true })
  expect(hireOf(source(change), context)).toMatchObject({ reason: 'not_hired', attention: false })
})

test.each<[string, Partial<HireFacts>, string]>([
  ['a candidate who cannot be read', { candidate: undefined }, 'candidate_gone'],
  ['a candidate without e-mail', { candidate: { ...candidate, email: undefined } }, 'no_email'],
  ['two persons with the e-mail', { persons: ['p-1', 'p-2'] }, 'ambiguous_person'],
  ['a job that is gone', { job: undefined }, 'job_gone'],
  ['a job with a holder', { job: { ...job, isOpen: false, state: 'FILLED', personId: 'p-9' } }, 'job_filled'],
  ['a job with an announced hire', { placements: [placement({ personId: 'p-9' })] }, 'job_filled'],
  ['a job in another state', { job: { ...job, isOpen: false, state: 'DEPART' } }, 'job_not_open'],
  ['a job created after the start', { job: { ...job, createDate: '2027-04-02' } }, 'start_before_job'],
])('S90 %s keeps the hire from being written', (_, facts, reason) => {
  expect(desireHire(withFacts(facts), context)).toMatchObject({ type: 'skip', reason, attention: true })
})

test('S90 an offer without start date keeps the hire from being written', () => {
  const offers = [offer({ version: { startDate: undefined } })]

  expect(desireHire(withFacts({}, { offers }), context)).toMatchObject({ reason: 'no_start_date', attention: true })
})

test.each<[string, Partial<HireFacts>]>([
  ['on the day the job was created', { job: { ...job, createDate: '2027-04-01' } }],
  ['where the same person is announced already', { placements: [placement({ personId: 'p-1' })], persons: ['p-1'] }],
  ['where a plan of old was cancelled', { placements: [placement({ personId: 'p-9', status: 'CANCELLED' })] }],
])('S90 a hire %s is desired', (_, facts) => {
  expect(desireHire(withFacts(facts), context).type).toBe('desired')
})

test.each([
  ['Ada Lovelace', { first: 'Ada', last: 'Lovelace' }],
  ['Ada King Lovelace', { first: 'Ada King', last: 'Lovelace' }],
  ['  Ada   Lovelace ', { first: 'Ada', last: 'Lovelace' }],
  ['Plato', { first: null, last: 'Plato' }],
])('S90 the name %j is split', (name, parts) => {
  expect(desired(withFacts({ candidate: { ...candidate, name } }))).toMatchObject(parts)
})

test.each([
  ['+44 20 7946 0000', '+44 20 7946 0000', []],
  ['020 7946 0000', null, ['phone_left_out']],
  [undefined, null, []],
])('S90 the phone %s becomes %s', (phone, written, reasons) => {
  const decision = desireHire(withFacts({ candidate: { ...candidate, phone } }), context)

  expect(decision).toMatchObject({ type: 'desired', desired: { phone: written } })
  expect(decision.type === 'desired' && decision.issues.map(({ reason }) => reason)).toEqual(reasons)
})

test('S90 the e-mail is compared and written in lower case', () => {
  expect(desired(withFacts({ candidate: { ...candidate, email: ' Ada@Example.COM ' } })).email).toBe('ada@example.com')
})

test('S90 after the hire the facts before it are not judged again', () => {
  const acknowledged = desired(withFacts({}))
  const after = withFacts({ job: undefined, persons: [] }, { acknowledged })

  expect(desireHire(after, context)).toMatchObject({ type: 'desired', desired: acknowledged, issues: [] })
})

test('S90 a moved start date keeps the written one until ChartHop follows', () => {
  const acknowledged = desired(withFacts({}))
  const offers = [offer({ version: { startDate: '2027-05-01' } })]
  const link = { target: 'p-1@job-1', origin: 'created' as const }
  const moved = { acknowledged, offers, link }

  const before = desireHire(withFacts({ placements: [placement({ personId: 'p-1' })] }, moved), context)
  const after = desireHire(
    withFacts({ placements: [placement({ personId: 'p-1', date: '2027-05-01' })] }, moved),
    context,
  )

  expect(before).toMatchObject({
    desired: { startDate: '2027-04-01' },
    issues: [{ reason: 'start_date_moved', attention: true }],
  })
  expect(after).toMatchObject({ desired: { startDate: '2027-05-01' }, issues: [] })
})

test.each<[string, Partial<ChartHopJob>, Partial<ChartHopChange>[], string | undefined]>([
  ['nobody', {}, [], undefined],
  ['whom the job shows', { isOpen: false, personId: 'p-1' }, [{ personId: 'p-2' }], 'p-1'],
  ['whom an active plan names', {}, [{ personId: 'p-2', status: 'ACTIVE' }], 'p-2'],
  ['whom a proposed plan names', {}, [{ personId: 'p-2', status: 'PROPOSED' }], 'p-2'],
  ['nobody of a cancelled plan', {}, [{ personId: 'p-2', status: 'CANCELLED' }], undefined],
  ['nobody of a filled job’s past', { isOpen: false, state: 'FILLED' }, [{ personId: 'p-2' }], undefined],
])('S90 a job is held by %s', (_, change, changes, holder) => {
  expect(holderOf({ ...job, ...change }, changes.map(placement))).toBe(holder)
})

function placement(change: Partial<ChartHopChange>): ChartHopChange {
  return { id: 'ch-1', type: 'HIRE', jobId: 'job-1', date: '2027-04-01', ...change }
}

function desired(one: HireSource): DesiredHire {
  const decision = desireHire(one, context)
  if (decision.type !== 'desired') throw new Error(`skipped: ${decision.reason}`)
  return decision.desired
}

test.each([
  ['Declined', undefined],
  ['Cancelled', undefined],
  [undefined, 'CandidateRejected'],
  [undefined, 'OfferCancelled'],
])('an offer turned down (%s, %s) never counts', (acceptanceStatus, offerStatus) => {
  const one = source({ offers: [offer({ acceptanceStatus, offerStatus, decidedAt: '2027-03-02' })] })

  expect(reasonOf(one, { requireAccepted: false })).toBe('offer_not_accepted')
})
