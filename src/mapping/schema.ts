import { z } from 'zod'
import { builtInProblem } from './built-in-fields.ts'
import { section, version } from './sections.ts'
import { Transforms } from './transform-schema.ts'

/** https://developers.ashbyhq.com/reference/customfieldcreate */
const ASHBY_FIELD_TYPES = [
  'Boolean',
  'Currency',
  'Date',
  'LongText',
  'MultiValueSelect',
  'Number',
  'String',
  'Url',
  'ValueSelect',
] as const

const Title = z.string().trim().min(1, 'is empty; write the title of an Ashby field').max(200)

const OpeningEntry = z.strictObject({
  from: fieldCode('openings').describe('Code of a ChartHop custom field of the job'),
  to: z
    .union([Title, z.strictObject({ title: Title, type: z.enum(ASHBY_FIELD_TYPES).optional() })])
    .describe('Title of the Ashby opening field; made when missing')
    .transform((to) => (typeof to === 'string' ? { title: to } : to)),
  transform: Transforms,
})

export const hireObjects = ['offer', 'application', 'candidate'] as const
export type HireObject = (typeof hireObjects)[number]

const HireEntry = z.strictObject({
  from: z
    .string()
    .regex(
      new RegExp(`^(${hireObjects.join('|')})\\. *\\S.{0,199}$`),
      'expects offer, application or candidate, a dot, and the title of an Ashby custom field: offer.T-Shirt Size',
    )
    .describe('offer., application. or candidate. and the title of an Ashby custom field')
    .transform((from) => {
      const dot = from.indexOf('.')
      return { object: from.slice(0, dot) as HireObject, title: from.slice(dot + 1).trim() }
    }),
  to: fieldCode('hires').describe('Code of a ChartHop custom field of the person or the job'),
  transform: Transforms,
})

export const MappingFile = z.strictObject({
  version,
  openings: section(OpeningEntry),
  hires: section(HireEntry),
})
export type MappingFile = z.output<typeof MappingFile>

function fieldCode(flow: 'openings' | 'hires') {
  return z.string().superRefine((code, context) => {
    const problem = builtInProblem(code, flow) ?? formProblem(code)
    if (problem) context.addIssue({ code: 'custom', message: problem })
  })
}

/** The code stands in a query to ChartHop, so nothing but a code may pass (form: https://api.charthop.com/swagger, CreateField). */
function formProblem(code: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(code)) return undefined
  return 'expects the code of a ChartHop custom field (letters, digits, _), not its label; "hirewire fields" lists them'
}
