import type { Page } from 'playwright-core'

const inPage = new URL('./in-page.js', import.meta.url).pathname

/** Everything the browser complains about, as it comes: errors of scripts, of loading, and of the content security policy. */
export async function watch(page: Page): Promise<readonly string[]> {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', ({ message }) => complaints.push(`script: ${message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.addInitScript({ path: inPage })
  return complaints
}

/** Of a page that is watched. */
export function find(page: Page, what: 'unnamed' | 'tooWide' | 'runnable' | 'texts'): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`inPage.${what}()`)
}
