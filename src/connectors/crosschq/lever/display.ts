import type { Change } from '../../../plan/change.ts'
import type { Lever } from '../../../systems/lever/client.ts'
import type { Receipt } from '../../flow.ts'
import type { Written } from '../../mirror.ts'
import type { Display } from '../host.ts'
import type { RequestRow } from '../request-row.ts'
import { RESULTS } from '../results.ts'
import { skip } from '../skips.ts'

const ADD_LINK = 'link.add'

/** What stands on the opportunity; undefined while nothing is to be shown there. */
interface Shown {
  readonly links: readonly string[]
  readonly isGone: boolean
}

const NOTHING: Shown = { links: [], isGone: false }

interface Addition {
  readonly application: string
  readonly link: string
}

/** The report's page as a link on the opportunity, added once to those that are there (S62, S63). */
export function createDisplay(lever: Lever): Display<Shown> {
  return {
    settings: () => ({}),
    look: (request) => (request.status === 'completed' ? lookAt(lever, request.application) : Promise.resolve(NOTHING)),
    skip: (_request, { isGone }) =>
      isGone
        ? skip('application_gone', 'the opportunity is no longer in Lever, so the report has no place')
        : undefined,
    issues: linkIssues,
    plan: planLink,
    showsLink: () => true,
    async apply({ input, record }) {
      const { application, link } = input as unknown as Addition
      await lever.addLinks(application, [link])
      return { target: record }
    },
    settle: (change) => settle(lever, change),
  }
}

async function lookAt(lever: Lever, application: string): Promise<Shown> {
  const found = await lever.application(application)
  return found ? { links: found.links, isGone: false } : { links: [], isGone: true }
}

function linkIssues({ status, reportUrl }: RequestRow) {
  if (status !== 'completed' || reportUrl !== undefined) return []
  const message = 'Crosschq gives no address of the report, so Lever shows no link; look at the request in Crosschq'
  return [{ reason: 'no_report_link', message, attention: true }]
}

/** One that a person took away stays away. Pure. */
function planLink(request: RequestRow, { links }: Shown, told: readonly Written[]): readonly Change[] {
  const { id: record, status, reportUrl: link, application } = request
  if (status !== 'completed' || link === undefined || isAmong(links, link)) return []
  if (told.some(({ action }) => action === ADD_LINK)) return []
  const fields = [{ field: 'links', before: null, after: link }]
  const input = { application, link }
  return [{ flow: RESULTS, record, target: record, action: ADD_LINK, effect: 'create', fields, input }]
}

async function settle(lever: Lever, { input, record }: Change): Promise<Receipt | 'absent'> {
  const { application, link } = input as unknown as Addition
  const { links } = await lookAt(lever, application)
  return isAmong(links, link) ? { target: record } : 'absent'
}

/** Whether Lever writes an address as it was given is not documented. */
function isAmong(links: readonly string[], link: string): boolean {
  return links.some((each) => plain(each) === plain(link))
}

function plain(link: string): string {
  return (URL.canParse(link) ? new URL(link).href : link).replace(/\/$/, '')
}
