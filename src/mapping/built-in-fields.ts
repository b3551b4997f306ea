/**
 * ChartHop's own fields of jobs and people. Only custom fields are mapped: the fixed columns of an opening and the
 * hire itself carry what they need of these (https://docs.charthop.com/ashby-integration). Names from
 * https://docs.charthop.com/job-and-new-hire-data-fields, https://docs.charthop.com/sync-hiring-plan and
 * https://api.charthop.com/swagger; codes are compared without regard to case.
 */
const CARRIED_BY_OPENING: Readonly<Record<string, string>> = {
  title: "the opening's identifier",
  description: "the opening's description",
  department: "the opening's team",
  team: "the opening's team",
  location: "the opening's locations",
  startDate: "the opening's target start date",
  startDatePlanned: "the opening's target start date",
  employment: "the opening's employment type",
  backfill: "the opening's backfill mark",
  backfillJob: "the opening's backfill mark",
  backfillPersonId: "the opening's backfill mark",
  open: 'the rule which openings exist',
  state: 'the rule which openings exist',
  recruit: 'the rule which openings exist',
}

const CARRIED_BY_HIRE: Readonly<Record<string, string>> = {
  name: 'the hire itself (the person)',
  contact: 'the hire itself (the person)',
  contacts: 'the hire itself (the person)',
  personId: 'the hire itself (the person in the job)',
  jobId: 'the hire itself (the person in the job)',
  startDate: 'the hire itself (its start date)',
  startDateOrg: 'the hire itself (its start date)',
  open: 'the hire itself (the job becomes filled)',
  state: 'the hire itself (the job becomes filled)',
}

const OTHERS =
  `id orgId scenarioId req createDate recruitPriority recruiter hireMgr recruitActiveDate offerAcceptDate fillDays daysOpen
  daysActive applyActive applyInterview applyOffer applyTotalOffer leverReqId greenhouseId manager managers managerIds
  managerCount jobCode jobCodeId band compBand jobLevel jobTier placement sensitive base baseComp variable currency
  grantShares grantValue grantType cost budgetCost comp userId gender ethnicity birthDate address remoteWorkAddress
  imagePath endDate endDateOrg personStartDate personEndDate personJobStartDate personJobEndDate`.split(/\s+/)

const NAMES = new Map(
  [...Object.keys(CARRIED_BY_OPENING), ...Object.keys(CARRIED_BY_HIRE), ...OTHERS].map((n) => [n.toLowerCase(), n]),
)

/** Why this code may not stand in a mapping, or undefined. `name.first` is a part of the built-in `name`. */
export function builtInProblem(code: string, flow: 'openings' | 'hires'): string | undefined {
  const name = NAMES.get((code.split('.')[0] ?? '').trim().toLowerCase())
  if (name === undefined) return undefined
  const carrier = (flow === 'openings' ? CARRIED_BY_OPENING : CARRIED_BY_HIRE)[name]
  const hint =
    carrier === undefined ? 'only custom fields are mapped' : `already carried by ${carrier}; remove the line`
  return `"${name}" is a built-in ChartHop field: ${hint}`
}

/** For somebody who chooses fields: why this one of ChartHop's own is not among them. */
export function whyNotMapped(code: string): string {
  const name = NAMES.get(code.trim().toLowerCase()) ?? ''
  const carrier = CARRIED_BY_OPENING[name] ?? CARRIED_BY_HIRE[name]
  return carrier === undefined
    ? 'a standard field; only custom fields can be mapped'
    : `a standard field, already carried by ${carrier}`
}
