import type { SandboxAnswer } from '../../../sandbox/exchange.ts'

/** SmartRecruiters' answer to a call it does not carry out. */
export class Refusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
    this.code = code
  }
}

export const invalid = (message: string, code = 'BAD_REQUEST'): Refusal => new Refusal(400, code, message)
export const notFound = (what: string): Refusal =>
  new Refusal(404, `${what.toUpperCase()}_NOT_FOUND`, `No such ${what}`)
export const forbidden = (message: string): Refusal => new Refusal(403, 'FORBIDDEN', message)

export function toAnswer({ status, code, message }: Refusal): SandboxAnswer {
  return { status, body: { message, errors: [{ code, message }] } }
}

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw notFound(what)
  return value
}
