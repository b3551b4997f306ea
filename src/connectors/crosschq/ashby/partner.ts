import { FatalError, RejectedRecordError, RetryableError } from '../../../lib/errors.ts'
import { equalSecrets } from '../../../lib/secrets.ts'
import type { IncomingHook } from '../../hook.ts'
import type { Desk, Partner, PartnerAnswer } from '../../partner.ts'
import { madeRequests } from '../made.ts'
import { OUTCOMES } from '../outcome-plan.ts'
import { REQUEST_ROWS } from '../request-collection.ts'
import type { RequestRow } from '../request-row.ts'
import { ORDERS } from './collections.ts'
import { notFound, started } from './partner-answers.ts'
import { CancelBody } from './partner-body.ts'
import { type PartnerParts, start } from './partner-start.ts'
import { type OrderRow, withState } from './rows.ts'

type Call = (parts: PartnerParts, body: unknown, desk: Desk) => Promise<PartnerAnswer>

/** What Ashby calls on its assessment partners: https://developers.ashbyhq.com/docs/creating-an-assessments-integration */
const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['assessment.list', list],
  ['assessment.start', start],
  ['assessment.cancel', cancel],
  ['assessment.customField.list', noFields],
  ['customFields.fetch', noFields],
])

export function createPartner(parts: PartnerParts, key: string): Partner {
  return {
    isCaller: ({ authorization }) => isCaller(authorization, key),
    async answer(name, body, desk) {
      const call = CALLS.get(name)
      return call ? call(parts, body, desk) : notFound('unknown_call', 'This partner has no such call')
    },
  }
}

/** How Ashby sends the key is not documented: Basic, as user name or as password, or Bearer. */
function isCaller(authorization: IncomingHook['headers'][string], key: string): boolean {
  const [, scheme = '', value = ''] = /^(basic|bearer) +(\S+) *$/i.exec(authorization ?? '') ?? []
  const text = scheme.toLowerCase() === 'basic' ? Buffer.from(value, 'base64').toString('utf8') : ''
  const colon = text.indexOf(':')
  const forms = scheme.toLowerCase() === 'basic' ? [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)] : [value]
  // Every form is compared, so that the time taken does not tell which comes close.
  return forms.filter((form) => equalSecrets(form, key)).length > 0
}

async function list({ systems }: PartnerParts): Promise<PartnerAnswer> {
  const types = systems.mapping().templates.map(({ id, name, description }) => {
    return { assessment_type_id: id, name, description }
  })
  return { status: 200, body: { success: true, results: types } }
}

async function noFields(): Promise<PartnerAnswer> {
  return { status: 200, body: { success: true, fields: [] } }
}

const CANCEL_MS = 10_000

/** What is over stays as it is; either way Ashby hears that all is well (S22). */
async function cancel(parts: PartnerParts, body: unknown, desk: Desk): Promise<PartnerAnswer> {
  const id = CancelBody.safeParse(body).data?.assessment_id
  const known = id === undefined ? undefined : await desk.mirror.row<OrderRow>(ORDERS, id)
  if (!known) return notFound('assessment_not_found', 'There is no such assessment')
  if (known.state === 'cancelled' || (await isCompleted(parts, known, desk))) return started(known.id)
  await desk.alone(`${known.application}/${known.template}`, async ({ mirror, keep }) => {
    await keep(ORDERS, withState((await mirror.row<OrderRow>(ORDERS, known.id)) ?? known, 'cancelled'))
  })
  await desk.run([`${OUTCOMES}/${known.application}`], CANCEL_MS)
  return started(known.id)
}

/**
 * Asked of Crosschq itself: a completion that came a minute ago is still to be told, not to be cancelled. Whatever Crosschq
 * answers instead, the cancel is kept: somebody pressed it, and the run that follows tells what is wrong.
 */
async function isCompleted({ systems }: PartnerParts, { id }: OrderRow, { mirror }: Desk): Promise<boolean> {
  const made = [...(await madeRequests(mirror)).values()].find(({ key }) => key === id)
  if (!made) return false
  try {
    return (await systems.crosschq.request(made.id))?.status === 'completed'
  } catch (error) {
    if (!isOfVendor(error)) throw error
    return (await mirror.row<RequestRow>(REQUEST_ROWS, made.id))?.status === 'completed'
  }
}

function isOfVendor(error: unknown): boolean {
  return error instanceof RetryableError || error instanceof RejectedRecordError || error instanceof FatalError
}
