import { z } from 'zod'
import type { Connection } from '../../connectors/connector.ts'
import type { HttpParts } from '../parts.ts'

export const Webhooks = z.object({
  path: z.string(),
  url: z.string().nullable().describe('Null without server.publicUrl. {event} is the name the vendor gives it.'),
  deliveries: z.array(z.object({ event: z.string(), receivedAt: z.string() })).describe('The last of each event.'),
  addresses: z
    .array(
      z.object({
        ...{ event: z.string(), system: z.string(), url: z.string().nullable() },
        how: z.string().describe('Where it is set up and what proves it genuine; a token is named, never shown.'),
        lastDelivery: z.string().nullable(),
      }),
    )
    .describe('Of each event that means work.'),
})

type Deliveries = z.output<typeof Webhooks>['deliveries']

/** Without secrets: where a vendor signs nothing, the token is added by whoever sets the webhook up. */
export function viewWebhooks(
  { publicUrl }: HttpParts,
  { id, hookEvents = [] }: Connection,
  deliveries: Deliveries,
): z.output<typeof Webhooks> {
  const path = `/hooks/${id}/{event}`
  const url = publicUrl ? `${publicUrl.replace(/\/+$/, '')}${path}` : null
  const last = new Map(deliveries.map(({ event, receivedAt }) => [event, receivedAt]))
  const addresses = hookEvents.map(({ event, system, how }) => ({
    ...{ event, system, how },
    url: url?.replace('{event}', event) ?? null,
    lastDelivery: last.get(event) ?? null,
  }))
  return { path, url, deliveries, addresses }
}
