import type { Json } from '../../lib/json.ts'
import type { Change } from '../../plan/change.ts'
import type { Decision, Flow, Found } from '../flow.ts'
import type { Mirror, Source, Written } from '../mirror.ts'
import { type Made, madeRequests } from './made.ts'
import { pagesOfRequests } from './pages.ts'
import { isPublicOfRequest } from './public-values.ts'
import { attachReport, type ReportOf, settleReport } from './report.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import type { RequestRow } from './request-row.ts'
import type { Family } from './requests.ts'
import { attention, skip } from './skips.ts'

export const RESULTS = 'results'
const ATTACH = 'report.attach'

type ResultSource = Source<RequestRow> & { readonly now?: Told }

/** What the ATS was told of a request. It tells little or nothing back, so the ledger is what counts. */
interface Told {
  readonly id: string
  readonly written: readonly Written[]
  readonly shown: unknown
}

interface ResultContext {
  readonly mirror: Mirror
  readonly made: ReadonlyMap<string, Made>
}

type DesiredResult = { readonly [key: string]: Json }

/** How a request of ours goes, and in the end its report, in the ATS (S15–S18). */
export function resultsFlow(family: Family): Flow<ResultSource, DesiredResult, Told, ResultContext> {
  const { crosschq, host } = family
  const { display } = host
  const look = (row: RequestRow, { mirror }: ResultContext) => told(family, row, mirror)
  return {
    name: RESULTS,
    source: REQUEST_ROWS,
    settings: async () => display.settings(),
    prepare: async (mirror) => ({ mirror, made: await madeRequests(mirror) }),
    gather: async (source, context) => {
      const result = source as ResultSource
      return { ...result, now: await look(result.row, context) }
    },
    desire: (source) => desire(family, source),
    find: async ({ id, link, now }): Promise<Found<Told>> => {
      return { type: 'object', id, actual: now!, origin: link ? 'linked' : 'adopted' }
    },
    plan: ({ row }, _desired, actual) => plan(family, row, actual!),
    apply: (change, { mirror }) =>
      change.action === ATTACH
        ? attachReport({ crosschq, page: host.page! }, reportOf(change))
        : display.apply(change, mirror),
    settle: (change, _context, meantAt) =>
      change.action === ATTACH ? settleReport(host.page!, reportOf(change), meantAt) : display.settle(change, meantAt),
    readBack: ({ row }, _target, context) => look(row, context),
    isPublic: isPublicOfRequest,
    pages: pagesOfRequests(host),
  }
}

async function told({ host }: Family, row: RequestRow, mirror: Mirror): Promise<Told> {
  return { id: row.id, written: await mirror.written(RESULTS, row.id), shown: await host.display.look(row, mirror) }
}

function desire({ host }: Family, { row, isGone, now }: ResultSource): Decision<DesiredResult> {
  const why = host.display.skip(row, now!.shown)
  if (why) return why
  if (isGone) {
    return row.status === 'completed'
      ? skip('request_gone', 'the completed request is no longer in Crosschq')
      : attention(
          'request_gone',
          `request ${row.id} is no longer in Crosschq; start another one if references are needed`,
        )
  }
  const { status, statusText = null, progress = null, score = null } = row
  const issues = row.notices.map((message) => ({
    reason: 'left_out',
    message: `Crosschq's ${message}`,
    attention: false,
  }))
  return {
    type: 'desired',
    desired: { status, statusText, progress, score, hasLink: row.reportUrl !== undefined },
    issues: [...issues, ...host.display.issues(row, now!.shown)],
  }
}

/** What completes it comes first: recruiters wait for that, and a report may be hard to get. */
function plan({ host }: Family, row: RequestRow, { written, shown }: Told): readonly Change[] {
  const changes = host.display.plan(row, shown, written)
  const isAttached = written.some(({ action }) => action === ATTACH)
  const isDue = host.page && row.status === 'completed' && !isAttached && (host.display.takesFile?.(row, shown) ?? true)
  return isDue ? [...changes, attachment(row, host.display.showsLink(shown))] : changes
}

function attachment({ id, application }: RequestRow, isLinked: boolean): Change {
  return {
    ...{ flow: RESULTS, record: id, target: id, action: ATTACH, effect: 'create' },
    fields: [{ field: 'report', before: null, after: 'attached' }],
    input: { application, isLinked },
  }
}

function reportOf({ record, input }: Change): ReportOf {
  return { request: record, ...(input as unknown as Omit<ReportOf, 'request'>) }
}
