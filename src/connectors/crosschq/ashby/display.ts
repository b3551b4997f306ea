import { RejectedRecordError } from '../../../lib/errors.ts'
import type { Change } from '../../../plan/change.ts'
import type { AshbyField } from '../../../systems/ashby/schema.ts'
import type { Receipt, Skip } from '../../flow.ts'
import type { Mirror, Written } from '../../mirror.ts'
import type { CandidatePage, Display } from '../host.ts'
import { findNote } from '../lost-note.ts'
import { madeByApplication } from '../made.ts'
import type { RequestRow } from '../request-row.ts'
import { skip } from '../skips.ts'
import { ORDERS, type Systems } from './collections.ts'
import {
  type FieldTitles,
  fieldIssues,
  matchFields,
  planFields,
  type ResultFields,
  rememberFields,
  SET_FIELD,
  titlesOf,
} from './fields.ts'
import { NOTE, noteFor, planNote } from './result-note.ts'
import type { OrderRow } from './rows.ts'
import { createStamps } from './stamps.ts'
import { planTile, type TileUpdate, UPDATE, updateOf } from './tile.ts'
import { visitOf } from './wants.ts'

/** An assessment of Ashby's, or, for a request that a trigger started, the candidate's page. */
type Shown =
  | { readonly type: 'tile'; readonly order: OrderRow }
  | { readonly type: 'page'; readonly fields: ResultFields }

const NO_FIELDS: ResultFields = { fields: [], problems: [] }

export function createDisplay(systems: Systems, titles: FieldTitles, page: CandidatePage): Display<Shown> {
  const stamp = createStamps(systems.now)
  const known = rememberFields(systems.ashby, systems.now)
  return {
    settings: () => ({ fields: { ...titles } }),
    async look(request, mirror) {
      const order = await mirror.row<OrderRow>(ORDERS, request.key)
      return order
        ? { type: 'tile', order }
        : { type: 'page', fields: await lookAtFields(systems, known, titles, request, mirror) }
    },
    skip: (_request, shown) => (shown.type === 'tile' ? skipOf(shown.order) : undefined),
    issues: (request, shown) => (shown.type === 'page' ? fieldIssues(request, shown.fields) : linkIssues(request)),
    plan: (request, shown, told) =>
      shown.type === 'tile'
        ? planTile(request, told)
        : [...planNote(request, told), ...planFields(request, shown.fields)],
    showsLink: (shown) => shown.type === 'page',
    apply: (change, mirror) => apply(systems, page, stamp, change, mirror),
    settle: (change, meantAt) => settle(page, change, meantAt),
  }
}

function skipOf({ state }: OrderRow): Skip | undefined {
  // Ashby would refuse what it is told of an assessment before it knows its id.
  if (state === 'wanted') return { ...skip('not_answered', 'Ashby has no answer to this start yet'), again: 'nextRun' }
  if (state === 'cancelled')
    return skip('cancelled_in_ats', 'the assessment was cancelled in Ashby; nothing more is told')
  return state === 'withdrawn' ? skip('not_started', 'Ashby was told that this assessment did not start') : undefined
}

function linkIssues({ status, reportUrl }: RequestRow) {
  if (status !== 'completed' || reportUrl !== undefined) return []
  const message =
    'Crosschq gives no address of the report, without which Ashby takes no result; look at the request in Crosschq'
  return [{ reason: 'no_report_link', message, attention: true }]
}

/** An application has one field for all its requests: the newest has it, or they would overwrite each other in turn. */
async function isNewest({ id, application }: RequestRow, mirror: Mirror): Promise<boolean> {
  const triggered = (await madeByApplication(mirror)).get(application)?.filter(({ key }) => visitOf(key) !== undefined)
  return triggered?.at(-1)?.id === id
}

/** Where the application is gone, the report, which comes next, tells of it. */
async function lookAtFields(
  { ashby }: Systems,
  known: () => Promise<readonly AshbyField[]>,
  titles: FieldTitles,
  request: RequestRow,
  mirror: Mirror,
): Promise<ResultFields> {
  if (titlesOf(titles).length === 0 || !(await isNewest(request, mirror))) return NO_FIELDS
  const application = await ashby.application(request.application)
  if (!application) return NO_FIELDS
  const { fields, problems } = matchFields(titles, await known())
  const held = fields.map((field) => ({ ...field, value: application.custom[field.fieldId]?.value ?? null }))
  return { fields: held, problems }
}

async function apply(
  { ashby }: Systems,
  page: CandidatePage,
  stamp: ReturnType<typeof createStamps>,
  { action, input, record }: Change,
  mirror: Mirror,
): Promise<Receipt> {
  if (action === NOTE) return { ...(await addNote(page, input as unknown as RequestRow)), target: record }
  if (action === SET_FIELD) {
    const { application, fieldId, value } = input as { application: string; fieldId: string; value: string }
    return { ...(await ashby.setApplicationValue(application, fieldId, value)), target: record }
  }
  const update = input as unknown as TileUpdate
  const time = stamp(update.assessment, lastTold(await mirror.written('results', record)))
  return { ...(await ashby.updateAssessment(updateOf(update, time))), target: record }
}

function lastTold(written: readonly Written[]): number {
  return Math.max(0, ...written.filter(({ action }) => action === UPDATE).map(({ at }) => at.getTime()))
}

async function addNote(page: CandidatePage, request: RequestRow): Promise<Receipt> {
  const candidate = await page.find(request.application)
  if (!candidate)
    throw new RejectedRecordError('The application is gone, so its note has no place; look for the candidate')
  return page.addNote(candidate, noteFor(request))
}

/** An update or a value may be written again; only a note shows whether it is there. */
async function settle(page: CandidatePage, { action, input, record }: Change, meantAt: Date) {
  if (action !== NOTE) return 'absent'
  const candidate = await page.find((input as unknown as RequestRow).application)
  return candidate ? findNote(page, candidate, { request: record, meantAt }) : 'absent'
}
