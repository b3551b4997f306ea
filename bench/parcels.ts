import { createHmac, randomUUID } from 'node:crypto'

/** A vendor's delivery, signed and ready to go. */
export interface Parcel {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** What our `hooks` table knows it by. */
  readonly delivery: string
}

/** https://developers.ashbyhq.com/docs/authenticating-webhooks */
export function ashbyParcel(url: string, applicationId: string, secret: string): Parcel {
  const [webhookActionId, action] = [randomUUID(), 'candidateStageChange']
  const application = { id: applicationId, status: 'Active', currentInterviewStage: { title: 'Interview' } }
  const body = JSON.stringify({ webhookActionId, action, data: { application } })
  const headers = { 'ashby-signature': `sha256=${hex(secret, body)}` }
  return { url: `${url}/${action}`, headers, body, delivery: `${webhookActionId}/${action}` }
}

/** https://hire.lever.co/developer/documentation#verifying-webhooks */
export function leverParcel(url: string, opportunityId: string, signatureToken: string): Parcel {
  const [token, triggeredAt, event] = [randomUUID(), Date.now(), 'candidateStageChange']
  const signature = hex(signatureToken, `${token}${triggeredAt}`)
  const data = { opportunityId, fromStageId: 'applicant-new', toStageId: 'phone-interview' }
  const body = JSON.stringify({ event, triggeredAt, token, signature, data })
  return { url: `${url}/${event}`, headers: {}, body, delivery: token }
}

/** https://developers.smartrecruiters.com/reference/subscriptionsgeneratesecretkey-1 */
export function smartRecruitersParcel(url: string, ids: { candidateId: string; jobId: string }, key: string): Parcel {
  const [id, name, version] = [randomUUID(), 'application.status.updated', 'v201910']
  const link = `<https://api.smartrecruiters.com/candidates/${ids.candidateId}/jobs/${ids.jobId}>; rel=self`
  const seconds = String(Math.floor(Date.now() / 1000))
  const body = JSON.stringify({ job_id: ids.jobId, candidate_id: ids.candidateId, application_id: randomUUID() })
  const signature = hex(key, [seconds, body, id, name, version, link].join('.'))
  const told = { 'event-id': id, 'event-name': name, 'event-version': version, link }
  const proof = { 'smartrecruiters-timestamp': seconds, 'smartrecruiters-signature': `v1=${signature}` }
  return { url: `${url}/${name}`, headers: { ...told, ...proof }, body, delivery: id }
}

function hex(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex')
}
