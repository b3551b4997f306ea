import { expect } from 'vitest'
import type { Fault } from '../src/sandbox/faults.ts'
import type { SandboxServer } from '../src/sandbox/server.ts'
import type { Engine } from '../src/sync/engine.ts'

/** Everything that goes wrong in which a vendor can quote what it knows: `gossip` names keys and people. */
export function chattyFaults(gossip: string, who: string): readonly Fault[] {
  return [
    { type: 'status', status: 400, body: { code: 400, message: gossip } },
    {
      type: 'status',
      status: 422,
      body: { success: false, errors: [gossip], errorInfo: { code: 'invalid_input', message: gossip } },
    },
    {
      type: 'status',
      status: 403,
      body: { success: false, errorInfo: { code: 'missing_endpoint_permission', message: gossip } },
    },
    { type: 'status', status: 401, body: gossip },
    { type: 'status', status: 500, headers: { 'x-request-id': gossip.replaceAll(/[^\w .@<>-]/g, '') }, body: gossip },
    { type: 'status', status: 302, headers: { location: `https://elsewhere.example/?who=${who}` } },
    {
      type: 'answer',
      change: () => ({
        status: 200,
        body: { data: [{ id: gossip, name: gossip }], results: [{ id: gossip, key: gossip }], success: true },
      }),
    },
    { type: 'html' },
    { type: 'truncatedBody' },
    { type: 'resetBeforeApply' },
  ]
}

/** What the database holds for people to look at, each by its place. */
export async function toldInDatabase(engine: Engine): Promise<Readonly<Record<string, string>>> {
  return {
    runs: await dump(engine, 'select state, trigger, problem, flows, calls from runs'),
    records: await dump(engine, 'select flow, id, state, reason, message, issues from records'),
    changes: await dump(engine, 'select action, state, reason, message, request_id from changes'),
    holds: await dump(engine, 'select digest, reasons from holds'),
    connections: await dump(engine, 'select * from connections'),
  }
}

export function addressesOf(...servers: readonly SandboxServer[]): string {
  return servers
    .flatMap(({ calls }) => calls.map(({ path, query }) => `${path}?${decodeURIComponent(query)}`))
    .join('\n')
}

export function expectNone(told: Readonly<Record<string, string>>, planted: readonly string[]): void {
  for (const [place, text] of Object.entries(told)) {
    expect(text, place).not.toBe('')
    for (const secret of planted) expect(text.includes(secret) ? secret : '', place).toBe('')
  }
}

export async function dump({ db }: Engine, sql: string): Promise<string> {
  const { rows } = await db.raw(sql)
  return JSON.stringify(rows)
}

export async function wholeDatabase(engine: Engine): Promise<string> {
  const { rows } = await engine.db.raw(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  )
  const texts = rows.map(({ name }: { name: string }) => dump(engine, `select * from "${name}"`))
  return (await Promise.all(texts)).join('\n')
}
