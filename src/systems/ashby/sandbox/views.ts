import type { Application, Candidate, ContactPoint, Offer } from './model.ts'
import { offerForm } from './offer-form.ts'
import type { World } from './world.ts'

/** How Ashby writes an application: with its candidate, stage and job in short. */
export function showApplication(world: World, application: Application): Record<string, unknown> {
  const candidate = mustHave(
    world.candidates.read(application.candidateId) ?? world.candidates.get(application.candidateId),
  )
  const job = mustHave(world.jobs.get(application.jobId))
  const archiveReason = application.archiveReasonId && world.archiveReasons.get(application.archiveReasonId)
  return {
    id: application.id,
    createdAt: application.createdAt,
    updatedAt: application.updatedAt,
    status: application.status,
    customFields: application.customFields,
    candidate: { id: candidate.id, name: candidate.name, ...primaryContacts(candidate) },
    currentInterviewStage: mustHave(world.stages.get(application.stageId)),
    source: null,
    archiveReason: archiveReason ? { ...archiveReason, customFields: [] } : null,
    ...(application.archivedAt !== undefined && { archivedAt: application.archivedAt }),
    job: { id: job.id, title: job.title, locationId: job.locationId, departmentId: job.departmentId },
    creditedToUser: null,
    hiringTeam: application.hiringTeam,
    appliedViaJobPostingId: null,
    submitterClientIp: null,
    submitterUserAgent: null,
  }
}

export function showCandidate({ externalMappingId: _unshown, ...candidate }: Candidate): Record<string, unknown> {
  return {
    ...candidate,
    ...primaryContacts(candidate),
    socialLinks: [],
    tags: [],
    profileUrl: profileUrl(candidate),
    source: null,
    creditedToUser: null,
    timezone: null,
  }
}

export function profileUrl({ id }: Pick<Candidate, 'id'>): string {
  return `https://app.ashbyhq.com/candidates/${id}`
}

/** offer.list shows the latest version only. */
export function showOfferSummary({ versions, ...offer }: Offer): Record<string, unknown> {
  return { ...offer, latestVersion: versions.at(-1) }
}

export function showOffer(world: World, offer: Offer, withForm = true): Record<string, unknown> {
  const full = { ...showOfferSummary(offer), versions: offer.versions }
  return withForm ? { ...full, formDefinition: offerForm(world) } : full
}

export function primaryContacts({ emailAddresses, phoneNumbers }: Candidate): {
  readonly primaryEmailAddress?: ContactPoint
  readonly primaryPhoneNumber?: ContactPoint
} {
  const email = emailAddresses.find(({ isPrimary }) => isPrimary)
  const phone = phoneNumbers.find(({ isPrimary }) => isPrimary)
  return { ...(email && { primaryEmailAddress: email }), ...(phone && { primaryPhoneNumber: phone }) }
}

function mustHave<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sandbox lost an object that another one refers to')
  return value
}
