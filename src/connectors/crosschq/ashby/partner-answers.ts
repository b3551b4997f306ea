import type { PartnerAnswer } from '../../partner.ts'

/** Ashby's envelopes: https://developers.ashbyhq.com/docs/creating-an-assessments-integration */
export function started(assessment: string): PartnerAnswer {
  return { status: 200, body: { success: true, results: { assessment_id: assessment } } }
}

/** Ashby shows the message of a 422 to whoever pressed the button, so it says what to do. */
export function refused(message: string): PartnerAnswer {
  return { status: 422, body: { message } }
}

export function alreadyRunning(): PartnerAnswer {
  return { status: 409, body: { success: false, message: 'Crosschq is asking for these references already' } }
}

export function alreadyCompleted(): PartnerAnswer {
  return refused(
    'These references are complete already; requests.allowRepeat in the configuration allows another request',
  )
}

/** What a plan holds is not sent one by one either: whoever decides about it does so for all in it (R20). */
export function waitsInPlan(): PartnerAnswer {
  return refused(
    'This request stands with many others in a plan that Hirewire holds; ask whoever decides about plans there, then start again',
  )
}

/** Ashby may ask again; nothing is made for this one unless it does. */
export function tryAgain(message: string): PartnerAnswer {
  return { status: 503, body: { success: false, message } }
}

export function notFound(code: string, message: string): PartnerAnswer {
  return { status: 404, body: { success: false, errors: [code], errorInfo: { code, message } } }
}
