import type { HiringStatus, ReferenceRequest, RequestStatus } from '../../systems/crosschq/schema.ts'
import type { Made } from './made.ts'

/** A request of ours as it is mirrored: nobody's name, and no link that is a key to a file. */
export interface RequestRow {
  readonly id: string
  readonly application: string
  /** Of the want it was made for. */
  readonly key: string
  /** A template's id. */
  readonly template: string
  readonly status: RequestStatus
  /** As Crosschq says it. */
  readonly statusText?: string
  /** 0 to 100. */
  readonly progress?: number
  /** 1 to 5, as Crosschq has it. */
  readonly score?: number
  /** The page for people. */
  readonly reportUrl?: string
  readonly hasPdf: boolean
  readonly hiringStatus?: HiringStatus
  readonly hiringStatusUpdatedAt?: string
  /** By Crosschq's word as it was first seen complete, else the moment it was. */
  readonly completedAt?: string
  readonly notices: readonly string[]
}

export function rowOf(request: ReferenceRequest, { application, key, template }: Made): RequestRow {
  const { id, status, statusText, progress, score, reportUrl, fullPdf, hiringStatus, notices } = request
  const hasPdf = fullPdf !== undefined
  const completedAt = status === 'completed' ? request.statusUpdatedAt : undefined
  return {
    id,
    application,
    key,
    template,
    status,
    statusText,
    progress,
    score,
    reportUrl,
    hasPdf,
    hiringStatus,
    hiringStatusUpdatedAt: request.hiringStatusUpdatedAt,
    completedAt,
    notices,
  }
}

/** What Crosschq moves later, with a hiring status say, is not when it was completed: the first word stays (R4). */
export function withCompletion(row: RequestRow, before: RequestRow | undefined, now: Date): RequestRow {
  if (row.status !== 'completed') return row
  return { ...row, completedAt: before?.completedAt ?? row.completedAt ?? now.toISOString() }
}

/** Nothing more comes of it. */
export function isOver({ status }: Pick<RequestRow, 'status'>): boolean {
  return status === 'completed' || status === 'cancelled'
}
