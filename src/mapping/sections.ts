import { z } from 'zod'

export const version = z.literal(1, {
  error: ({ input }) => (input === undefined ? 'is missing; write version: 1' : 'expects 1'),
})

/** A section whose entries are all commented out is empty, not wrong. */
export function section<Entry extends z.ZodType>(entry: Entry) {
  return z
    .array(entry)
    .max(500)
    .nullish()
    .transform((entries) => entries ?? [])
}
