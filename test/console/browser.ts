import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const paths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * The system's Chromium, one for a test file: `await using browser = await openBrowser()`, or `close()` it. It listens on
 * a pipe of this process, so it ends with it, however that ends.
 */
export async function openBrowser(): Promise<Browser> {
  // In containers there is neither the sandbox of an unprivileged user nor a large /dev/shm.
  const args = ['--no-sandbox', '--disable-dev-shm-usage']
  return chromium.launch({ executablePath: chromiumPath(), args, headless: true, timeout: 120_000 })
}

function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH || paths.find(existsSync)
  if (path && existsSync(path)) return path
  throw new Error(
    `${path ?? 'Chromium'} is not there, which tests of the console need: apt-get install -y chromium, or set CHROMIUM_PATH`,
  )
}
