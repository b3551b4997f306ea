import { type DemoCandidate, demoCandidates } from './demo-hiring.ts'
import { type DemoJob, demoJobs } from './demo-jobs.ts'

/** A custom field of ChartHop's, and whether the demo's mapping ticks it. */
export interface DemoField {
  readonly code: string
  readonly label: string
  readonly type: string
  readonly entityType?: 'PERSON'
  readonly options?: readonly { readonly name: string; readonly label: string }[]
}

export interface DemoCompany {
  readonly departments: readonly string[]
  readonly locations: readonly string[]
  readonly fields: readonly DemoField[]
  readonly jobs: readonly DemoJob[]
  readonly candidates: readonly DemoCandidate[]
}

/** A company on paper: the same in every run, so that what the demo shows can be read twice. All of it is invented. */
export const demoCompany: DemoCompany = {
  departments: ['Engineering', 'Data', 'Product', 'Sales', 'People', 'Finance'],
  locations: ['Berlin', 'New York', 'Toronto', 'Remote'],
  fields: [
    { code: 'costCenter', label: 'Cost Center', type: 'STRING' },
    { code: 'hiringNotes', label: 'Hiring Notes', type: 'TEXT' },
    { code: 'planNumber', label: 'Plan Number', type: 'INTEGER' },
    { code: 'equityFactor', label: 'Equity Factor', type: 'DECIMAL' },
    { code: 'travelShare', label: 'Travel Share', type: 'PERCENT' },
    { code: 'remoteAllowed', label: 'Remote Allowed', type: 'BOOLEAN' },
    { code: 'approvedOn', label: 'Approved On', type: 'DATE' },
    { code: 'signOnBudget', label: 'Sign-on Budget', type: 'MONEY' },
    { code: 'seniority', label: 'Seniority', type: 'ENUM', options: options('Junior', 'Mid', 'Senior', 'Principal') },
    {
      code: 'skills',
      label: 'Skills',
      type: 'ENUM_MULTI',
      options: options('TypeScript', 'Postgres', 'Python', 'Research', 'Negotiation'),
    },
    { code: 'briefing', label: 'Briefing', type: 'URL' },
    { code: 'budgetOwner', label: 'Budget Owner', type: 'EMAIL' },
    { code: 'shirtSize', label: 'Shirt Size', type: 'STRING', entityType: 'PERSON' },
  ],
  jobs: demoJobs,
  candidates: demoCandidates,
}

/** What the custom fields of one job hold; `at` is its place in the plan. */
export function customValues({ title, department, location, seniority, skills }: DemoJob, at: number, today: string) {
  return {
    costCenter: `CC-${400 + 10 * Math.max(0, demoCompany.departments.indexOf(department))}`,
    hiringNotes: `Needed in ${location}.\nAsk ${department} for the interview panel.`,
    planNumber: 1_000 + at,
    equityFactor: 0.25 * (1 + (at % 4)),
    travelShare: (at % 3) * 10,
    remoteAllowed: location === 'Remote',
    approvedOn: dayFrom(today, -30 - at),
    signOnBudget: { amount: 2_000 + 500 * (at % 5), currency: location === 'Berlin' ? 'EUR' : 'USD' },
    seniority,
    ...(skills && { skills }),
    briefing: `https://wiki.example.com/hiring/${title.toLowerCase().replaceAll(' ', '-')}`,
    budgetOwner: `${department.toLowerCase()}.budget@example.com`,
  }
}

/** `YYYY-MM-DD`, so many days later. */
export function dayFrom(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

function options(...labels: readonly string[]): { name: string; label: string }[] {
  return labels.map((label) => ({ name: label.toLowerCase(), label }))
}
