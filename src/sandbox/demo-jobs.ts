/** One line of the demo's headcount plan. */
export interface DemoJob {
  readonly title: string
  readonly department: string
  readonly location: string
  readonly seniority: string
  /** ChartHop's recruiting status; left out: nobody has set one. */
  readonly recruit?: 'ACTIVE' | 'PASSIVE' | 'INACTIVE' | 'OFFER' | 'PENDING'
  /** Recruiters made an opening for it by hand, under this code, before Hirewire came. */
  readonly req?: string
  readonly employment?: 'FULL' | 'PART' | 'TEMP' | 'CONTRACT' | 'INTERN'
  /** `filled`: somebody holds it. `announced`: somebody will. `deleted`: it was taken out of the plan. */
  readonly state?: 'filled' | 'announced' | 'deleted'
  readonly skills?: readonly string[]
}

const engineering = { department: 'Engineering', skills: ['typescript', 'postgres'] } as const
const data = { department: 'Data', skills: ['postgres', 'python'] } as const
const product = { department: 'Product', skills: ['research'] } as const
const sales = { department: 'Sales', skills: ['negotiation'] } as const
const people = { department: 'People' } as const
const finance = { department: 'Finance', skills: ['negotiation'] } as const

const active = { recruit: 'ACTIVE' } as const

/** Recruiters work on these. The first seven have openings in Ashby already. */
const recruited: readonly DemoJob[] = [
  { ...engineering, ...active, title: 'Backend Engineer', location: 'Berlin', seniority: 'senior', req: 'REQ-101' },
  { ...engineering, ...active, title: 'Frontend Engineer', location: 'Berlin', seniority: 'mid', req: 'REQ-102' },
  { ...sales, ...active, title: 'Account Executive', location: 'New York', seniority: 'mid', req: 'REQ-103' },
  { ...product, ...active, title: 'Product Designer', location: 'Remote', seniority: 'senior', req: 'REQ-104' },
  { ...data, ...active, title: 'Data Analyst', location: 'Toronto', seniority: 'mid', req: 'REQ-105' },
  { ...people, ...active, title: 'People Partner', location: 'New York', seniority: 'senior', req: 'REQ-106' },
  { ...finance, ...active, title: 'Payroll Accountant', location: 'Toronto', seniority: 'mid', req: 'REQ-107' },
  { ...engineering, ...active, title: 'Site Reliability Engineer', location: 'Remote', seniority: 'senior' },
  { ...engineering, ...active, title: 'Platform Engineer', location: 'Berlin', seniority: 'senior' },
  { ...engineering, ...active, title: 'Mobile Engineer', location: 'Toronto', seniority: 'mid' },
  {
    ...engineering,
    ...active,
    title: 'Engineering Intern',
    location: 'Berlin',
    seniority: 'junior',
    employment: 'INTERN',
  },
  { ...engineering, ...active, title: 'Staff Engineer', location: 'Remote', seniority: 'principal' },
  { ...engineering, ...active, title: 'Engineering Manager', location: 'New York', seniority: 'senior' },
  { ...data, ...active, title: 'Data Engineer', location: 'Berlin', seniority: 'senior' },
  { ...data, ...active, title: 'Machine Learning Engineer', location: 'Toronto', seniority: 'senior' },
  { ...product, ...active, title: 'Product Manager', location: 'New York', seniority: 'senior' },
  { ...product, ...active, title: 'Technical Writer', location: 'Remote', seniority: 'mid', employment: 'PART' },
  { ...sales, ...active, title: 'Sales Engineer', location: 'New York', seniority: 'senior' },
  { ...sales, ...active, title: 'Sales Development Representative', location: 'Toronto', seniority: 'junior' },
  { ...people, ...active, title: 'Recruiter', location: 'Berlin', seniority: 'mid', employment: 'CONTRACT' },
  { ...finance, ...active, title: 'Financial Analyst', location: 'New York', seniority: 'mid' },
  // Ashby has no department of this name: the opening is made without a team, and the record says so.
  { ...active, department: 'Skunkworks', title: 'Hardware Tinkerer', location: 'Remote', seniority: 'senior' },
]

/** Nobody recruits for these now: they get no opening, and each says why. */
const waiting: readonly DemoJob[] = [
  { ...engineering, title: 'Security Engineer', location: 'Remote', seniority: 'senior', recruit: 'PASSIVE' },
  { ...data, title: 'Analytics Lead', location: 'Toronto', seniority: 'senior', recruit: 'PASSIVE' },
  { ...sales, title: 'Enterprise Account Executive', location: 'New York', seniority: 'senior', recruit: 'PASSIVE' },
  { ...engineering, title: 'Build Engineer', location: 'Berlin', seniority: 'mid', recruit: 'INACTIVE' },
  { ...product, title: 'User Researcher', location: 'Remote', seniority: 'mid', recruit: 'INACTIVE' },
  {
    ...people,
    title: 'Office Coordinator',
    location: 'Berlin',
    seniority: 'junior',
    recruit: 'INACTIVE',
    employment: 'TEMP',
  },
  { ...finance, title: 'Procurement Specialist', location: 'Toronto', seniority: 'mid', recruit: 'INACTIVE' },
  { ...sales, title: 'Partner Manager', location: 'New York', seniority: 'mid', recruit: 'OFFER' },
  { ...engineering, title: 'QA Engineer', location: 'Toronto', seniority: 'mid', recruit: 'PENDING' },
  { ...data, title: 'Data Steward', location: 'Berlin', seniority: 'mid' },
  { ...product, title: 'Design Intern', location: 'Remote', seniority: 'junior', employment: 'INTERN' },
  { ...sales, title: 'Regional Lead', location: 'Toronto', seniority: 'senior', recruit: 'INACTIVE', state: 'deleted' },
]

/** People work here already, or are about to. */
const held: readonly DemoJob[] = [
  { ...engineering, title: 'Chief Technology Officer', location: 'Berlin', seniority: 'principal', state: 'filled' },
  { ...engineering, title: 'Principal Engineer', location: 'Remote', seniority: 'principal', state: 'filled' },
  { ...people, title: 'Head of People', location: 'New York', seniority: 'senior', state: 'filled' },
  { ...finance, title: 'Controller', location: 'Toronto', seniority: 'senior', state: 'filled' },
  { ...sales, title: 'Head of Sales', location: 'New York', seniority: 'senior', state: 'filled' },
  { ...product, title: 'Head of Product', location: 'New York', seniority: 'senior', state: 'announced' },
]

export const demoJobs: readonly DemoJob[] = [...recruited, ...waiting, ...held]
