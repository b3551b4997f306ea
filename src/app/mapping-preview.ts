import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Connection, Finding, Parts } from '../connectors/connector.ts'
import type { Limits } from '../plan/guard.ts'
import type { Engine } from '../sync/engine.ts'
import { type Previewed, previewRun } from '../sync/preview.ts'
import { type ConnectionConfig, connectorOf } from './config.ts'

export interface PreviewOptions {
  readonly engine: Engine
  /** With the keys that are in use. */
  readonly block: ConnectionConfig
  readonly limits: Limits
  readonly parts: Parts
  readonly text: string
  readonly signal: AbortSignal
  onFindings?(findings: readonly Finding[]): Promise<void>
  onRun?(run: string): Promise<void>
}

export interface MappingPreview {
  readonly findings: readonly Finding[]
  readonly previewed: Previewed
}

/** What a connection with another mapping would find and write: one of its own, closed again, with a file of its own. */
export async function previewMapping(options: PreviewOptions): Promise<MappingPreview> {
  const { engine, block, limits, parts, text, signal, onRun } = options
  const folder = await mkdtemp(join(tmpdir(), 'hirewire-draft-'))
  const path = join(folder, basename(block.mapping))
  // Messages name the place in the file; where ours stands is nobody's business.
  const say = (message: string) => message.replaceAll(path, basename(path))
  let connection: Connection | undefined
  try {
    await writeFile(path, text, { mode: 0o600 })
    const opened = connectorOf(block).open({ ...block, mapping: path }, parts)
    // A closed one gives up whatever it waits for.
    signal.addEventListener('abort', opened.close)
    connection = { ...opened, problems: () => opened.problems().map(say) }
    const findings = (await opened.check()).map((finding) => ({ ...finding, message: say(finding.message) }))
    await options.onFindings?.(findings)
    return { findings, previewed: await previewRun({ engine, connection, limits, signal, ...(onRun && { onRun }) }) }
  } finally {
    if (connection) signal.removeEventListener('abort', connection.close)
    connection?.close()
    await rm(folder, { recursive: true, force: true })
  }
}
