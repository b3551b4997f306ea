import {
  createDeliveries,
  DEFAULT_DELIVERIES,
  type Deliveries,
  type DeliverySettings,
} from '../../../sandbox/deliveries.ts'
import type { EventName, Interview, Participant, Webhook } from './model.ts'
import type { State } from './state.ts'
import { linkTo } from './views.ts'

export interface WebhookSettings extends DeliverySettings {
  /** How a body looks is not documented; one of these, or one of a test's own. */
  shape: keyof typeof SHAPES | ((told: Told) => unknown)
}

/** What a delivery is about. */
export interface Told {
  readonly event: EventName
  readonly participant: Participant
  readonly interview: Interview
  readonly stage: string
  readonly link: string | null
}

export interface Webhooks extends Omit<Deliveries, 'send'> {
  readonly settings: WebhookSettings
  tell(event: EventName, participant: Participant): void
}

/** No signature, no secret, and no event name: receivers put both in the address they register. */
export function createWebhooks(given: Partial<WebhookSettings>, state: State, origin: () => string): Webhooks {
  const settings: WebhookSettings = { ...DEFAULT_DELIVERIES, shape: 'flat', ...given }
  const { send, ...deliveries } = createDeliveries(settings)
  return {
    ...deliveries,
    settings,
    tell: (event, participant) => {
      const interview = state.interviews.get(participant.interviewKey)
      if (interview === undefined) return
      const stage = state.stages.find(({ key }) => key === participant.stageKey)?.name ?? ''
      const told = { event, participant, interview, stage, link: linkTo(participant, origin()) }
      const body = typeof settings.shape === 'string' ? SHAPES[settings.shape](told) : settings.shape(told)
      for (const webhook of state.webhooks.values()) {
        if (follows(webhook, told)) send({ url: webhook.url, method: 'POST', headers: {}, body })
      }
    },
  }
}

/** In each, the keys of participant and interview stand somewhere: that much was seen in real deliveries. */
const SHAPES = {
  flat: ({ participant, interview, stage }: Told) => ({
    interview: interview.key,
    participant: participant.key,
    stage,
  }),
  nested: ({ participant, interview, stage, link }: Told) => ({
    data: {
      interview: { key: interview.key, title: interview.title },
      participant: { key: participant.key, name: participant.name, email: participant.email, stage: { name: stage } },
      links: [link],
    },
  }),
  /** The key is found only inside an address. */
  inAddress: ({ participant, interview }: Told) => ({
    text: 'There is news',
    see: `https://app.willotalent.com/interviews/${interview.key}/participants/${participant.key}`,
  }),
}

/** That any status but "active" stops a webhook is a guess. */
function follows(webhook: Webhook, { event, interview }: Told): boolean {
  if (webhook.event !== event || webhook.status !== 'active') return false
  return (
    webhook.follow_all_interviews ||
    webhook.interviews.includes(interview.key) ||
    webhook.departments.includes(interview.department?.key ?? '') ||
    webhook.users.includes(interview.ownerKey)
  )
}
