import { z } from 'zod'
import type { Json } from '../../lib/json.ts'
import type { Money } from '../../record/record.ts'
import type { AshbyStage } from './job-schema.ts'
import type { AshbyTeamMember } from './people-schema.ts'
import { type AshbyCustomValues, CustomValue, calendarDate, flag, id, ids, listOf, text } from './schema-parts.ts'

/**
 * Ashby's shapes turned into ours, once. Its reference marks few fields as nullable while live answers hold null in
 * many, so whatever is not an id is read as value, null or missing; enum values we do not know are kept as they are.
 * https://developers.ashbyhq.com/reference/introduction
 */
export interface AshbyOpening {
  readonly id: string
  /** Draft, Approved, Open, Closed or Filled, or whatever Ashby adds one day. */
  readonly state: string
  readonly isArchived: boolean
  readonly identifier?: string
  readonly description?: string
  readonly teamId?: string
  /** Both `YYYY-MM-DD`. */
  readonly targetHireDate?: string
  readonly targetStartDate?: string
  readonly isBackfill: boolean
  readonly employmentType?: string
  readonly locationIds: readonly string[]
  readonly jobIds: readonly string[]
  /** Raw values by field id: the type of a value stands on the field's definition only. */
  readonly custom: Readonly<Record<string, Json>>
}

export interface AshbyOption {
  readonly label: string
  readonly value: string
  readonly isArchived: boolean
}

export interface AshbyField {
  readonly id: string
  readonly title: string
  readonly objectType: string
  readonly fieldType: string
  readonly isArchived: boolean
  readonly options: readonly AshbyOption[]
  readonly isDateOnly?: boolean
}

export interface AshbyApplication {
  readonly id: string
  readonly status: string
  readonly candidateId: string
  readonly candidateName?: string
  readonly jobId?: string
  readonly openingIds: readonly string[]
  /** Where it stands now. */
  readonly stage?: AshbyStage
  readonly hiringTeam: readonly AshbyTeamMember[]
  readonly updatedAt?: string
  /** Only while it is archived. */
  readonly archivedAt?: string
  readonly custom: AshbyCustomValues
}

/** One stay of an application in a stage. */
export interface AshbyVisit {
  readonly id: string
  readonly stageId?: string
  readonly title?: string
  /** ISO 8601 with zone, both. */
  readonly enteredAt: string
  /** None: it is there still. */
  readonly leftAt?: string
}

export interface AshbyOfferVersion {
  readonly id: string
  /** `YYYY-MM-DD`: the calendar date as written, whatever time follows it. */
  readonly startDate?: string
  readonly openingId?: string
  readonly salary?: Money
  readonly createdAt?: string
  readonly custom: AshbyCustomValues
}

export interface AshbyOffer {
  readonly id: string
  readonly applicationId: string
  readonly acceptanceStatus?: string
  readonly offerStatus?: string
  readonly decidedAt?: string
  readonly version?: AshbyOfferVersion
}

export interface AshbyCandidate {
  readonly id: string
  readonly name: string
  readonly email?: string
  readonly emails: readonly string[]
  readonly phone?: string
  /** Its page in Ashby. */
  readonly profileUrl?: string
  /** Without the resume. Names only: a file's handle is a key to the file, so it is never kept. */
  readonly files: readonly { readonly id: string; readonly name: string }[]
  readonly custom: AshbyCustomValues
}

export interface AshbyDepartment {
  readonly id: string
  readonly name: string
  readonly externalName?: string
  readonly parentId?: string
  readonly isArchived: boolean
}

export interface AshbyLocation {
  readonly id: string
  readonly name: string
  readonly externalName?: string
  readonly isArchived: boolean
}

export interface AshbyWebhook {
  readonly id: string
  readonly enabled: boolean
  readonly url: string
  readonly type: string
}

export interface AshbyKey {
  readonly title?: string
  /** In the words of `apiKey.info`: `jobs:read`. */
  readonly scopes: readonly string[]
}

const OpeningVersion = z.object({
  identifier: text,
  description: text,
  teamId: text,
  targetHireDate: calendarDate,
  targetStartDate: calendarDate,
  isBackfill: flag,
  employmentType: text,
  locationIds: ids,
  jobIds: ids,
  customFields: listOf(CustomValue),
})

/** The id and the state stand on the opening, everything else on its latest version, which has an id of its own. */
export const Opening = z
  .object({ id, openingState: z.string(), isArchived: flag, latestVersion: OpeningVersion })
  .transform(({ id, openingState, isArchived, latestVersion: { customFields, ...version } }): AshbyOpening => {
    const custom = Object.fromEntries(customFields.map((field) => [field.id, field.value]))
    return { id, state: openingState, isArchived, ...version, custom }
  })

/** An option that lacks its label or its value is known by the other one. */
const Option = z
  .object({ label: text, value: text, isArchived: flag })
  .refine(({ label, value }) => label ?? value, 'has neither label nor value')
  .transform(
    ({ label, value, isArchived }): AshbyOption => ({
      label: (label ?? value) as string,
      value: (value ?? label) as string,
      isArchived,
    }),
  )

/**
 * Fields are created for `Opening_Version` and `Offer_Version` and then listed under `Opening` and `Offer`; whichever
 * of the two a definition says, we say the second. https://developers.ashbyhq.com/reference/customfieldcreate
 */
export const Field = z
  .object({
    id,
    title: z.string(),
    objectType: z.string().transform((type) => type.replace(/_Version$/, '')),
    fieldType: z.string(),
    isArchived: flag,
    selectableValues: listOf(Option),
    isDateOnlyField: z.boolean().nullish(),
  })
  .transform(
    ({ selectableValues, isDateOnlyField, ...field }): AshbyField => ({
      ...field,
      options: selectableValues,
      isDateOnly: isDateOnlyField ?? undefined,
    }),
  )

export const Department = z.object({ id, name: z.string(), externalName: text, parentId: text, isArchived: flag })

export const Location = z.object({ id, name: z.string(), externalName: text, isArchived: flag })

export const Webhook = z
  .object({ id, enabled: z.boolean(), requestUrl: z.string(), webhookType: z.string() })
  .transform(
    ({ id, enabled, requestUrl, webhookType }): AshbyWebhook => ({ id, enabled, url: requestUrl, type: webhookType }),
  )

export const Key = z.object({ title: text, scopes: z.array(z.string()) })
