import type { Progress } from './model.ts'

/**
 * What Willo's documents leave open is a setting here, so that a client can be tried against either answer. The
 * documents: https://documenter.getpostman.com/view/7798010/VUjSEiSn (Integration API V2) and https://support.willo.video;
 * nothing was tried on the live API.
 */
export interface Settings {
  /** The words for a participant's progress; null leaves the field empty. */
  statusWords: Readonly<Record<Progress, string | null>>
  /** Where the moment of completion is told, if anywhere. */
  completedField: 'completed_at' | 'responded_at' | undefined
  /** Where the page with the answers is told, if anywhere. */
  linkField: 'response_url' | 'share_url' | 'public_url' | 'review_url' | 'url' | 'link' | undefined
  stageAs: 'name' | 'object'
  interviewAs: 'key' | 'object'
  /** What a PATCH of the stage takes. */
  stageInput: 'any' | 'name' | 'key'
  /** Answers of a session that is not finished are shown too. */
  showsUnfinished: boolean
  /** An address that was invited to this interview before: once more, or nothing happens. */
  duplicates: 'second' | 'ignored'
  createdStatus: 200 | 201
  /** Off, `?interview=` changes nothing: only one client was seen to use it. */
  filtersParticipants: boolean
  /** The page when no size is asked for; no more than 30 is ever given. */
  pageSize: number
  /** Put in `next` and `previous` instead of the sandbox's own address. */
  pageOrigin: string | undefined
  /** What a path without its last slash gets. */
  missingSlash: 'notFound' | 'redirect'
}

export const DEFAULT_SETTINGS: Settings = {
  statusWords: { invited: 'invited', opened: 'opened', started: 'started', completed: 'completed' },
  completedField: 'completed_at',
  linkField: 'response_url',
  stageAs: 'name',
  interviewAs: 'key',
  stageInput: 'any',
  showsUnfinished: false,
  duplicates: 'second',
  createdStatus: 201,
  filtersParticipants: true,
  pageSize: 10,
  pageOrigin: undefined,
  missingSlash: 'notFound',
}
