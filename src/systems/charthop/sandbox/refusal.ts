import type { SandboxAnswer } from '../../../sandbox/exchange.ts'

/** ChartHop's answer to a call it does not carry out: `{ code, message }`, code being the HTTP status. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}

export const invalid = (message: string): Refusal => new Refusal(400, message)
export const forbidden = (): Refusal => new Refusal(403, 'permission denied')
export const notFound = (what: string): Refusal => new Refusal(404, `${what} not found`)
/** Things ChartHop can do and this sandbox does not: said aloud, so that no test passes on a guess. */
export const unsupported = (what: string): Refusal => new Refusal(501, `the sandbox does not support ${what}`)

export function toAnswer(refusal: Refusal): SandboxAnswer {
  return { status: refusal.status, body: { code: refusal.status, message: refusal.message } }
}
