import { z } from 'zod'
import { section, version } from './sections.ts'
import { TriggerEntry } from './trigger-schema.ts'

/**
 * Keys are 32 hexadecimal digits (https://documenter.getpostman.com/view/7798010/VUjSEiSn); one written with dashes is
 * the same key.
 */
const InterviewKey = z
  .string()
  .regex(
    /^(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/,
    'expects the key of a Willo interview: 32 digits and letters from a to f',
  )
  .transform((key) => key.toLowerCase().replaceAll('-', ''))

const InterviewEntry = z.strictObject({
  interview: InterviewKey.describe('Key of a Willo interview'),
  triggers: section(TriggerEntry).describe('Whoever arrives at one of these is invited'),
})

export const WilloFile = z.strictObject({ version, interviews: section(InterviewEntry) })
export type WilloFile = z.output<typeof WilloFile>
