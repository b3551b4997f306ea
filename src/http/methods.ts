import type { FastifyInstance, FastifyRequest } from 'fastify'
import { refuse } from './problem.ts'

/** A known path asked with another method is 405 and says which it takes; the router itself only says "not found". */
export function registerMethods(app: FastifyInstance): void {
  const routes: { readonly path: readonly string[]; readonly methods: readonly string[] }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    routes.push({ path: url.split('/'), methods: [method].flat() })
  })
  app.setNotFoundHandler(async (request) => {
    const allowed = new Set(routes.filter(({ path }) => fits(path, request)).flatMap(({ methods }) => methods))
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
