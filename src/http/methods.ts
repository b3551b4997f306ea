import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { plainHeaders, plainPage } from './pages/plain-page.ts'
import { refuse } from './problem.ts'

/** A known path asked with another method is 405 and says which it takes; the router itself only says "not found". */
export function registerMethods(app: FastifyInstance): void {
  const routes: { readonly path: readonly string[]; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ path: url.split('/'), methods: [method].flat() })
  })
  app.setNotFoundHandler(async (request, reply) => {
    const allowed = new Set(routes.filter(({ path }) => fits(path, request)).flatMap(({ methods }) => methods))
    if (allowed.size === 0 && isBrowser(request)) return sendNothingHere(reply)
    if (allowed.size === 0) refuse(404, 'not_found', 'there is nothing here; /api/openapi.json lists what there is')
    const allow = [...allowed].sort().join(', ')
    refuse(405, 'method', `this address takes ${allow}`, { allow })
  })
}

function fits(pattern: readonly string[], request: FastifyRequest): boolean {
  const path = (request.raw.url ?? '').split('?', 1)[0]!.split('/')
  return (
    path.length === pattern.length &&
    pattern.every((part, index) => (part.startsWith(':') ? path[index] !== '' : part === path[index]))
  )
}

function isBrowser({ method, headers, url }: FastifyRequest): boolean {
  return method === 'GET' && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')
}

function sendNothingHere(reply: FastifyReply): FastifyReply {
  const body =
    '<p>The address is not one of this server, or what was there is gone.</p><p><a href="/">All connections</a></p>'
  const html = plainPage({ title: 'There is nothing here', body })
  return reply.code(404).headers(plainHeaders("'none'")).type('text/html; charset=utf-8').send(html)
}
