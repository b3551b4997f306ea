import { z } from 'zod'

/** Since June 2026 text is taken for a number or a boolean where the schema asks for one (Ashby's changelog). */
export const number = z.preprocess((value) => (isText(value) ? Number(value) : value), z.number())
export const boolean = z.preprocess(
  (value) => (value === 'true' ? true : value === 'false' ? false : value),
  z.boolean(),
)
export const uuid = z.guid()
export const epochMs = z.preprocess((value) => (isText(value) ? Number(value) : value), z.int().nonnegative())
export const calendarDate = z.iso.date()
export const currencyCode = z.string().refine((code) => CURRENCIES.has(code), 'not an ISO 4217 code')

/** What every paged list takes; a limit above 100 is refused here, which the documents do not settle. */
export const paging = {
  cursor: z.string().optional(),
  syncToken: z.string().optional(),
  limit: number.pipe(z.int().min(1).max(100)).optional(),
}

export const pagingByCreation = { ...paging, createdAfter: epochMs.optional() }

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== ''
}
