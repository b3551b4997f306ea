import manifest from '../../../package.json' with { type: 'json' }
import { createHttpClient, type HttpClientOptions } from '../../lib/http-client.ts'
import { type Listed, listOf } from './listing.ts'
import { askAt, type CrosschqPaths, pathsOf } from './paths.ts'
import { type Prospect, ProspectRow } from './prospect-schema.ts'
import { createDownload, type DownloadReport } from './report.ts'
import { type RequestCalls, requestCalls } from './requests.ts'
import { type SettingCalls, settingCalls } from './settings.ts'

export interface CrosschqOptions {
  readonly baseUrl: string
  /** Asked for each call, so that a rotated key is used at once. */
  readonly token: () => string
  readonly rate?: HttpClientOptions['rate']
  readonly onCall?: HttpClientOptions['onCall']
  /** Where Crosschq turns out to have its calls elsewhere. */
  readonly paths?: Partial<CrosschqPaths>
  /** For tests: how to wait. */
  readonly sleep?: HttpClientOptions['sleep']
  readonly timeouts?: HttpClientOptions['timeouts']
}

export interface Crosschq extends SettingCalls, RequestCalls {
  /** Those created after then, or more. `from` is the cursor of a page that was kept. */
  prospects(after?: string, from?: string): Promise<Listed<Prospect>>
  /** The PDF behind a request's `fullPdf` or `summaryPdf`. */
  readonly download: DownloadReport
  close(): void
}

/** https://support.crosschq.com/knowledge/crosschq-partner-api; what is not documented stands in README.md. */
export function createCrosschq(options: CrosschqOptions): Crosschq {
  const { baseUrl, token, rate, onCall, sleep, timeouts } = options
  const paths = pathsOf(options.paths)
  // The key stands alone, without a scheme: https://support.crosschq.com/knowledge/crosschq-partner-api-v2
  const headers = () => ({ 'user-agent': `hirewire/${manifest.version}`, authorization: token() })
  const base = { system: 'crosschq', requestIdHeader: 'x-request-id' }
  const http = createHttpClient({ ...base, baseUrl, headers, rate, onCall, sleep, timeouts })
  const closed = new AbortController()
  return {
    ...settingCalls(http, paths),
    ...requestCalls(http, paths),
    prospects: (after, from) =>
      listOf(http, { ...askAt(paths.prospects), query: { created_after: after } }, ProspectRow, from),
    download: createDownload(baseUrl, { signal: closed.signal, timeouts }),
    close: () => {
      closed.abort()
      http.close()
    },
  }
}
