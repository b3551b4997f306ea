import type { Value } from '../record/record.ts'
import type { Transform } from './transform-schema.ts'
import {
  isMoney,
  lookUp,
  money,
  multiplied,
  type Outcome,
  onNumber,
  onText,
  type Present,
  rounded,
  split,
  truncated,
  wordSteps,
} from './transform-steps.ts'

/**
 * One value through a field's transforms, in order. Never throws, and never puts the value into the problem. An empty
 * value passes every step but `default`.
 */
export function applyTransforms(transforms: readonly Transform[], value: Value): Outcome {
  if (!isFiniteValue(value)) return { problem: 'is not a finite number' }
  let outcome: { readonly value: Value } = { value: normal(value) }
  for (const [index, transform] of transforms.entries()) {
    const next = applyOne(transform, outcome.value)
    if ('problem' in next) return { problem: `transform ${index + 1} (${nameOf(transform)}): ${next.problem}` }
    outcome = { value: normal(next.value) }
  }
  return outcome
}

function applyOne(transform: Transform, value: Value): Outcome {
  if (value === null)
    return { value: typeof transform === 'object' && 'default' in transform ? transform.default : null }
  return typeof transform === 'string' ? wordSteps[transform](value) : applyWithArgument(transform, value)
}

function applyWithArgument(transform: Exclude<Transform, string>, value: Present): Outcome {
  if ('default' in transform) return { value }
  if ('map' in transform) return lookUp(value, transform)
  if ('prefix' in transform) return onText(value, (text) => transform.prefix + text)
  if ('suffix' in transform) return onText(value, (text) => text + transform.suffix)
  if ('truncate' in transform) return onText(value, (text) => truncated(text, transform.truncate))
  if ('split' in transform) return split(value, transform.split)
  if ('join' in transform) return Array.isArray(value) ? { value: value.join(transform.join) } : { value }
  if ('round' in transform) return onNumber(value, (number) => rounded(number, transform.round))
  if ('multiply' in transform) return onNumber(value, (number) => multiplied(number, transform.multiply))
  return money(value, transform.toMoney)
}

function isFiniteValue(value: Value): boolean {
  const number = isMoney(value) ? value.amount : value
  return typeof number !== 'number' || Number.isFinite(number)
}

/** Empty text and an empty list are "empty", and lists hold no empty texts. */
function normal(value: Value): Value {
  if (!Array.isArray(value)) return value === '' ? null : value
  const texts = value.filter((text) => text !== '')
  return texts.length === 0 ? null : texts
}

function nameOf(transform: Transform): string {
  return typeof transform === 'string' ? transform : (Object.keys(transform).find((key) => key !== 'otherwise') ?? '')
}
