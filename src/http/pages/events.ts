import type { ListPage } from '../api/ids.ts'
import { createEventStreams, type EventStream } from '../event-stream.ts'
import { type Connection, connectionCard } from './connection-card.ts'
import type { Console, Visit } from './console.ts'
import { follow } from './follow.ts'
import { renderFragment } from './html.ts'

const EVERY_MS = 1_000

/** What the pages show changes while somebody looks: each card is sent again when it would read differently. */
export function registerEvents({ scope, visitOf }: Console): void {
  const streams = createEventStreams(scope)
  const look = sharedLook()
  scope.get('/events', { schema: { hide: true } }, async (request, reply) => {
    const visit = await visitOf(request)
    if (!visit) return reply.code(401).type('text/plain').send('signed out')
    const stream = streams.open(request, reply)
    const show = showing(visit, look, stream)
    void follow({ visit, stream, everyMs: EVERY_MS, stillSignedIn: () => visitOf(request), show })
  })
}

/** `since` is when the reader came: an older look would show them their own press as not done yet. */
type Look = (visit: Visit, since: number) => Promise<readonly Connection[]>

/** Counting a hundred thousand records is done once for all who watch: connections are the same to every role. */
function sharedLook(): Look {
  let last: { readonly at: number; readonly found: ReturnType<Look> } | undefined
  return ({ api }, since) => {
    const now = performance.now()
    if (!last || last.at < since || now - last.at >= EVERY_MS) last = { at: now, found: lookNow(api) }
    return last.found
  }
}

async function lookNow(api: Visit['api']): Promise<readonly Connection[]> {
  return (await api.get<ListPage<Connection>>('/connections')).data
}

/** Cards are sent again when they would read differently. */
function showing(visit: Visit, look: Look, stream: EventStream): () => Promise<boolean> {
  const shown = new Map<string, string>()
  const since = performance.now()
  return async () => {
    for (const connection of await look(visit, since)) {
      const card = renderFragment(connectionCard(visit, connection))
      if (shown.get(connection.id) !== card) stream.send(`connection-${connection.id}`, card)
      shown.set(connection.id, card)
    }
    return true
  }
}
