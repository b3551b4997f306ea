import { type App, type AppConfig, type OpenConnection, openApp } from '../app.ts'
import { configPath } from '../config/env.ts'
import { loadConfig } from '../config/load.ts'
import { connectorSchemas } from '../connectors/index.ts'
import { didYouMean } from '../lib/nearest.ts'
import { RefusedError } from './failures.ts'
import { stopSignal } from './signals.ts'

/** Options of every command. */
export interface Globals {
  readonly config?: string
  readonly verbose?: boolean
}

export function readConfig({ config }: Globals): { readonly config: AppConfig; readonly path: string } {
  const path = configPath(config)
  return { path, config: loadConfig(path, { connectors: connectorSchemas }) }
}

/** Opens everything for one command and closes it again, whatever came of it. Logs go to standard error. */
export async function withApp(
  globals: Globals,
  act: (app: App, signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const { config } = readConfig(globals)
  const signal = stopSignal()
  const app = await openApp(config, { level: globals.verbose ? 'debug' : 'warn', destination: process.stderr })
  try {
    return await act(app, signal)
  } finally {
    await app.close()
  }
}

export function connectionNamed({ connections }: Pick<App, 'connections'>, id: string): OpenConnection {
  const found = connections.get(id)
  if (found) return found
  const ids = [...connections.keys()]
  const known = ids.length === 0 ? 'it names none' : `it names ${ids.join(', ')}`
  throw new RefusedError(`The config file has no connection "${id}"; ${known}${didYouMean(id, ids)}`)
}

/** As it is to be typed: with the same config file, where that was given. */
export function commandLine(words: string, { config }: Globals): string {
  return `npx hirewire ${words}${config === undefined ? '' : ` --config ${config}`}`
}
