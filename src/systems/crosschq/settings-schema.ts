import { z } from 'zod'
import { looseText } from '../../lib/loose.ts'

/** The five of https://support.crosschq.com/knowledge/crosschq-partner-api */
export const RELATIONSHIPS = ['managers', 'employees', 'peers', 'business', 'social'] as const
export type Relationship = (typeof RELATIONSHIPS)[number]

export interface RelationshipLimits {
  readonly id: string
  readonly name: string
  readonly min: number
  readonly max: number
  readonly default: number
}

export interface CrosschqConfig {
  readonly relationships: readonly RelationshipLimits[]
  readonly minReferenceCount: number
}

export interface Survey {
  readonly codename: string
  readonly name: string
  /** None where the account does not tell. */
  readonly relationships: readonly RelationshipLimits[]
}

/** Version 1 sends these as text, version 2 as numbers. */
const count = z.union(
  [
    z.int().min(0),
    z
      .string()
      .regex(/^\s*\d{1,6}\s*$/)
      .transform(Number),
  ],
  'is not a whole number',
)

const name = z.string().trim().min(1)

const Limits = z.object({ id: name, name: looseText, min: count, max: count, default: count }).transform(named)

/** Version 2: keyed by id, and what version 1 calls `name` is a `label`. */
const LimitsById = z
  .record(name, z.object({ label: looseText, name: looseText, min: count, max: count, default: count }))
  .transform((byId) =>
    Object.entries(byId).map(([id, { label, ...rest }]) => named({ ...rest, id, name: label ?? rest.name })),
  )

/** https://support.crosschq.com/knowledge/crosschq-partner-api */
export const Config = z
  .object({ relationships: z.union([z.array(Limits), LimitsById]), min_reference_count: count })
  .transform(
    ({ relationships, min_reference_count }): CrosschqConfig => ({
      relationships,
      minReferenceCount: min_reference_count,
    }),
  )

/** https://support.crosschq.com/knowledge/crosschq-partner-api-v2; version 1's own shape is not known. */
export const Surveys = z.array(
  z
    .object({ codename: name, name: looseText, relationships: z.union([z.array(Limits), LimitsById]).nullish() })
    .transform(
      ({ codename, name, relationships }): Survey => ({
        codename,
        name: name ?? codename,
        relationships: relationships ?? [],
      }),
    ),
)

function named({ name, ...rest }: Omit<RelationshipLimits, 'name'> & { readonly name?: string }): RelationshipLimits {
  return { ...rest, name: name ?? rest.id }
}
