import { type Download, type DownloadOptions, downloadPdf, isPdf, MAX_PDF_BYTES } from '../../lib/download.ts'
import { isOnThisMachine } from '../../lib/vendor-link.ts'

export type DownloadReport = (link: string) => Promise<Download>

/**
 * Fetches a report by the link a request holds, without our key: the link itself is the key to it. A Crosschq that is
 * configured to be on this machine, such as the sandbox, may have its reports there too.
 */
export function createDownload(baseUrl: string, options: DownloadOptions): DownloadReport {
  const allowLoopback = isOnThisMachine(baseUrl)
  return async (link) => inlinePdf(link) ?? (await downloadPdf(link, { ...options, allowLoopback }))
}

/** An early receiver of Crosschq's hooks took these fields for the file itself in base64, so that is read as well. */
function inlinePdf(link: string): Download | undefined {
  const text = link.trim().replace(/^data:application\/pdf;base64,/i, '')
  if (!/^JVBERi0[A-Za-z0-9+/=\s]+$/.test(text)) return undefined
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length > MAX_PDF_BYTES) return { type: 'refused', refusal: 'tooLarge', reason: 'the file is too large' }
  return isPdf([bytes]) ? { type: 'file', bytes, contentType: 'application/pdf' } : undefined
}
