import { type Limits, RELATIONSHIPS, type RelationshipId, type Survey } from './model.ts'

const limits = (label: string, standard: number): Limits => ({ label, min: 0, max: 10, default: standard })

/** Labels and numbers of the examples at https://support.crosschq.com/knowledge/crosschq-partner-api and its v2. */
const LIMITS: Readonly<Record<RelationshipId, Limits>> = {
  managers: limits('Manager', 2),
  employees: limits('Direct Report(s)', 2),
  peers: limits('Coworker/Peer', 2),
  business: limits('Customer(s)/Supplier(s)', 2),
  social: limits('Mentor', 0),
}

export const STANDARD_SURVEYS: readonly Survey[] = [
  surveyFrom({ codename: 'software-engineer', name: 'Software Engineer' }),
  surveyFrom({ codename: 'brand-marketer-manager', name: 'Brand Marketer - Manager' }),
]

/** A survey with the account's relationships; those set to null are left out. */
export function surveyFrom({
  codename,
  name = codename,
  relationships = {},
}: {
  readonly codename: string
  readonly name?: string
  readonly relationships?: Readonly<Partial<Record<RelationshipId, Partial<Limits> | null>>>
}): Survey {
  const kept = RELATIONSHIPS.filter((id) => relationships[id] !== null)
  const entries = kept.map((id) => [id, { ...LIMITS[id], ...relationships[id] }])
  return { codename, name, relationships: Object.fromEntries(entries) }
}

/** v1: numbers travel as texts, and the label is called `name`. */
export function accountView(minReferenceCount: number): object {
  const relationships = RELATIONSHIPS.map((id) => {
    const { label, min, max, default: standard } = LIMITS[id]
    return { id, name: label, min: String(min), max: String(max), default: String(standard) }
  })
  return { relationships, min_reference_count: minReferenceCount }
}

/** v2: relationships by id, and numbers are numbers. */
export function surveyView({ codename, name, relationships }: Survey): object {
  const entries = Object.entries(relationships).map(([id, limits]) => {
    return [id, { ...limits, skip_reference_optin: false, whv_mode: 'default' }]
  })
  return { codename, name, relationships: Object.fromEntries(entries) }
}
