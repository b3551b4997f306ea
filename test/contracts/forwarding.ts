import type { SandboxAnswer, SandboxRequest } from '../../src/sandbox/exchange.ts'
import { type SandboxServer, startSandboxServer } from '../../src/sandbox/server.ts'

/** A server that passes everything on to another and logs what both said. */
export function startForwarding(to: string): Promise<SandboxServer> {
  return startSandboxServer({ respond: (request) => forward(to, request) })
}

async function forward(to: string, { method, path, headers, rawBody }: SandboxRequest): Promise<SandboxAnswer> {
  const { authorization = '', 'content-type': contentType = '' } = headers
  const body = rawBody.length > 0 ? new Uint8Array(rawBody) : undefined
  const answer = await fetch(to + path, { method, headers: { authorization, 'content-type': contentType }, body })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}
