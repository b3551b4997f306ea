import type { FastifyRequest } from 'fastify'
import { equalSecrets } from '../../lib/secrets.ts'
import { refuse } from '../problem.ts'
import type { Session } from './session.ts'

/** A form that another site sent. Browsers say where a request comes from; one that does not is judged by the form's field alone. */
export function refuseForeign({ headers }: FastifyRequest): void {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') refuseForm()
  const { origin, host = '' } = headers
  if (origin !== undefined && hostOf(origin) !== host.toLowerCase()) refuseForm()
}

/** https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html */
export function refuseForged(request: FastifyRequest, session: Session, form: URLSearchParams): void {
  refuseForeign(request)
  if (!equalSecrets(form.get('csrf') ?? '', session.csrf)) refuseForm()
}

function hostOf(origin: string): string | undefined {
  return URL.parse(origin)?.host
}

function refuseForm(): never {
  refuse(403, 'forged', 'this form was not sent from a page of your session here; open the page again and repeat it')
}
