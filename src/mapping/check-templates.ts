import { didYouMean } from '../lib/nearest.ts'
import type { Template } from './crosschq-load.ts'
import { RELATIONSHIPS } from './crosschq-schema.ts'

/** What an account of Crosschq says of itself; what it does not say is not judged. */
export interface CrosschqAccount {
  /** The fewest references a request may ask for. */
  readonly minimum?: number
  readonly relationships?: readonly RelationshipBounds[]
  readonly surveys?: readonly KnownSurvey[]
}

export interface RelationshipBounds {
  readonly id: string
  readonly min: number
  readonly max: number
}

export interface KnownSurvey {
  readonly codename: string
  /** Where a survey has bounds of its own, they count instead of the account's. */
  readonly relationships?: readonly RelationshipBounds[]
}

export interface TemplateProblem {
  /** `file:line:column` of the template. */
  readonly at: string
  /** The template's id. */
  readonly template: string
  readonly message: string
}

/** The templates that this account would refuse, and why. That it holds requests to its bounds is not documented. */
export function checkTemplates(templates: readonly Template[], account: CrosschqAccount): TemplateProblem[] {
  return templates.flatMap((template) => {
    const messages = [
      ...surveyProblems(template, account),
      ...sumProblems(template, account),
      ...boundProblems(template, account),
    ]
    const { id, at } = template
    return messages.map((message) => ({ at, template: id, message: `the template "${id}" ${message}` }))
  })
}

function surveyProblems({ survey }: Template, { surveys }: CrosschqAccount): string[] {
  const codenames = surveys?.map(({ codename }) => codename) ?? [survey]
  if (codenames.includes(survey)) return []
  const known = codenames.length === 0 ? '; the account has none' : `; it has ${codenames.join(', ')}`
  return [`names the survey "${survey}", which the account does not have${didYouMean(survey, codenames) || known}`]
}

function sumProblems({ references }: Template, { minimum = 0 }: CrosschqAccount): string[] {
  const sum = Object.values(references).reduce((before, count) => before + count, 0)
  return sum < minimum ? [`asks for ${sum} references, fewer than the ${minimum} that the account wants`] : []
}

function boundProblems({ references, survey }: Template, { relationships, surveys }: CrosschqAccount): string[] {
  const own = surveys?.find(({ codename }) => codename === survey)?.relationships
  const bounds = own?.length ? own : relationships
  if (!bounds) return []
  return RELATIONSHIPS.flatMap((id) => {
    const count = references[id] ?? 0
    const bound = bounds.find((one) => one.id === id)
    if (!bound) return count > 0 ? [`asks for ${count} ${id}, a relationship that the account does not have`] : []
    if (count >= bound.min && count <= bound.max) return []
    return [`asks for ${count} ${id}; the account allows ${bound.min} to ${bound.max}`]
  })
}
