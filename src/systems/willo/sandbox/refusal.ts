import type { SandboxAnswer } from '../../../sandbox/exchange.ts'

export type FieldErrors = Readonly<Record<string, readonly string[]>>

/** Willo's answer to a call it does not carry out: messages by field for bad input, else `detail`. */
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
export const forbidden = (): Refusal => new Refusal(403, 'This user may not do that.')
export const invalid = (errors: FieldErrors): Refusal =>
  new Refusal(400, `Wrong: ${Object.keys(errors).join(', ')}`, errors)
/** Things Willo can do and this sandbox does not: said aloud, so that no test passes on a guess. */
export const unsupported = (): Refusal => new Refusal(501, 'The sandbox does not carry this call out.')

export function toAnswer({ status, message, errors }: Refusal): SandboxAnswer {
  return { status, body: errors ?? { detail: message } }
}
