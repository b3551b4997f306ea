export interface SandboxRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly rawBody: Buffer
  /** The body as JSON; undefined when it is empty or not JSON. */
  readonly body: unknown
}

export interface SandboxAnswer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; a string or bytes are sent as they are; undefined is an empty body. */
  readonly body: unknown
}
