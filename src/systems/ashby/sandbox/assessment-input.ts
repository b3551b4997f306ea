import { z } from 'zod'
import { parse } from './endpoint.ts'
import { ASSESSMENT_VALUE_TYPES, type AssessmentUpdate, type AssessmentValue } from './model-assessments.ts'
import { invalidInput } from './refusal.ts'
import type { Settings } from './settings.ts'

const value = z.object({
  identifier: z.string(),
  label: z.string(),
  description: z.string().optional(),
  type: z.enum(ASSESSMENT_VALUE_TYPES),
  value: z.union([z.string(), z.number(), z.boolean()]),
})

const update = z.object({
  assessment_id: z.string(),
  timestamp: z.int().nonnegative(),
  assessment_status: value.optional(),
  assessment_profile_url: value.optional(),
  assessment_result: value.optional(),
  cancelled_reason: value.optional(),
  metadata: z.array(value).optional(),
})

/** The update, or a refusal by the rules of https://developers.ashbyhq.com/reference/assessmentupdate */
export function parseUpdate(body: unknown, settings: Settings): AssessmentUpdate {
  const parsed = parse(update, body)
  checkParts(parsed)
  checkIdentifiers(valuesOf(parsed))
  if (settings.assessmentValuesFitTypes) valuesOf(parsed).forEach(checkFits)
  return parsed
}

function checkParts(sent: AssessmentUpdate): void {
  if (sent.assessment_status === undefined && sent.cancelled_reason === undefined)
    throw invalidInput('assessment_status: required unless cancelled_reason is sent')
  const profile = sent.assessment_profile_url
  if (sent.assessment_result !== undefined && profile === undefined)
    throw invalidInput('assessment_profile_url: required with assessment_result')
  if (profile !== undefined && profile.type !== 'url') throw invalidInput('assessment_profile_url.type: must be url')
}

function checkIdentifiers(values: readonly AssessmentValue[]): void {
  const seen = new Set<string>()
  for (const { identifier } of values) {
    if (seen.has(identifier)) throw invalidInput(`identifier: ${identifier} is used twice`)
    seen.add(identifier)
  }
}

function valuesOf(sent: AssessmentUpdate): readonly AssessmentValue[] {
  const { assessment_status, assessment_profile_url, assessment_result, cancelled_reason, metadata = [] } = sent
  const parts = [assessment_status, assessment_profile_url, assessment_result, cancelled_reason]
  return [...parts.filter((part) => part !== undefined), ...metadata]
}

function checkFits({ identifier, type, value }: AssessmentValue): void {
  if (!FITS[type](value)) throw invalidInput(`value: ${identifier} is no ${type}`)
}

type Content = AssessmentValue['value']

const FITS: Readonly<Record<AssessmentValue['type'], (content: Content) => boolean>> = {
  numeric_score: (content) => typeof content === 'number',
  numeric_duration_minutes: (content) => typeof content === 'number',
  url: (content) => z.url({ protocol: /^https?$/ }).safeParse(content).success,
  string: (content) => typeof content === 'string',
  boolean_success: (content) => typeof content === 'boolean',
}
