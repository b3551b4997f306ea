import type { AppConfig } from '../src/app.ts'
import { loadConfig } from '../src/config/load.ts'
import { connectorSchemas } from '../src/connectors/index.ts'

/** The file as the daemon reads it. The database is said apart: the embedded one's address is a folder, which no file takes. */
export function configFrom(path: string, databaseUrl: string): AppConfig {
  const config = loadConfig(path, { connectors: connectorSchemas })
  return { ...config, database: { ...config.database, url: databaseUrl } }
}
