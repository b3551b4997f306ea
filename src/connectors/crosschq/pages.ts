import type { Row } from '../../record/record.ts'
import type { Flow, VendorPage, VendorPages } from '../flow.ts'
import type { Mirror, Source } from '../mirror.ts'
import type { Host } from './host.ts'
import { REQUEST_ROWS } from './request-collection.ts'
import type { RequestRow } from './request-row.ts'

type PagedHost = Pick<Host, 'applications' | 'applicationPage'>

/** For flows whose records are the ATS's applications. */
export function pagesOfApplications(host: PagedHost): NonNullable<Flow['pages']> {
  return async ({ row, link, related }) => {
    const requests = (related[REQUEST_ROWS] ?? []) as readonly RequestRow[]
    const request = requests.find(({ id }) => id === link?.target) ?? requests.at(-1)
    return pagesOf(applicationPage(host, row), request && reportPage(request))
  }
}

/** For flows whose records are our requests, or answers to the prompt about one: their ids are the requests'. */
export function pagesOfRequests(host: PagedHost): NonNullable<Flow['pages']> {
  return async ({ id }: Source, mirror: Mirror) => {
    const request = await mirror.row<RequestRow>(REQUEST_ROWS, id)
    const application = request && (await mirror.row(host.applications, request.application))
    return pagesOf(request && reportPage(request), application && applicationPage(host, application))
  }
}

/** Crosschq's page for people; whether it asks who looks is not documented. */
function reportPage({ reportUrl }: RequestRow): VendorPage | undefined {
  return reportUrl === undefined ? undefined : { url: reportUrl, isShared: true }
}

function applicationPage(host: PagedHost, row: Row): VendorPage | undefined {
  const url = host.applicationPage(row)
  return url === undefined ? undefined : { url, isShared: false }
}

function pagesOf(source: VendorPage | undefined, target: VendorPage | undefined): VendorPages {
  return { ...(source && { source }), ...(target && { target }) }
}
