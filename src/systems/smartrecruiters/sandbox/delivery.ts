import { createHmac } from 'node:crypto'
import type { Event } from './events.ts'
import type { Subscription } from './model.ts'
import type { State } from './state.ts'

export interface Parcel {
  readonly subscriptionId: string
  readonly eventId: string
  readonly event: Event
}

/** Signed anew each time it is tried, once for each key that is alive. */
export function signed(subscription: Subscription, { event, eventId }: Parcel, state: State, origin: string) {
  const now = state.clock.now()
  const body = JSON.stringify(event.body)
  const told = {
    ...{ 'event-id': eventId, 'event-name': event.name, 'event-version': 'v201910' },
    link: `<${origin}${event.path}>; rel=self`,
  }
  const seconds = String(Math.floor(now / 1000))
  const text = [seconds, body, ...Object.values(told)].join('.')
  const keys = subscription.keys.filter(({ expiresAt = Number.POSITIVE_INFINITY }) => expiresAt > now)
  const signatures = keys.map(({ key }) => `v1=${createHmac('sha256', key).update(text).digest('hex')}`)
  const proof: Readonly<Record<string, string>> =
    signatures.length === 0 ? {} : { 'smartrecruiters-signature': signatures.join(';') }
  const headers = { ...told, ...proof, ...authentication(subscription), 'smartrecruiters-timestamp': seconds }
  return { url: subscription.callbackUrl, headers, body }
}

function authentication({ callbackAuthentication: given }: Subscription): Readonly<Record<string, string>> {
  if (given?.type === 'header') return { [given.headerName ?? '']: given.headerValue ?? '' }
  if (given?.type !== 'basic') return {}
  return { authorization: `Basic ${Buffer.from(`${given.username}:${given.password}`).toString('base64')}` }
}
