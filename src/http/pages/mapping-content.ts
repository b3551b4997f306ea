import { z } from 'zod'
import { parseYaml } from '../../lib/yaml-file.ts'
import type { Mapping } from './mapping.ts'

const text = z.string()
const list = <T extends z.ZodType>(entry: T) =>
  z
    .array(entry)
    .nullish()
    .transform((entries) => entries ?? [])
const Place = z.object({ job: text, stage: text })
const Trigger = Place.extend({ template: text })

/** As far as a form has a box for it. */
const Template = z.object({
  ...{ id: text, name: text, survey: text },
  tag: text.nullish(),
  description: text.nullish(),
  position: text.nullish(),
  references: z.record(z.string(), z.union([z.number(), text])),
  hiringManager: z.object({ firstName: text, lastName: text, email: text }).nullish(),
  message: text.nullish(),
  jobFunction: text.nullish(),
})
const Content = z.object({
  openings: list(z.object({ from: text })),
  templates: list(Template),
  triggers: list(Trigger),
  interviews: list(z.object({ interview: text, triggers: list(Place) })),
})

export type Place = z.output<typeof Place>
export type Trigger = z.output<typeof Trigger>
export type Template = z.output<typeof Template>
export type Content = z.output<typeof Content>

const nothing: Content = { openings: [], templates: [], triggers: [], interviews: [] }

/** What the text says, to fill forms with. Whether it may be said is the API's to judge: a text with problems says nothing here. */
export function contentOf({ text, file, problems }: Mapping): Content {
  if (problems.length > 0) return nothing
  return Content.parse(parseYaml(text, file).value)
}

/** A key of an interview as the vendor lists it, however it is written. */
export function interviewKey(written: string): string {
  return written.toLowerCase().replaceAll('-', '')
}
