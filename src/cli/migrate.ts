import { openDatabase } from '../store/database.ts'
import { migrate } from '../store/migrate.ts'
import { type Globals, readConfig } from './open.ts'
import { print } from './terminal.ts'

export async function migrateDatabase(globals: Globals): Promise<number> {
  const database = await openDatabase(readConfig(globals).config.database)
  try {
    const names = await migrate(database)
    print(names.length === 0 ? 'The database is up to date.' : `Migrated: ${names.join(', ')}`)
    return 0
  } finally {
    await database.close()
  }
}
