import { CommanderError } from 'commander'
import { ConfigError } from '../lib/errors.ts'
import { tell } from './terminal.ts'

/** What was asked for cannot be done; the message says why and what can. */
export class RefusedError extends Error {}

/** Tells what went wrong and gives the exit code. A stack is for nobody but us: only unexpected errors bring theirs. */
export function exitCodeOf(error: unknown, isVerbose: boolean): number {
  // commander has said it already.
  if (error instanceof CommanderError) return error.exitCode
  const expected = expectedMessage(error)
  tell(expected ?? unexpectedMessage(error))
  if (!expected && isVerbose && error instanceof Error && error.stack) tell(error.stack)
  return 1
}

function expectedMessage(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof RefusedError) return error.message
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number }
  if (syscall !== 'listen' && syscall !== 'bind' && syscall !== 'getaddrinfo') return undefined
  return `Cannot listen on ${address ?? 'server.host'}${port === undefined ? '' : `:${port}`} (${code}): ${ways[code ?? ''] ?? otherwise}`
}

const otherwise = 'correct server.host and server.port'
const ways: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program uses it; stop that one, or set server.port to another number',
  EACCES: 'ports below 1024 need rights this user lacks; set server.port to a higher one',
  EADDRNOTAVAIL: 'this machine has no such address; correct server.host',
  ENOTFOUND: 'there is no such host; correct server.host',
}

function unexpectedMessage(error: unknown): string {
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return `${what}\nThis was not expected. Run it again with --verbose for the log and the place in the program; what was written meanwhile is in the ledger ("hirewire runs").`
}
