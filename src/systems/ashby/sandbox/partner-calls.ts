import type { Application } from './model.ts'
import { found } from './refusal.ts'
import { primaryContacts, profileUrl } from './views.ts'
import type { World } from './world.ts'

export interface PartnerTile {
  /** What stands before `/assessment.start`. */
  readonly baseUrl: string
  /** The partner's key, which the customer pasted into Ashby. */
  readonly key: string
  /** Undocumented: how Ashby sends the key. `basic`: as user name, with an empty password. Default: `basic`. */
  readonly auth?: 'basic' | 'bearer'
}

export interface PartnerAnswer {
  /** Undefined when none came in time. */
  readonly status: number | undefined
  /** Undefined where it is no JSON. */
  readonly body: unknown
}

/** A call of Ashby's to its partner: https://developers.ashbyhq.com/reference/assessmentstart and its neighbours */
export async function callPartner(
  { baseUrl, key, auth = 'basic' }: PartnerTile,
  name: string,
  body: object,
  timeoutMs: number,
): Promise<PartnerAnswer> {
  const credentials = auth === 'basic' ? `Basic ${Buffer.from(`${key}:`).toString('base64')}` : `Bearer ${key}`
  try {
    const response = await fetch(`${baseUrl.replace(/\/$/, '')}/${name}`, {
      method: 'POST',
      headers: { authorization: credentials, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return { status: response.status, body: jsonOf(await response.text()) }
  } catch {
    return { status: undefined, body: undefined }
  }
}

/** The body of assessment.start: snake_case all over, except the hiring team. */
export function startBody(world: World, application: Application, assessmentTypeId: string): Record<string, unknown> {
  const candidate = found(world.candidates.get(application.candidateId), 'Candidate', 'sandbox')
  const job = found(world.jobs.get(application.jobId), 'Job', 'sandbox')
  return {
    assessment_type_id: assessmentTypeId,
    candidate: {
      ashby_id: candidate.id,
      ...splitName(candidate.name),
      // Undocumented: what stands here for a candidate without e-mail.
      email: primaryContacts(candidate).primaryEmailAddress?.value ?? '',
      ashby_profile_url: profileUrl(candidate),
    },
    application: { ashby_id: application.id, status: application.status },
    job: {
      ashby_id: job.id,
      name: job.title,
      ...(job.customRequisitionId !== null && { req_id: job.customRequisitionId }),
      ashby_job_url: `https://app.ashbyhq.com/jobs/${job.id}`,
      hiringTeam: job.hiringTeam,
    },
  }
}

/** Ashby keeps one name; how it is split for partners is undocumented. */
function splitName(name: string): { readonly first_name: string; readonly last_name: string } {
  const [first = '', ...rest] = name.trim().split(/\s+/)
  return { first_name: first, last_name: rest.join(' ') }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
