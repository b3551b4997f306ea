import { z } from 'zod'
import type { Money } from '../../record/record.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer, AshbyOfferVersion } from './schema.ts'
import { calendarDate, customValues, flag, id, listOf, text } from './schema-parts.ts'

export const Application = z
  .object({
    id,
    status: z.string(),
    candidate: z.object({ id, name: text }),
    job: z.object({ id: text }).nullish(),
    openings: listOf(z.object({ id })),
    updatedAt: text,
    customFields: customValues,
  })
  .transform(
    ({ candidate, job, openings, customFields, ...application }): AshbyApplication => ({
      ...application,
      candidateId: candidate.id,
      candidateName: candidate.name,
      jobId: job?.id,
      openingIds: openings.map((opening) => opening.id),
      custom: customFields,
    }),
  )

/** An amount without its currency is no salary: reading it as "none" could clear somebody's pay elsewhere. */
const Salary = z
  .object({ value: z.number().nullish(), currencyCode: text })
  .refine(({ value, currencyCode }) => value == null || currencyCode !== undefined, 'has an amount but no currency')
  .nullish()
  .transform((salary): Money | undefined =>
    salary?.value == null ? undefined : { amount: salary.value, currency: salary.currencyCode as string },
  )

const OfferVersion = z
  .object({
    id,
    startDate: calendarDate,
    openingId: text,
    salary: Salary,
    createdAt: text,
    customFields: customValues,
  })
  .transform(({ customFields, ...version }): AshbyOfferVersion => ({ ...version, custom: customFields }))

export const Offer = z
  .object({
    id,
    applicationId: id,
    acceptanceStatus: text,
    offerStatus: text,
    decidedAt: text,
    latestVersion: OfferVersion.nullish(),
  })
  .transform(({ latestVersion, ...offer }): AshbyOffer => ({ ...offer, version: latestVersion ?? undefined }))

const Contact = z.object({ value: text, isPrimary: flag })

export const Candidate = z
  .object({
    id,
    name: z.string(),
    primaryEmailAddress: Contact.nullish(),
    emailAddresses: listOf(Contact),
    primaryPhoneNumber: Contact.nullish(),
    phoneNumbers: listOf(Contact),
    customFields: customValues,
  })
  .transform((candidate): AshbyCandidate => {
    const emails = primaryFirst(candidate.primaryEmailAddress, candidate.emailAddresses)
    const [phone] = primaryFirst(candidate.primaryPhoneNumber, candidate.phoneNumbers)
    return { id: candidate.id, name: candidate.name, email: emails[0], emails, phone, custom: candidate.customFields }
  })

type Contact = z.infer<typeof Contact>

function primaryFirst(named: Contact | null | undefined, listed: readonly Contact[]): readonly string[] {
  const marked = listed.filter((contact) => contact.isPrimary)
  const values = [...(named ? [named] : []), ...marked, ...listed].map((contact) => contact.value?.trim())
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]
}
