import type { Application, Archived, Contact, Id, Occurrence, Opportunity, Origin, Posting } from './model.ts'
import { type State, tell } from './state.ts'

export interface OpportunityDraft {
  readonly contact: Contact
  readonly posting?: Posting
  readonly stage?: Id
  readonly origin: Origin
  readonly tags?: readonly string[]
  readonly sources?: readonly string[]
  readonly owner?: Id | null
  readonly sourcedBy?: Id | null
  readonly followers?: readonly Id[]
  readonly createdAt?: number
  readonly appliedBy: Application['type']
}

/** Somebody comes into the pipeline: with a posting as an applicant, without as a lead. */
export function addOpportunity(state: State, draft: OpportunityDraft): Opportunity {
  const { contact, posting, origin, tags = [] } = draft
  const createdAt = draft.createdAt ?? state.clock.now()
  const stage = draft.stage ?? 'lead-new'
  const application = posting === undefined ? null : applicationFor(state, posting, draft, createdAt)
  const opportunity: Opportunity = {
    id: state.nextId('opportunity'),
    contactId: contact.id,
    stage,
    stageChanges: [changeTo(state, stage, null, createdAt)],
    confidentiality: posting?.confidentiality ?? 'non-confidential',
    archived: null,
    tags: [...new Set([...tags, ...(posting === undefined ? [] : tagsOf(posting))])],
    sources: draft.sources ?? [],
    sourcedBy: draft.sourcedBy ?? null,
    origin,
    owner: draft.owner ?? null,
    followers: draft.followers ?? [],
    application,
    createdAt,
    updatedAt: state.settings.updatedAt === 'fromCreation' ? createdAt : null,
    lastAdvancedAt: createdAt,
  }
  state.opportunities.set(opportunity.id, opportunity)
  if (application !== null)
    tell(state, [occurrence('applicationCreated', opportunity, { applicationId: application.id })])
  return opportunity
}

/** A change that people can see; what it is told as comes after it, in this order. */
export function changeOpportunity(
  state: State,
  opportunity: Opportunity,
  changes: Partial<Opportunity>,
  occurrences: readonly Occurrence[] = [],
): Opportunity {
  const updatedAt = state.settings.updatedAt === 'never' ? null : state.clock.now()
  const changed = { ...opportunity, ...changes, updatedAt }
  state.opportunities.set(changed.id, changed)
  tell(state, occurrences)
  return changed
}

/** To the stage it is in already: nothing happens. */
export function moveTo(state: State, opportunity: Opportunity, stage: Id, userId: Id | null): Opportunity {
  if (opportunity.stage === stage) return opportunity
  const at = state.clock.now()
  const stageChanges = [...opportunity.stageChanges, changeTo(state, stage, userId, at)]
  const told = occurrence('candidateStageChange', opportunity, { toStageId: stage, fromStageId: opportunity.stage })
  return changeOpportunity(state, opportunity, { stage, stageChanges, lastAdvancedAt: at }, [told])
}

/** The stage stays what it was. A hire is an archiving for a reason of type `hired`; null takes it back. */
export function archive(state: State, opportunity: Opportunity, reason: Id | null): Opportunity {
  const archived: Archived | null = reason === null ? null : { reason, archivedAt: state.clock.now() }
  const isHire = reason !== null && state.reasons.get(reason)?.type === 'hired'
  const data = { toArchived: archived, fromArchived: opportunity.archived }
  const events = isHire ? state.settings.hireEvents : (['candidateArchiveChange'] as const)
  const told = events.map((event) => occurrence(event, opportunity, event === 'candidateArchiveChange' ? data : {}))
  return changeOpportunity(state, opportunity, { archived }, told)
}

export function deleteOpportunity(state: State, { id }: Opportunity, deletedBy: Id | null): void {
  const opportunity = state.opportunities.get(id)
  if (opportunity === undefined || !state.opportunities.delete(id)) return
  state.deleted.push({ id, deletedBy, deletedAt: state.clock.now() })
  tell(state, [occurrence('candidateDeleted', opportunity, deletedBy === null ? {} : { deletedBy })])
}

/** Changes of a posting reach those who have applied only where that is set. */
export function changePosting(state: State, posting: Posting, changes: Partial<Posting>): Posting {
  const changed = { ...posting, ...changes, updatedAt: state.clock.now() }
  state.postings.set(posting.id, changed)
  for (const opportunity of state.settings.tagsReachApplied ? state.opportunities.values() : []) {
    if (opportunity.application?.posting !== posting.id) continue
    const tags = [...new Set([...opportunity.tags, ...tagsOf(changed)])]
    changeOpportunity(state, opportunity, { tags })
  }
  return changed
}

/** What an application copies: title, department, team, location, commitment and the posting's own. */
function tagsOf({ text, categories, tags }: Posting): readonly string[] {
  const { department, team, location, commitment } = categories
  return [text, department, team, location, commitment, ...tags].filter((tag) => tag !== null)
}

function applicationFor(state: State, posting: Posting, draft: OpportunityDraft, createdAt: number): Application {
  return {
    id: state.nextId('application'),
    createdAt,
    type: draft.appliedBy,
    posting: posting.id,
    postingOwner: posting.owner,
    postingHiringManager: posting.hiringManager,
    user: draft.sourcedBy ?? null,
  }
}

function changeTo({ stages }: State, stage: Id, userId: Id | null, updatedAt: number) {
  return { toStageId: stage, toStageIndex: stages.findIndex(({ id }) => id === stage), userId, updatedAt }
}

/** No posting, tag, name or address is in any of them. `candidateId` is the old name of the opportunity. */
function occurrence(event: Occurrence['event'], { id, contactId, origin }: Opportunity, data: object): Occurrence {
  return { event, origin, data: { ...data, opportunityId: id, contactId, candidateId: id } }
}
