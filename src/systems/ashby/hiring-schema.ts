import { z } from 'zod'
import type { Money } from '../../record/record.ts'
import { Stage } from './job-schema.ts'
import { team } from './people-schema.ts'
import type { AshbyApplication, AshbyCandidate, AshbyOffer, AshbyOfferVersion, AshbyVisit } from './schema.ts'
import { calendarDate, customValues, flag, id, listOf, text } from './schema-parts.ts'

export const Application = z
  .object({
    id,
    status: z.string(),
    candidate: z.object({ id, name: text }),
    job: z.object({ id: text }).nullish(),
    openings: listOf(z.object({ id })),
    currentInterviewStage: Stage.nullish(),
    hiringTeam: team,
    updatedAt: text,
    archivedAt: text,
    customFields: customValues,
  })
  .transform(
    ({ candidate, job, openings, currentInterviewStage, customFields, ...application }): AshbyApplication => ({
      ...application,
      stage: currentInterviewStage ?? undefined,
      candidateId: candidate.id,
      candidateName: candidate.name,
      jobId: job?.id,
      openingIds: openings.map((opening) => opening.id),
      custom: customFields,
    }),
  )

const time = z.iso.datetime({ offset: true })

const Visit = z.object({ id, stageId: text, title: text, enteredStageAt: time, leftStageAt: time.nullish() }).transform(
  ({ enteredStageAt, leftStageAt, ...visit }): AshbyVisit => ({
    ...visit,
    enteredAt: enteredStageAt,
    leftAt: leftStageAt ?? undefined,
  }),
)

/** Oldest first; the order in the answer is not documented. */
export const Visits = z
  .object({ applicationHistory: listOf(Visit) })
  .transform(({ applicationHistory }): readonly AshbyVisit[] => applicationHistory.toSorted(byTime))

function byTime(a: AshbyVisit, b: AshbyVisit): number {
  return Date.parse(a.enteredAt) - Date.parse(b.enteredAt) || leftMs(a) - leftMs(b)
}

function leftMs({ leftAt }: AshbyVisit): number {
  return leftAt === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(leftAt)
}

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
    profileUrl: text,
    fileHandles: listOf(z.object({ id, name: z.string() })),
    customFields: customValues,
  })
  .transform(({ id, name, profileUrl, fileHandles, customFields, ...contacts }): AshbyCandidate => {
    const emails = primaryFirst(contacts.primaryEmailAddress, contacts.emailAddresses)
    const [phone] = primaryFirst(contacts.primaryPhoneNumber, contacts.phoneNumbers)
    return { id, name, email: emails[0], emails, phone, profileUrl, files: fileHandles, custom: customFields }
  })

type Contact = z.infer<typeof Contact>

function primaryFirst(named: Contact | null | undefined, listed: readonly Contact[]): readonly string[] {
  const marked = listed.filter((contact) => contact.isPrimary)
  const values = [...(named ? [named] : []), ...marked, ...listed].map((contact) => contact.value?.trim())
  return [...new Set(values.filter((value) => value !== undefined && value !== ''))] as string[]
}
