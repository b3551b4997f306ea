/**
 * The class of an error says what its catcher may do next. Messages hold method, path template, status, code and
 * request id, never a body: bodies carry people (ARCHITECTURE, trap 9).
 */
export interface CallFacts {
  readonly method?: string
  /** The path with its variables still in braces, so that no id or name is in it. */
  readonly path?: string
  readonly status?: number
  /** The vendor's own error code, e.g. `missing_endpoint_permission`. */
  readonly code?: string
  readonly requestId?: string
  /** The permission the vendor named, where it named one. */
  readonly permission?: string
  readonly retryAfterMs?: number
}

abstract class FactError extends Error {
  readonly facts: CallFacts

  constructor(message: string, facts: CallFacts = {}, options?: ErrorOptions) {
    super(message + describe(facts), options)
    this.facts = facts
    this.name = this.constructor.name
  }
}

/** Nothing was applied; the same call may be made again later. */
export class RetryableError extends FactError {}

/** A write was sent and no readable answer came: look at the target before anything else (fault C7). */
export class UnknownOutcomeError extends FactError {}

/** The vendor refused this one record; the others go on. */
export class RejectedRecordError extends FactError {}

/** The vendor has no such call: told once for the record, and not tried again before something about it changes. */
export class UnsupportedError extends FactError {
  /** What a status page groups by. */
  readonly reason: string

  constructor(message: string, reason = 'unsupported', facts: CallFacts = {}) {
    super(message, facts)
    this.reason = reason
  }
}

/** This system cannot be used as configured (key, permission, host): the flow that needs it stops. */
export class FatalError extends FactError {}

/** Nobody has allowed access yet, or it was taken back: only a person can grant it, and the message says where. */
export class DisconnectedError extends FatalError {}

/** What a person wrote in a file cannot be used; says where, and the way out. */
export class ConfigError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'ConfigError'
  }
}

function describe({ method, path, status, code, requestId, permission }: CallFacts): string {
  const facts = [
    method && path ? `${method} ${path}` : path,
    status === undefined ? undefined : `status ${status}`,
    code ? `code ${code}` : undefined,
    permission ? `permission ${permission}` : undefined,
    requestId ? `request ${requestId}` : undefined,
  ].filter((fact) => fact !== undefined)
  return facts.length === 0 ? '' : ` (${facts.join(', ')})`
}

/** The vendor no longer takes our "changes since" token: drop it and read the whole list. */
export class TokenExpiredError extends FactError {}
