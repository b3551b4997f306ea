/** A webhook as it arrived. */
export interface Hook {
  readonly body: unknown
  /** What stands behind the `?` of the address, without it. */
  readonly query: string
  /** The event's, where it stands beside the body. */
  readonly name?: string
}

export function hooksOf({ received }: { readonly received: readonly Arrived[] }): readonly Hook[] {
  return received.map(({ path, body }) => ({ body, query: path.split('?')[1] ?? '' }))
}

/** Of vendors whose addresses carry nothing. */
export function rawHooksOf({ received }: { readonly received: readonly { readonly raw: string }[] }): readonly Hook[] {
  return received.map(({ raw }) => ({ body: JSON.parse(raw) as unknown, query: '' }))
}

interface Arrived {
  readonly path: string
  readonly body: unknown
}
