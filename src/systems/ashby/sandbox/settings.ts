/** What tests turn. A setting with "undocumented" stands for a question Ashby's documents leave open. */
export interface Settings {
  /** Page length when no limit is sent, and the most a limit may reach: https://developers.ashbyhq.com/docs/pagination-and-incremental-sync */
  pageSize: number
  /** Reads show what was true this long ago. */
  staleReadsMs: number
  /** Undocumented: whether a change of custom fields makes an object "updated" for syncToken. */
  fieldChangesCount: boolean
  /** Undocumented: whether writing a custom field makes a new version of an opening. */
  fieldValuesMakeVersion: boolean
  /** Undocumented figure; third-party code speaks of a month. */
  syncTokenLifetimeMs: number
  /** Undocumented figure. */
  cursorLifetimeMs: number
  /** Undocumented figure: pages of one incremental run before incremental_sync_too_large. */
  maxIncrementalPages: number
  /** Undocumented: the HTTP status of errors about tokens and cursors. */
  listErrorStatus: number
  /** Undocumented: the code of "no such object" outside application.changeStage and webhook.*. */
  notFoundCode: string
  /** Undocumented: whether opening.list shows archived openings. */
  listsArchivedOpenings: boolean
  /** Undocumented: how opening.search compares. */
  openingSearch: 'partial' | 'exact'
  /** Undocumented: whether two openings may carry one identifier. */
  uniqueIdentifiers: boolean
  /** Undocumented: whether opening.update resets isBackfill and employmentType when they are left out. The schema's defaults say so. */
  omittedResets: boolean
  /** Undocumented: whether opening.update empties what is null, as opening.create takes it. The schema says text. */
  updateTakesNull: boolean
  /** Undocumented: what an opening outside Draft must have. */
  requiredOutsideDraft: readonly (
    | 'identifier'
    | 'description'
    | 'teamId'
    | 'targetHireDate'
    | 'targetStartDate'
    | 'locationIds'
    | 'jobIds'
  )[]
  /** Undocumented: whether Closed asks for a close reason. */
  closeReasonRequired: boolean
  /** Undocumented: whether an opening goes back to Open when its hire is undone. */
  unhireReopens: boolean
  /** Undocumented: whether webhook.create takes types that only the payload pages name, such as openingCreate. */
  acceptsLaterWebhookTypes: boolean
  /** Undocumented: how long Ashby waits for an answer to a webhook. */
  webhookTimeoutMs: number
  /** Undocumented: whether assessment.update refuses a timestamp that is not newer than the assessment's last one. */
  assessmentTimestamps: 'increasing' | 'any'
  /** Undocumented: whether assessment.update compares a value with the type it names, such as a number for a score. */
  assessmentValuesFitTypes: boolean
  /** Undocumented figure: file.info's address is "short-lived". */
  fileUrlLifetimeMs: number
  /** Undocumented: how long Ashby waits for a partner's answer. */
  partnerTimeoutMs: number
  /** Multiplies the documented waits between attempts. */
  retryDelayScale: number
}

const DAY_MS = 86_400_000

export function defaultSettings(): Settings {
  return {
    pageSize: 100,
    staleReadsMs: 0,
    fieldChangesCount: true,
    fieldValuesMakeVersion: false,
    syncTokenLifetimeMs: 30 * DAY_MS,
    cursorLifetimeMs: DAY_MS,
    maxIncrementalPages: Number.POSITIVE_INFINITY,
    listErrorStatus: 200,
    notFoundCode: 'invalid_input',
    listsArchivedOpenings: true,
    openingSearch: 'partial',
    uniqueIdentifiers: false,
    omittedResets: true,
    updateTakesNull: false,
    requiredOutsideDraft: [],
    closeReasonRequired: false,
    unhireReopens: true,
    acceptsLaterWebhookTypes: false,
    webhookTimeoutMs: 10_000,
    assessmentTimestamps: 'increasing',
    assessmentValuesFitTypes: true,
    fileUrlLifetimeMs: 5 * 60_000,
    partnerTimeoutMs: 10_000,
    retryDelayScale: 1,
  }
}
