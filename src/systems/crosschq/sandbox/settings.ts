import type { ReferenceState, RequestState } from './model.ts'

/**
 * What Crosschq's pages leave open is a setting here, so that a client can be tried against either answer. The pages:
 * https://support.crosschq.com/knowledge/crosschq-partner-api and /knowledge/crosschq-partner-api-v2; nothing was tried
 * on the live API.
 */
export interface Settings {
  /** Nothing public says that these exist. Off, the call is unknown (404), or its method is (405). */
  hasRequestList: boolean
  hasCancel: boolean
  hasHiringStatus: boolean
  hasTemplates: boolean
  hasProspects: boolean
  hasScore: boolean
  /** Off: all keys are refused with 403, as when an admin switches the partner API off. */
  isPartnerApiOn: boolean
  /** How the path of the v1 list of surveys ends. */
  jobRolesPath: 'jobroles' | 'jobrole'
  /** What a path without its last slash gets. */
  missingSlash: 'notFound' | 'redirect'
  createdStatus: 200 | 201
  errorsAs: 'object' | 'list'
  requestorMustExist: boolean
  minReferenceCount: number
  statusWords: Readonly<Record<RequestState, string>>
  referenceWords: Readonly<Record<ReferenceState, string>>
  /** How the two PDF fields are filled: a link, or the file itself. */
  pdfAs: 'url' | 'base64'
  /** How long a link to a PDF works after it was handed out. */
  reportLinkMs: number
  /** Put in report links instead of the sandbox's own address. */
  reportOrigin: string | undefined
  /** What the links to the PDFs answer instead of the file. */
  reportFault: 'notFound' | 'notPdf' | 'huge' | 'redirect' | undefined
  hugeBytes: number
  redirectTo: string
}

export const DEFAULT_SETTINGS: Settings = {
  hasRequestList: true,
  hasCancel: true,
  hasHiringStatus: true,
  hasTemplates: true,
  hasProspects: true,
  hasScore: true,
  isPartnerApiOn: true,
  jobRolesPath: 'jobroles',
  missingSlash: 'notFound',
  createdStatus: 201,
  errorsAs: 'object',
  requestorMustExist: true,
  minReferenceCount: 2,
  statusWords: {
    pending: 'pending',
    inProgress: 'in_progress',
    pastDue: 'past_due',
    completed: 'completed',
    cancelled: 'cancelled',
  },
  referenceWords: { pending: 'pending', completed: 'completed', cancelled: 'cancelled' },
  pdfAs: 'url',
  reportLinkMs: 60 * 60 * 1000,
  reportOrigin: undefined,
  reportFault: undefined,
  hugeBytes: 100 * 1024 * 1024,
  redirectTo: 'http://169.254.169.254/report.pdf',
}
