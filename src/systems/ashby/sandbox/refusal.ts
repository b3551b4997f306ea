/** A logical failure: mostly HTTP 200 with success:false, see "Responses & Errors" at https://developers.ashbyhq.com/docs */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly errors: readonly string[]

  constructor(
    code: string,
    message: string,
    rest: { readonly status?: number; readonly errors?: readonly string[] } = {},
  ) {
    super(message)
    this.name = 'Refusal'
    this.code = code
    this.status = rest.status ?? 200
    this.errors = rest.errors ?? [code]
  }
}

export function invalidInput(message: string): Refusal {
  return new Refusal('invalid_input', message)
}

/** The value, or a refusal that it does not exist. */
export function found<T>(value: T | undefined, what: string, code: string): T {
  if (value === undefined) throw new Refusal(code, `${what} not found`)
  return value
}
