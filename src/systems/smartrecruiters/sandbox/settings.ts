/**
 * What SmartRecruiters' pages leave open is a setting here, so that a client can be tried against either answer. The pages:
 * https://developers.smartrecruiters.com; nothing was tried on the live API. "Undocumented" marks such a question.
 */
export interface Settings {
  /** https://developers.smartrecruiters.com/docs/rate-limiting; undefined lets everything through. */
  limits: Limits | undefined
  /** Each call takes so long, while it counts as one at once. */
  latencyMs: number
  /** Undocumented to the second: about half an hour. */
  accessTokenSeconds: number
  refreshTokenDays: number
  /** Undocumented. */
  codeSeconds: number
  /** Undocumented: how the text of a free-text job field stands in a job, if at all. */
  freeText: 'label' | 'value' | 'text' | 'hidden'
  /** Undocumented: what a new candidate with a known e-mail address and last name is. */
  knownCandidate: 'merged' | 'refused' | 'second'
  /** Undocumented: does a change of status change the candidate's `updatedOn`? */
  statusMovesCandidate: boolean
  /** Undocumented: does a change within one status tell of itself? */
  stepIsToldOf: boolean
  /** Undocumented: do writes by the API set off events? */
  ownWritesAreToldOf: boolean
  /** Undocumented: which of a person's jobs is the primary one. */
  primaryJob: 'first' | 'latest'
  /** At the end of a list `nextPageId` is this. */
  lastPageId: '' | null | undefined
  /** Undocumented: the envelope of these lists. */
  subscriptionsAs: 'array' | 'content'
  messagesAs: 'array' | 'content'
  /** Undocumented on these calls; another API of theirs has 2 MB. */
  maxAttachmentBytes: number
}

export interface Limits {
  readonly perSecond: number
  readonly inFlight: number
  readonly candidateListsInFlight: number
}

export const DEFAULT_SETTINGS: Settings = {
  limits: { perSecond: 10, inFlight: 8, candidateListsInFlight: 1 },
  latencyMs: 0,
  accessTokenSeconds: 30 * 60,
  refreshTokenDays: 28,
  codeSeconds: 10 * 60,
  freeText: 'label',
  knownCandidate: 'merged',
  statusMovesCandidate: true,
  stepIsToldOf: true,
  ownWritesAreToldOf: true,
  primaryJob: 'latest',
  lastPageId: '',
  subscriptionsAs: 'array',
  messagesAs: 'content',
  maxAttachmentBytes: 2 * 1024 * 1024,
}
