import { invalid } from './refusal.ts'

export type Operator = ':' | '=' | '!=' | '>' | '>=' | '<' | '<='

/** One condition of a query; several hold together. */
export interface Condition {
  readonly isNegated: boolean
  readonly field: string
  readonly operator: Operator
  /** Several values by comma: any of them. */
  readonly values: readonly string[]
}

/**
 * The part of Carrot that filters need: conditions joined by a space, `&&` or `AND`, each `field:value,value`,
 * `field="text"` or a comparison, `!` before it negates. Sources: docs.charthop.com, Carrot reference and quick
 * reference of common filters. Anything else is a 400, so that no test rests on a filter that was skipped.
 */
export function parseQuery(text: string): readonly Condition[] {
  const conditions: Condition[] = []
  let rest = text.trim()
  while (rest !== '') {
    const joint = /^(?:&&|and\b)\s*/i.exec(rest)
    if (joint && conditions.length > 0) rest = rest.slice(joint[0].length)
    const match = CONDITION.exec(rest)
    if (!match) throw invalid('q: cannot be read')
    conditions.push(toCondition(match.groups!))
    rest = rest.slice(match[0].length).trimStart()
  }
  return conditions
}

/** Whether one of the texts a value goes by meets the condition. `isText` lets `:` find a part of it. */
export function meets(condition: Condition, texts: readonly string[], isText: boolean): boolean {
  const { operator, values, isNegated } = condition
  const isMet = values.some((value) => texts.some((text) => compare(text, operator, value, isText)))
  // "is not" holds for an empty value too, so it is the opposite of "is", not a comparison of its own.
  return operator === '!=' ? isMet === isNegated : isMet !== isNegated
}

const VALUE = `"[^"]*"|'[^']*'|[^\\s"'&|()]+`
const CONDITION = new RegExp(
  `^(?<negated>!?)(?<field>[A-Za-z][\\w.]*)\\s*(?<operator>:|!=|>=|<=|=|>|<)\\s*(?<value>(?:${VALUE})(?:,(?:${VALUE}))*)(?=\\s|&&|$)`,
)

function toCondition({ negated, field, operator, value }: Record<string, string | undefined>): Condition {
  const values = (value ?? '').match(/"[^"]*"|'[^']*'|[^,]+/g) ?? []
  return {
    isNegated: negated === '!',
    field: (field ?? '').toLowerCase(),
    operator: operator as Operator,
    values: values.map((one) => one.replace(/^(["'])(.*)\1$/, '$2').toLowerCase()),
  }
}

function compare(left: string, operator: Operator, right: string, isText: boolean): boolean {
  const text = left.toLowerCase()
  if (operator === ':') return isText ? text.includes(right) : text === right
  if (operator === '=' || operator === '!=') return text === right
  const order = orderOf(text, right)
  if (operator === '>') return order > 0
  if (operator === '<') return order < 0
  return operator === '>=' ? order >= 0 : order <= 0
}

function orderOf(left: string, right: string): number {
  const [a, b] = [Number(left), Number(right)]
  if (left !== '' && right !== '' && !Number.isNaN(a) && !Number.isNaN(b)) return a - b
  return left < right ? -1 : left > right ? 1 : 0
}
