import type { AshbyApplication } from '../../../systems/ashby/schema.ts'
import type { Person } from '../host.ts'

/** An application without anybody's name. */
export interface ApplicationRow {
  readonly id: string
  readonly status: string
  readonly candidateId: string
  readonly jobId?: string
  readonly stageId?: string
  readonly updatedAt?: string
}

export interface UserRow {
  readonly id: string
  readonly isEnabled: boolean
}

export interface JobRow {
  readonly id: string
  readonly title: string
  readonly isOpen: boolean
  /** Only those of jobs that a trigger names. */
  readonly stages: readonly { readonly id: string; readonly title: string; readonly planId?: string }[]
}

/** A request that Ashby asked for, kept by us: the id is the assessment's. */
export interface OrderRow {
  readonly id: string
  readonly application: string
  readonly jobId: string
  readonly jobTitle: string
  /** A template's id. */
  readonly template: string
  /** Who is to be asked and by whom; only until it is known what came of it. */
  readonly person?: Person
  readonly team: readonly TeamMember[]
  readonly state: OrderState
  /** ISO 8601. */
  readonly at: string
  /** The last time Ashby asked for this one. */
  readonly askedAt: string
}

/**
 * `wanted`: Ashby waits for the answer, or has none. `started`: it was answered, so the assessment is known there.
 * `withdrawn`: it was told that nothing came of it. `cancelled`: somebody cancelled the assessment in Ashby.
 */
export type OrderState = 'wanted' | 'started' | 'withdrawn' | 'cancelled'

export function withState({ person: _, ...order }: OrderRow, state: OrderState): OrderRow {
  return { ...order, team: [], state }
}

export interface TeamMember {
  readonly userId: string
  readonly role: string
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

export function applicationRow(application: AshbyApplication): ApplicationRow {
  const { id, status, candidateId, jobId, stage, updatedAt } = application
  return {
    ...{ id, status, candidateId },
    ...(jobId && { jobId }),
    ...(stage && { stageId: stage.id }),
    ...(updatedAt && { updatedAt }),
  }
}
