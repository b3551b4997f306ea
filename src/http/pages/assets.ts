import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

interface Asset {
  readonly path: string
  readonly type: string
  readonly packed: Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>
}

const require = createRequire(import.meta.url)
const dependency = (path: string) => readFileSync(require.resolve(path), 'utf8')
const own = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')

const css = 'text/css; charset=utf-8'
const javascript = 'text/javascript; charset=utf-8'

/** Everything a page loads. The content names the address, so a browser asks for it once per release. */
export const assets = {
  style: asset('console.css', css, dependency('@picocss/pico/css/pico.min.css') + own('console.css')),
  htmx: asset('htmx.js', javascript, dependency('htmx.org/dist/htmx.min.js')),
  sse: asset('sse.js', javascript, dependency('htmx-ext-sse/dist/sse.min.js')),
  script: asset('console.js', javascript, own('console.js')),
} as const

function asset(name: string, type: string, text: string): Asset {
  const bytes = Buffer.from(text)
  const version = createHash('sha256').update(bytes).digest('base64url').slice(0, 16)
  return {
    path: `/assets/${version}/${name}`,
    type,
    packed: { br: brotliCompressSync(bytes), gzip: gzipSync(bytes), identity: bytes },
  }
}

/** For anybody: the sign-in page needs them, and they are the same for everyone. */
export function registerAssets(scope: FastifyInstance): void {
  for (const { path, type, packed } of Object.values(assets)) {
    scope.get(path, { schema: { hide: true } }, async ({ headers }, reply) => {
      const coding = codingOf(headers['accept-encoding'] ?? '')
      if (coding !== 'identity') reply.header('content-encoding', coding)
      return reply
        .header('cache-control', 'public, max-age=31536000, immutable')
        .header('vary', 'accept-encoding')
        .type(type)
        .send(packed[coding])
    })
  }
}

function codingOf(accepted: string): keyof Asset['packed'] {
  return (
    (['br', 'gzip'] as const).find((coding) => new RegExp(`\\b${coding}\\b(?!;q=0\\b)`).test(accepted)) ?? 'identity'
  )
}
