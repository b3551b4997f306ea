import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import type { Settings } from './settings.ts'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** Crosschq's answer to a call it does not carry out: `errors` by field for bad input, else `detail`. */
export class Refusal extends Error {
  readonly status: number
  readonly errors: FieldErrors | undefined

  constructor(status: number, detail: string, errors?: FieldErrors) {
    super(detail)
    this.name = 'Refusal'
    this.status = status
    this.errors = errors
  }
}

export const notFound = (): Refusal => new Refusal(404, 'Not found.')
export const invalid = (errors: FieldErrors): Refusal =>
  new Refusal(400, `Wrong: ${Object.keys(errors).join(', ')}`, errors)

/** Seen by callers of the live API: `errors` may be an object or a list. */
export function toAnswer({ status, message, errors }: Refusal, { errorsAs }: Settings): SandboxAnswer {
  if (errors === undefined) return { status, body: { detail: message } }
  const list = Object.entries(errors).flatMap(([field, texts]) => texts.map((text) => `${field}: ${text}`))
  return { status, body: { errors: errorsAs === 'list' ? list : errors } }
}
