import { didYouMean } from '../lib/nearest.ts'
import type { YamlFile } from '../lib/yaml-file.ts'
import type { Problem } from '../lib/yaml-problem.ts'
import { type CrosschqFile, NOT_SENT, type TemplateEntry } from './crosschq-schema.ts'
import { doubles } from './doubles.ts'
import type { Warning } from './mapping-text.ts'
import { triggerKey } from './trigger-schema.ts'

/** Templates that could not be told apart (R7), and triggers that lead to none. */
export function crosschqConflicts({ templates, triggers }: CrosschqFile, file: YamlFile): Problem[] {
  return [
    ...twice(templates, 'id', file),
    ...twice(templates, 'tag', file),
    ...triggers.flatMap(({ template }, index) => {
      const ids = templates.map(({ id }) => id)
      if (ids.includes(template)) return []
      const message = `triggers[${index}].template: no template has this id${didYouMean(template, ids)}`
      return [{ at: file.at(['triggers', index, 'template']), message }]
    }),
    ...doubles(triggers, (trigger) => `${triggerKey(trigger)} ${trigger.template}`).map(({ index, first }) => ({
      at: file.at(['triggers', index]),
      message: `says the same as line ${file.at(['triggers', first]).line}; remove one`,
    })),
  ]
}

function twice(templates: readonly TemplateEntry[], member: 'id' | 'tag', file: YamlFile): Problem[] {
  return doubles(templates, (template) => template[member]).map(({ index, first }) => {
    const line = file.at(['templates', first, member]).line
    const message = `templates[${index}].${member}: the template "${templates[first]?.id}" has this ${member} already, in line ${line}`
    return { at: file.at(['templates', index, member]), message }
  })
}

export function crosschqWarnings({ templates, triggers }: CrosschqFile, file: YamlFile): Warning[] {
  return [
    ...templates.flatMap((template, index) => templateWarnings(template, index, file)),
    ...doubles(triggers, triggerKey).map(({ index, first }) => ({
      at: file.where(['triggers', index]),
      message: `line ${file.at(['triggers', first]).line} has this job and stage too, with another template`,
    })),
  ]
}

function templateWarnings(template: TemplateEntry, index: number, file: YamlFile): Warning[] {
  const { any = 0, anyAs } = template.references
  const path = `templates[${index}]`
  const ignored = NOT_SENT.filter((member) => (template[member] ?? '') !== '').map((member) => ({
    at: file.where(['templates', index, member]),
    message: `${path}.${member}: is not sent; a request to Crosschq has no place for it`,
  }))
  if (any === 0) return ignored
  const message = `${path}.references.any: a request cannot leave the relationship open; ${any} asked for as ${anyAs}`
  return [...ignored, { at: file.where(['templates', index, 'references', 'any']), message }]
}
