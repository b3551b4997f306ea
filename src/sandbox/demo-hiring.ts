/** A candidate in Ashby and how far they are. */
export interface DemoCandidate {
  readonly name: string
  readonly email: string
  /** The hand-made opening their offer names; none for offers that are not that far. */
  readonly req?: string
  /** Ashby's words (https://developers.ashbyhq.com/reference/offerlist, acceptanceStatus); none: no offer yet. */
  readonly offer?: 'Created' | 'Pending' | 'WaitingOnResponse' | 'Accepted' | 'Declined' | 'Cancelled'
  readonly isHired?: boolean
  /** Left out: nobody has entered one, which a hire needs. */
  readonly startsInDays?: number
  readonly shirt?: string
}

/** Offers in every state. Three hires are ready to travel; the others wait, each for a reason of its own. */
export const demoCandidates: readonly DemoCandidate[] = [
  candidate('Amara Okafor', { req: 'REQ-101', offer: 'Accepted', isHired: true, startsInDays: 21, shirt: 'm' }),
  // Worked here as a contractor: ChartHop knows this e-mail, so the person is found and not made again.
  candidate('Jonas Lindqvist', { req: 'REQ-102', offer: 'Accepted', isHired: true, startsInDays: 14, shirt: 'l' }),
  candidate('Priya Raman', { req: 'REQ-103', offer: 'Accepted', isHired: true, startsInDays: 30 }),
  candidate('Mateo Duarte', { req: 'REQ-104', offer: 'WaitingOnResponse', startsInDays: 40 }),
  candidate('Hana Sato', { req: 'REQ-105', offer: 'Accepted', startsInDays: 35 }),
  // Hired before the offer was accepted: nothing is written until it is.
  candidate('Lucas Meyer', { req: 'REQ-106', offer: 'WaitingOnResponse', isHired: true, startsInDays: 28 }),
  // Hired without a start date: somebody has to enter one.
  candidate('Chloe Tremblay', { req: 'REQ-107', offer: 'Accepted', isHired: true }),
  candidate('Omar Haddad', { offer: 'Declined', startsInDays: 25 }),
  candidate('Ingrid Solberg', { offer: 'Created', startsInDays: 45 }),
  candidate('Tomas Novak', { offer: 'Pending', startsInDays: 45 }),
  candidate('Wanjiru Kamau', { offer: 'Cancelled', startsInDays: 20 }),
  candidate('Elif Demir', {}),
]

/** Who ChartHop knows already though they hold no job. */
export const formerContractor = { first: 'Jonas', last: 'Lindqvist', homeEmail: 'jonas.lindqvist@example.com' } as const

/** Hired while the demo is running. */
export const nextHire = { name: 'Noor Rahimi', email: 'noor.rahimi@example.com', startsInDays: 30 } as const

function candidate(name: string, rest: Omit<DemoCandidate, 'name' | 'email'>): DemoCandidate {
  return { name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`, ...rest }
}
