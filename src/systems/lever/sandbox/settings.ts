import type { EventName } from './model.ts'

/**
 * What Lever's documents leave open is a setting here, so that a client can be tried against either answer. The documents:
 * https://hire.lever.co/developer/documentation; nothing was tried on the live API.
 */
export interface Settings {
  /** Does an opportunity have an `updatedAt` from the start, from its first change, or never? */
  updatedAt: 'fromCreation' | 'afterChange' | 'never'
  /** What a list's last page says of others: `hasNext: false`, or nothing. */
  lastPage: 'flag' | 'bare'
  /** The answer to a change of an opportunity. */
  writeAnswer: 'opportunity' | 'empty'
  writeStatus: 200 | 201
  /** A link that is there already. */
  linkTwice: 'once' | 'twice' | 'refused'
  /** Addresses are compared with their case, in filters and to find a known person. */
  exactEmails: boolean
  /** What hides a confidential record from a key without access to such. */
  hiddenRecord: 403 | 404
  /** How that key is told that it may not list them. */
  refusedConfidential: 400 | 403
  /** `perform_as` a user who was deactivated. */
  deactivatedActor: 'taken' | 'refused'
  inactiveReason: 'taken' | 'refused'
  /** Moving an opportunity that is archived. */
  archivedMove: 'taken' | 'refused'
  /** Hires need a `requisitionId`. */
  requisitionRequired: boolean
  /** What a hire is told as; without a mark here, an archiving is told as such only. */
  hireEvents: readonly EventName[]
  /** A posting's tags, changed later, reach those who have applied. Recordings say no. */
  tagsReachApplied: boolean
  noteAnswer: 'note' | 'noteId'
  fileList: 'data' | 'bare'
  /** A file's time and size. */
  fileNumbers: 'number' | 'text'
  fileStatus: 200 | 201
  /** How often the answer to a new webhook is wrapped in `data`. */
  webhookWraps: 1 | 2
  /** Only https addresses are taken, as in the real Lever. */
  httpsOnly: boolean
  /** `retry-after` with a 429. */
  retryAfter: boolean
}

export const DEFAULT_SETTINGS: Settings = {
  updatedAt: 'afterChange',
  lastPage: 'flag',
  writeAnswer: 'opportunity',
  writeStatus: 200,
  linkTwice: 'twice',
  exactEmails: false,
  hiddenRecord: 404,
  refusedConfidential: 403,
  deactivatedActor: 'refused',
  inactiveReason: 'refused',
  archivedMove: 'refused',
  requisitionRequired: false,
  hireEvents: ['candidateHired', 'candidateArchiveChange'],
  tagsReachApplied: false,
  noteAnswer: 'note',
  fileList: 'data',
  fileNumbers: 'number',
  fileStatus: 201,
  webhookWraps: 1,
  httpsOnly: false,
  retryAfter: false,
}
