import { type ApplicationCalls, applicationCalls } from './applications.ts'
import { type AttachmentCalls, attachmentCalls } from './attachments.ts'
import { createAsk } from './call.ts'
import { type CandidateCalls, candidateCalls } from './candidates.ts'
import { type JobCalls, jobCalls } from './jobs.ts'
import { type NoteCalls, noteCalls } from './notes.ts'
import { type SettingCalls, settingCalls } from './settings.ts'
import { type SubscriptionCalls, subscriptionCalls } from './subscriptions.ts'
import { createTransport, type TransportOptions } from './transport.ts'
import { type UserCalls, userCalls } from './users.ts'

export type SmartRecruitersOptions = TransportOptions

export interface SmartRecruiters
  extends ApplicationCalls,
    CandidateCalls,
    JobCalls,
    UserCalls,
    SettingCalls,
    AttachmentCalls,
    NoteCalls,
    SubscriptionCalls {
  close(): void
}

/** https://developers.smartrecruiters.com (Customer API); what is not documented stands in README.md. */
export function createSmartRecruiters(options: SmartRecruitersOptions): SmartRecruiters {
  const transport = createTransport(options)
  const ask = createAsk(transport)
  return {
    ...applicationCalls(ask),
    ...candidateCalls(ask),
    ...jobCalls(ask),
    ...userCalls(ask),
    ...settingCalls(ask),
    ...attachmentCalls(ask),
    ...noteCalls(ask),
    ...subscriptionCalls(ask),
    close: () => transport.close(),
  }
}
