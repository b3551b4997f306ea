import { z } from 'zod'
import { isSafeBaseUrl } from './addresses.ts'
import { isCronExpression } from './cron-expression.ts'

/** Settings that mean the same wherever they stand. No message here repeats a value. */

export const Name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'expects letters, digits, - and _, at most 64, and no - or _ in front')

/** Text that may be left out; empty text, as an unset `${NAME:-}` gives, is left out too. */
export const OptionalText = z
  .string()
  .max(4096)
  .optional()
  .transform((text) => (text === '' ? undefined : text))

/** A secret that may be empty: the direction that needs it does not run then. */
export const Secret = z.string().max(4096).default('')

/** The root of an API. Plain http would send the key in the clear, so only this machine is reached that way. */
export const BaseUrl = z
  .string()
  .refine(isSafeBaseUrl, 'expects an https address (http for this machine only), without user, query or #')
  .transform((text) => text.replace(/\/+$/, ''))

export const Rate = z.strictObject({
  perSecond: z.number().positive().max(1000),
  inFlight: z.int().min(1).max(100),
})
export type Rate = z.output<typeof Rate>

export const Schedule = z
  .string()
  .refine(isCronExpression, 'expects five cron fields, such as "*/5 * * * *" (minute hour day month weekday)')

const SHARE_FORM = 'expects a share from 0% to 100%, or a whole number'

/** How much of something: `25%`, or a count. */
export type Share = { readonly percent: number } | { readonly count: number }
export const Share = z
  .union([z.int().min(0).max(1_000_000), z.string().regex(/^(100|\d{1,2})%$|^\d{1,6}$/, SHARE_FORM)], {
    error: SHARE_FORM,
  })
  .transform((share): Share => {
    const amount = Number.parseInt(String(share), 10)
    return String(share).endsWith('%') ? { percent: amount } : { count: amount }
  })

/** What every connection has, whatever its connector. */
export const connectionSettings = {
  id: Name,
  enabled: z.boolean().default(true),
  mapping: z.string().min(1).max(4096),
}
