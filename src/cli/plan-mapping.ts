import { isOfMapping } from '../app/mapping-desk.ts'
import type { App } from '../app.ts'
import { ConfigError } from '../lib/errors.ts'
import { readText } from '../lib/yaml-file.ts'
import { loadRun, type StoredRun } from '../store/runs.ts'
import { RefusedError } from './failures.ts'
import { connectionNamed } from './open.ts'
import { tell } from './terminal.ts'

export interface Planning {
  readonly id: string
  readonly record?: string
  readonly signal: AbortSignal
}

export interface Planned {
  readonly run: StoredRun
  /** Something about the mapping itself would keep it from being used. */
  readonly isWrong: boolean
}

/** The preview that the console's editors show: with another mapping file, and nothing of it is kept but the run. */
export async function planWithMapping(app: App, path: string, { id, record, signal }: Planning): Promise<Planned> {
  connectionNamed(app, id)
  if (record !== undefined) throw new RefusedError('A plan with another mapping is of all records: leave out --record')
  const text = readText(path)
  const problems = app.mappings.check(id, text)
  if (problems.length > 0) {
    throw new ConfigError(
      problems.map(({ line, column, message }) => `${path}:${line}:${column} ${message}`).join('\n'),
    )
  }
  const { findings, previewed } = await app.mappings.preview(id, text, signal)
  const wrong = findings.filter(isOfMapping)
  for (const { message } of wrong) tell(message)
  if (previewed.type === 'busy') throw new RefusedError(`A run of ${id} has gone on for 60 s; try again later`)
  return { run: (await loadRun(app.database.knex, previewed.run.id))!, isWrong: wrong.length > 0 }
}
