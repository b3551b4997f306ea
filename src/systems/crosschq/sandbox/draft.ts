import { z } from 'zod'
import { type Counts, RELATIONSHIPS, type RequestDraft } from './model.ts'
import { type FieldErrors, invalid } from './refusal.ts'
import { type State, sumOf } from './state.ts'

const Name = z.string().trim().min(1, 'may not be blank')
const Person = z.object({ first_name: Name, last_name: Name, email: z.email('not an e-mail address') })
const Candidate = Person.extend({
  mobile_phone: z
    .string()
    .regex(/^\+\d{10,15}$/, 'not a + and digits')
    .optional(),
})
const Count = z.int('not a whole number').min(0, 'may not be negative').optional()

/** Field names as the known client sends them; which are required is not documented, the rest has a default here. */
const Body = z.object({
  candidate: Candidate,
  jobrole: Name,
  requestor: z.email('not an e-mail address'),
  config_params: z.strictObject({
    managers: Count,
    employees: Count,
    peers: Count,
    business: Count,
    social: Count,
  }),
  use_sms: z.boolean().default(false),
  send_past_due_notification: z.boolean().default(false),
  send_completed_notification: z.boolean().default(false),
  candidate_message: z.string().default(''),
  job_position: z.string().optional(),
  hiring_manager: Person.optional(),
  hiring_managers: z.array(Person).optional(),
})

/** The body of a create call, or a refusal that names the fields. */
export function readDraft(state: State, body: unknown): RequestDraft {
  const parsed = Body.safeParse(body)
  if (!parsed.success) throw invalid(byField(parsed.error))
  const { config_params: counts, jobrole, requestor } = parsed.data
  const errors = {
    ...surveyErrors(state, jobrole, counts),
    ...(isKnown(state, requestor) ? {} : { requestor: ['No user of this account has this address.'] }),
  }
  if (Object.keys(errors).length > 0) throw invalid(errors)
  return toDraft(parsed.data)
}

function toDraft(body: z.output<typeof Body>): RequestDraft {
  const { hiring_manager: manager, hiring_managers: managers = manager ? [manager] : [] } = body
  return {
    candidate: body.candidate,
    jobrole: body.jobrole,
    requestor: body.requestor,
    counts: body.config_params,
    hiringManagers: managers,
    jobPosition: body.job_position ?? null,
    candidateMessage: body.candidate_message,
    usesSms: body.use_sms,
    tellsPastDue: body.send_past_due_notification,
    tellsCompleted: body.send_completed_notification,
  }
}

function byField({ issues }: z.ZodError): FieldErrors {
  const errors: Record<string, string[]> = {}
  for (const { path, message } of issues) {
    const [field = 'body', ...inside] = path.map(String)
    errors[field] = [...(errors[field] ?? []), [...inside, message].join(': ')]
  }
  return errors
}

/** That Crosschq holds callers to its own limits is inferred. */
function surveyErrors(state: State, codename: string, counts: Counts): FieldErrors {
  const survey = state.surveys.get(codename)
  if (survey === undefined) return { jobrole: ['No survey has this codename.'] }
  const errors = RELATIONSHIPS.flatMap((id) => {
    const { min, max } = survey.relationships[id] ?? { min: 0, max: 0 }
    const count = counts[id] ?? 0
    return count < min || count > max ? [`${id}: ${count} is not between ${min} and ${max}`] : []
  })
  const [sum, least] = [sumOf(counts), state.settings.minReferenceCount]
  if (sum < least) errors.push(`${sum} references are fewer than ${least}`)
  return errors.length === 0 ? {} : { config_params: errors }
}

function isKnown({ people, settings }: State, email: string): boolean {
  return !settings.requestorMustExist || people.has(email.toLowerCase())
}
