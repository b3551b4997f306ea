import { type DemoCompany, dayFrom } from '../../sandbox/demo-company.ts'
import type { DemoCandidate } from '../../sandbox/demo-hiring.ts'
import type { DemoJob } from '../../sandbox/demo-jobs.ts'
import type { AshbySandbox } from '../../systems/ashby/sandbox.ts'

/** What recruiters of the company have in Ashby before Hirewire comes: their pages, jobs, some openings and candidates. */
export function setUpAshby(ashby: AshbySandbox, company: DemoCompany): void {
  for (const name of company.departments) ashby.addDepartment({ name })
  for (const name of company.locations) ashby.addLocation({ name })
  const shirt = ashby.createFieldByHand({ title: 'T-Shirt Size', objectType: 'Offer', fieldType: 'String' })
  const openings = new Map(company.jobs.flatMap((job) => (job.req ? [[job.req, addOpening(ashby, job)] as const] : [])))
  for (const candidate of company.candidates) addCandidate(ashby, candidate, openings, shirt.id)
}

interface HandMade {
  readonly id: string
  readonly jobId: string
}

function addOpening(ashby: AshbySandbox, { title, req }: DemoJob): HandMade {
  const job = ashby.addJob({ title })
  const { id } = ashby.addHandMadeOpening({ identifier: req, jobIds: [job.id], openingState: 'Open' })
  return { id, jobId: job.id }
}

function addCandidate(
  ashby: AshbySandbox,
  { name, email, req, offer, isHired, startsInDays, shirt }: DemoCandidate,
  openings: ReadonlyMap<string, HandMade>,
  shirtField: string,
): void {
  const opening = req === undefined ? undefined : openings.get(req)
  const jobId = opening?.jobId ?? generalJob(ashby)
  const { application } = ashby.addCandidateWithApplication({
    name,
    email,
    jobId,
    stage: offer ? 'Offer' : 'Interview',
  })
  if (offer) {
    const made = ashby.makeOffer({
      applicationId: application.id,
      ...(opening && { openingId: opening.id }),
      ...(startsInDays !== undefined && { startDate: dayFrom(today(ashby), startsInDays) }),
      ...(shirt && { custom: { [shirtField]: shirt } }),
    })
    decide(ashby, made.id, offer)
  }
  if (isHired) ashby.hire(application.id)
}

/** Words of https://developers.ashbyhq.com/reference/offerlist; the actions of a recruiter's page know two of them. */
function decide(ashby: AshbySandbox, id: string, state: NonNullable<DemoCandidate['offer']>): void {
  const offer = ashby.state.offers.get(id)!
  const offerStatus = {
    Created: 'WaitingOnApprovalStart',
    Pending: 'WaitingOnOfferApproval',
    Cancelled: 'OfferCancelled',
  }
  if (state === 'Accepted') ashby.acceptOffer(id)
  else if (state === 'Declined') ashby.declineOffer(id)
  else if (state !== 'WaitingOnResponse')
    ashby.state.offers.put({
      ...offer,
      acceptanceStatus: state,
      offerStatus: offerStatus[state] as typeof offer.offerStatus,
    })
}

function generalJob(ashby: AshbySandbox): string {
  const title = 'General applications'
  return ([...ashby.state.jobs.all()].find((job) => job.title === title) ?? ashby.addJob({ title })).id
}

function today({ clock }: AshbySandbox): string {
  return new Date(clock.now()).toISOString().slice(0, 10)
}
