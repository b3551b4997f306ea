import type { OpenApi, PathItem } from './document.ts'
import type { Schema } from './schema.ts'

/**
 * Version 3.0 has no webhooks: what vendors tell of their own accord stands among the components. ChartHop has one form
 * for all events. Lever and SmartRecruiters have one for each, and end the choice with "anything": here each event has
 * its own form only, by the tables of their pages; an event whose form nobody has seen stays free.
 */
export function deliveriesOf({ components: { schemas } }: OpenApi): Readonly<Record<string, PathItem>> {
  if (schemas.WebhookNotification) return { WebhookNotification: told(reference('WebhookNotification')) }
  if (schemas.WebhookDelivery) return byEvent(schemas.WebhookEventName, (name) => leverForm(schemas, name))
  return byEvent(schemas.EventName, smartRecruitersForm)
}

/** https://hire.lever.co/developer/documentation#webhooks */
const LEVER_DATA: Readonly<Record<string, string>> = {
  candidateStageChange: 'StageChangeData',
  candidateHired: 'HiredData',
  candidateArchiveChange: 'ArchiveChangeData',
  applicationCreated: 'ApplicationCreatedData',
}

/** The button that tries a connection sends the event with nothing in it. */
const NOTHING: Schema = { type: 'object', additionalProperties: false }

function leverForm({ WebhookDelivery }: OpenApi['components']['schemas'], name: string): Schema {
  const { properties, ...rest } = WebhookDelivery as { readonly properties: object }
  const form = LEVER_DATA[name]
  const data = form === undefined ? { type: 'object' } : { anyOf: [reference(form), NOTHING] }
  return { ...rest, properties: { ...properties, data } }
}

/** https://developers.smartrecruiters.com/docs/receiving-webhook-notifications; the first that fits. */
const SMARTRECRUITERS_FORMS: readonly (readonly [event: RegExp, form: string])[] = [
  [/^application\.attachment\./, 'ApplicationAttachmentWebhookPayload'],
  [/^application\./, 'ApplicationWebhookPayload'],
  [/^(candidate\.\w+|job\.(created|updated|status\.updated|hiring-team\.updated))$/, 'IdWebhookPayload'],
  [/^offer\.(created|updated)$/, 'OfferWebhookPayload'],
  [/^review\./, 'ReviewWebhookPayload'],
]

function smartRecruitersForm(name: string): Schema {
  const [, form] = SMARTRECRUITERS_FORMS.find(([event]) => event.test(name)) ?? []
  return form === undefined ? { type: 'object' } : reference(form)
}

function byEvent(names: Schema | undefined, formOf: (name: string) => Schema): Readonly<Record<string, PathItem>> {
  const { enum: all = [] } = (names ?? {}) as { readonly enum?: readonly string[] }
  return Object.fromEntries(all.map((name) => [name, told(formOf(name))]))
}

function told(schema: Schema): PathItem {
  return { post: { requestBody: { content: { 'application/json': { schema } } }, responses: {} } }
}

function reference(name: string): Schema {
  return { $ref: `#/components/schemas/${name}` }
}
