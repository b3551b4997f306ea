import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

/** A way to the database that can be cut and mended, as a network or a restart of the server does. */
export interface DatabaseGate extends AsyncDisposable {
  readonly url: string
  /** Every connection breaks, and none is taken. */
  shut(): void
  open(): void
}

export async function startDatabaseGate(databaseUrl: string): Promise<DatabaseGate> {
  const { user, target, path } = partsOf(databaseUrl)
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer((near) => {
    if (!isOpen) return void near.destroy()
    const far = connect(target)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one
        .on('error', () => other.destroy())
        .on('close', () => {
          sockets.delete(one)
          other.destroy()
        })
      one.pipe(other)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const shut = () => {
    isOpen = false
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: `postgresql://${user}@127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    shut,
    open: () => {
      isOpen = true
    },
    async [Symbol.asyncDispose]() {
      shut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** The embedded server listens on a Unix socket, whose folder is the `host` of its URL. */
function partsOf(url: string) {
  const [, user = '', place = '', path = '', query = ''] =
    /^\w+:\/\/(?:([^@/]*)@)?([^/?]*)(\/[^?]*)?(\?.*)?$/.exec(url) ?? []
  const folder = new URLSearchParams(query).get('host')
  const [host, port = '5432'] = place.split(':')
  return { user, path, target: folder ? { path: `${folder}/.s.PGSQL.5432` } : { host: host!, port: Number(port) } }
}
