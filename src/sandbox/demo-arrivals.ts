/** A candidate who is on the way to an interview or a reference check when the demo begins. */
export interface DemoArrival {
  readonly name: string
  readonly email?: string
  /** Title of the job in the ATS. */
  readonly job: string
  /** In SmartRecruiters a step. */
  readonly stage: string
}

const engineer = { job: 'Backend Engineer' } as const
const seller = { job: 'Account Executive' } as const

/** By the part they play in the demo's story. Those who stand in a trigger's stage already are the past: nothing happens. */
export const demoArrivals = {
  invited: { ...engineer, ...person('Mei Tanaka'), stage: 'Application Review' },
  unreachable: { ...engineer, name: 'Freya Lund', stage: 'Application Review' },
  interviewedBefore: { ...engineer, ...person('Yusuf Aydin'), stage: 'Interview' },
  asked: { ...seller, ...person('Santiago Rojas'), stage: 'Interview' },
  rejected: { ...seller, ...person('Bruno Keller'), stage: 'Interview' },
  checkedBefore: { ...seller, ...person('Leila Haddad'), stage: 'Reference Check' },
} as const satisfies Readonly<Record<string, DemoArrival>>

/** Another part of the company hires with Lever. */
export const demoLeverArrivals = {
  hired: { ...seller, ...person('Ines Castro'), stage: 'Interview' },
  checkedBefore: { ...seller, ...person('Olu Adeyemi'), stage: 'Reference check' },
} as const satisfies Readonly<Record<string, DemoArrival>>

/** And a third one with SmartRecruiters. */
export const demoSmartRecruitersArrivals = {
  reported: { ...engineer, ...person('Kofi Mensah'), stage: 'Phone screen' },
  rejected: { ...engineer, ...person('Ulla Berg'), stage: 'Phone screen' },
  checkedBefore: { ...engineer, ...person('Ravi Iyer'), stage: 'Crosschq' },
} as const satisfies Readonly<Record<string, DemoArrival>>

/** What Lever's postings and SmartRecruiters' jobs are tagged with: it chooses the template. */
export const demoTags = { 'Backend Engineer': 'engineering', 'Account Executive': 'sales' } as const

/** Who looks after them: reference checks go out in the recruiter's name. */
export const demoRecruiter = { firstName: 'Rita', lastName: 'Okonkwo', email: 'rita.okonkwo@acme.example.com' } as const

/** Title of the Willo interview that arriving at the stage Interview invites to. */
export const demoInterview = 'Meet the engineers'

function person(name: string) {
  return { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com` }
}
