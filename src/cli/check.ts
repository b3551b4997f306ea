import type { App, OpenConnection } from '../app.ts'
import { RefusedError } from './failures.ts'
import { connectionNamed, type Globals, withApp } from './open.ts'
import { print, printJson, table } from './terminal.ts'

interface CheckOptions extends Globals {
  readonly registerWebhooks?: boolean
  readonly json?: boolean
}

type Findings = Awaited<ReturnType<OpenConnection['connection']['check']>>

/** Every finding, good or not; works on a disabled connection, and changes nothing but the webhooks it is told to register. */
export async function check(id: string | undefined, options: CheckOptions): Promise<number> {
  return withApp(options, async (app) => {
    const chosen = id === undefined ? [...app.connections.values()] : [connectionNamed(app, id)]
    const url = options.registerWebhooks ? publicUrl(app) : undefined
    const all: { readonly connection: string; readonly findings: Findings }[] = []
    for (const open of chosen) {
      const hooks = url === undefined ? [] : await registerHooks(open, url)
      all.push({ connection: open.config.id, findings: [...(await open.connection.check()), ...hooks] })
    }
    if (options.json) printJson(all)
    else print(all.map(render).join('\n') || 'The config file names no connection.')
    return all.every(({ findings }) => findings.every(({ ok }) => ok)) ? 0 : 1
  })
}

function publicUrl({ config }: App): string {
  const { publicUrl } = config.server
  if (publicUrl) return publicUrl
  throw new RefusedError(
    'server.publicUrl is not set, so vendors cannot be told where to send webhooks: set it to the address they reach this server by, such as https://sync.example.com',
  )
}

async function registerHooks({ connection }: OpenConnection, publicUrl: string): Promise<Findings> {
  const url = (event: string) => `${publicUrl}/hooks/${connection.id}/${event}`
  if (connection.registerHooks) return connection.registerHooks(url)
  return [{ ok: true, subject: 'webhooks', message: `${connection.connector} has none that could be registered` }]
}

function render({ connection, findings }: { readonly connection: string; readonly findings: Findings }): string {
  const missing = findings.filter(({ ok }) => !ok).length
  const rows = findings.map(({ ok, subject, message }) => [ok ? 'ok' : 'missing', subject, message])
  return [
    `${connection}: ${missing === 0 ? 'nothing is missing' : `${missing} of ${findings.length} missing`}`,
    table(rows, '  '),
  ].join('\n')
}
