/** In the order in which they are told of. */
export const connectionNames = ['headcount', 'references', 'interviews', 'references-lever', 'references-sr'] as const
export type ConnectionName = (typeof connectionNames)[number]

/** What an admin would have written for the demo's company, a file for each connection. */
export function mappingsFor({ interview }: { readonly interview: string }) {
  const mappings = {
    ...{ headcount, references: `${templates}${triggers}`, interviews: interviewsOf(interview) },
    // A tag on the posting or job says which template is meant.
    ...{ 'references-lever': templates, 'references-sr': templates },
  }
  return mappings satisfies Readonly<Record<ConnectionName, string>>
}

const headcount = `version: 1
openings:
  - { from: costCenter, to: Cost Center }
  - { from: hiringNotes, to: Hiring Notes }
  - { from: planNumber, to: Plan Number }
  - { from: equityFactor, to: Equity Factor }
  - { from: travelShare, to: Travel Share }
  - { from: remoteAllowed, to: Remote Allowed }
  - { from: approvedOn, to: Approved On }
  - { from: signOnBudget, to: { title: Sign-on Budget, type: Currency } }
  # One flaw on purpose: nobody has made an option "fellow", and the record that needs it says so.
  - from: seniority
    to: Seniority
    transform: [{ map: { junior: junior, mid: mid, senior: senior, principal: fellow } }]
  - { from: skills, to: Skills }
  - { from: briefing, to: Briefing }
  - { from: budgetOwner, to: Budget Owner }
hires:
  - { from: offer.T-Shirt Size, to: shirtSize, transform: [upper] }
`

const templates = `version: 1
templates:
  - id: engineering
    name: Engineering references
    tag: engineering
    description: A manager and two peers
    survey: software-engineer
    references: { managers: 1, peers: 2 }
  - id: sales
    name: Sales references
    tag: sales
    description: A manager and two customers
    survey: brand-marketer-manager
    references: { managers: 1, business: 2 }
    message: Thank you for your time.
`

const triggers = `triggers:
  - { job: Account Executive, stage: Reference Check, template: sales }
`

function interviewsOf(interview: string): string {
  return `version: 1
interviews:
  - interview: ${interview}
    triggers:
      - { job: Backend Engineer, stage: Interview }
      - { job: Frontend Engineer, stage: Interview }
`
}
