import type { SandboxAnswer } from '../../../sandbox/exchange.ts'

/** Lever's answer to a call it does not carry out. */
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

/** This code is known; those of the others are not, only that they look like it. */
export const notFound = (what: string): Refusal => new Refusal(404, 'ResourceNotFound', `${what} was not found`)
export const invalid = (message: string): Refusal => new Refusal(400, 'BadRequest', message)
export const forbidden = (message: string): Refusal => new Refusal(403, 'Forbidden', message)
export const unauthorized = (): Refusal => new Refusal(401, 'Unauthorized', 'The credentials are missing or wrong')
/** Things Lever can do and this sandbox does not: said aloud, so that no test passes on a guess. */
export const unsupported = (): Refusal => new Refusal(501, 'SandboxOnly', 'The sandbox does not carry this call out')

export function toAnswer({ status, code, message }: Refusal): SandboxAnswer {
  return { status, body: { code, message } }
}
