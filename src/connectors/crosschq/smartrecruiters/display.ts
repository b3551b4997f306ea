import { RejectedRecordError } from '../../../lib/errors.ts'
import type { Change, Issue } from '../../../plan/change.ts'
import { partsOfApplicationId } from '../../../systems/smartrecruiters/application-schema.ts'
import type { SmartRecruiters } from '../../../systems/smartrecruiters/client.ts'
import type { Receipt } from '../../flow.ts'
import type { Mirror } from '../../mirror.ts'
import type { Display } from '../host.ts'
import { REQUESTS } from '../made.ts'
import type { RequestRow } from '../request-row.ts'
import { noteText, planNote, type ReportNote } from './report-note.ts'
import type { Systems } from './systems.ts'

/** By this name the engine remembers since when reports are to be attached: what was completed before stays without (S26). */
export const ATTACHING = 'attachReport'

/** A PDF that is not there a day after the completion is not waited for any more (S43). */
const WAIT_FOR_PDF_MS = 24 * 60 * 60_000

interface Shown {
  /** The template's name. */
  readonly template: string
  readonly file: 'unwanted' | 'ready' | 'awaited' | 'missing'
}

/** A note with the report's link always, and the report as a file where that is switched on. */
export function createDisplay(systems: Systems, attachReport: boolean): Display<Shown> {
  const { smartRecruiters } = systems
  return {
    settings: () => ({ attachReport }),
    look: async (request, mirror) => ({
      template: nameOf(systems, request.template),
      file: attachReport ? await fileOf(systems, request, mirror) : 'unwanted',
    }),
    skip: () => undefined,
    issues: (request, shown) => [...linkIssues(request), ...FILE_ISSUES[shown.file]],
    plan: (request, { template }, told) => planNote(request, template, told),
    takesFile: (_request, { file }) => file === 'ready',
    showsLink: () => true,
    apply: (change) => apply(smartRecruiters, change),
    settle: (change) => settle(smartRecruiters, change),
  }
}

function nameOf({ mapping }: Systems, id: string): string {
  return mapping().templates.find((template) => template.id === id)?.name ?? id
}

async function fileOf({ crosschq, now }: Systems, request: RequestRow, mirror: Mirror): Promise<Shown['file']> {
  const since = (await mirror.firstSeen(REQUESTS)).get(ATTACHING)
  const completed = request.completedAt === undefined ? now() : new Date(request.completedAt)
  if (request.status !== 'completed' || since === undefined || completed < since) return 'unwanted'
  if (request.hasPdf) return 'ready'
  if (now().getTime() - completed.getTime() > WAIT_FOR_PDF_MS) return 'missing'
  return (await crosschq.request(request.id))?.fullPdf === undefined ? 'awaited' : 'ready'
}

const FILE_ISSUES: Readonly<Record<Shown['file'], readonly Issue[]>> = {
  unwanted: [],
  ready: [],
  awaited: [
    { reason: 'report_awaited', message: 'Crosschq has no PDF of the report yet; looked for again', attention: false },
  ],
  missing: [
    {
      reason: 'no_report_file',
      message: 'Crosschq had no PDF of the report within a day; the note has its link',
      attention: false,
    },
  ],
}

function linkIssues({ status, reportUrl }: RequestRow): readonly Issue[] {
  if (status !== 'completed' || reportUrl !== undefined) return []
  const message = 'Crosschq gives no address of the report, so there is no note; look at the request in Crosschq'
  return [{ reason: 'no_report_link', message, attention: true }]
}

async function apply(smartRecruiters: SmartRecruiters, { input, record }: Change): Promise<Receipt> {
  const note = input as unknown as ReportNote
  const { candidateId = '', jobId = '' } = partsOfApplicationId(note.application) ?? {}
  if (!(await smartRecruiters.application(candidateId, jobId)))
    throw new RejectedRecordError('The application is gone, so its note has no place; look for the candidate')
  const { requestId } = await smartRecruiters.createNote({ candidateId, text: noteText(record, note) })
  return { target: record, ...(requestId && { requestId }) }
}

/** Only administrators may read notes; a second one is worse than none. */
async function settle(
  smartRecruiters: SmartRecruiters,
  { input, record }: Change,
): Promise<Receipt | 'absent' | 'unsure'> {
  const { candidateId = '' } = partsOfApplicationId((input as unknown as ReportNote).application) ?? {}
  const notes = await smartRecruiters.notes(candidateId)
  if (notes === 'not allowed') return 'unsure'
  return notes.some(({ content }) => content.includes(record)) ? { target: record } : 'absent'
}
