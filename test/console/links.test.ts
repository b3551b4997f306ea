import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../database.ts'
import { tokenOf } from './ask.ts'
import { type ConsoleWorld, consoleWorld } from './console.ts'
import { type PageKind, pages } from './pages.ts'
import { visitor } from './visitor.ts'

let database: TestDatabase
let world: ConsoleWorld
beforeAll(async () => {
  database = await testDatabase()
  world = await consoleWorld({ databaseUrl: database.connectionString })
})
afterAll(async () => {
  await world?.[Symbol.asyncDispose]()
  await database?.close()
})

test('every page of the console is in the list', () => {
  const folder = new URL('../../src/http/pages/', import.meta.url).pathname
  const sources = readdirSync(folder).filter((name) => !name.endsWith('.test.ts'))
  const text = sources.map((name) => readFileSync(folder + name, 'utf8')).join('\n')

  const patterns = [...text.matchAll(/\bpage\('([^']+)'/g)].map(([, pattern = '']) => pattern)
  const listed = pages.map(({ path }) => path(world.places).split('?')[0]!)
  const missing = patterns.filter((pattern) => !listed.some((path) => fits(pattern, path)))

  expect(patterns.length).toBeGreaterThan(5)
  expect(missing).toEqual([])
})

function fits(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)
}

test.each(['read', 'approve'] as const)(
  'no link leads nowhere for the role %s',
  async (role) => {
    const person = visitor(world.url)
    await person.signIn(tokenOf(role))
    const waiting = pages.filter(isFor(role)).map(({ path }) => path(world.places))
    const seen = new Set(waiting)
    const dead: string[] = []

    for (const path of waiting) {
      const { status, text } = await person.get(path)
      if (status !== 200) dead.push(`${status} ${path}`)
      for (const link of linksIn(text)) {
        if (seen.has(link) || seen.size === MOST) continue
        seen.add(link)
        waiting.push(link)
      }
    }

    expect(seen.size).toBeGreaterThan(pages.length)
    expect(dead).toEqual([])
  },
  60_000,
)

/** Enough to meet every kind of link; the demo's records lead on and on. */
const MOST = 150

/** Only who approves may read what the others did. */
function isFor(role: 'read' | 'approve') {
  return ({ name, isPublic }: PageKind) => !isPublic && (role === 'approve' || name !== 'audit')
}

function linksIn(text: string): readonly string[] {
  const links = [...text.matchAll(/<a\b[^>]*\shref="(\/[^"]*)"/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))
  return links.map((href) => href.split('#')[0]!)
}
