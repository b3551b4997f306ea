import { expect, test } from 'vitest'
import { testDatabase } from '../test/database.ts'
import { type AppConfig, openApp } from './app.ts'
import { createKeyring } from './lib/crypt.ts'
import { openCredentials } from './store/credentials.ts'

const [OLD, NEW] = ['old-key-0123456789abcdef0123456789ab', 'new-key-0123456789abcdef0123456789ab'] as const

function configWith(url: string, encryptionKey: string[]): AppConfig {
  return {
    server: { host: '127.0.0.1', port: 0, publicUrl: undefined },
    database: { url, dataDir: '' },
    auth: { tokens: [] },
    mail: { smtpUrl: undefined, from: undefined },
    ...{ encryptionKey, connections: [], warnings: [] },
  }
}

async function startedWith(url: string, encryptionKey: string[]): Promise<string> {
  const lines: string[] = []
  const destination = { write: (line: string) => void lines.push(line) }
  const app = await openApp(configWith(url, encryptionKey), { destination })
  await app.close()
  return lines.join('')
}

test('S24 one start with both keys, and the old one may go', async () => {
  await using database = await testDatabase()
  await openCredentials(database.knex, createKeyring([OLD]), 'references-sr').save('oauth', 'refresh-1')

  const log = await startedWith(database.connectionString, [NEW, OLD])

  expect(log).toContain('"resealed":1')
  const later = openCredentials(database.knex, createKeyring([NEW]), 'references-sr')
  expect(await later.load('oauth')).toBe('refresh-1')
  expect(log).not.toMatch(/key-0123|refresh-1/)
})

test('access that no listed key opens does not keep the rest from starting', async () => {
  await using database = await testDatabase()
  await openCredentials(database.knex, createKeyring([OLD]), 'references-sr').save('oauth', 'refresh-1')

  expect(await startedWith(database.connectionString, [NEW, `${NEW}-too`])).toContain('"unreadable":1')
})
