import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { pages } from '../console/pages.ts'

const root = new URL('../../', import.meta.url)

test('every behaviour row has a test and every test a row', () => {
  const listed = rowsIn(readFileSync(new URL('docs/behaviours.md', root), 'utf8'), /^\| (S\d+) \|/gm)
  const titles = [...testFiles('src/'), ...testFiles('test/')].map((path) => readFileSync(new URL(path, root), 'utf8'))
  const proven = rowsIn(titles.join('\n'), /['"`](S\d+) /g)

  expect(listed.size).toBeGreaterThan(10)
  expect([...proven].sort()).toEqual([...listed].sort())
})

test('every screen that is named is a page that is opened in a browser', () => {
  const text = readFileSync(new URL('docs/behaviours.md', root), 'utf8')
  const screens = /## Where a person sets and sees it\n(.*?)\n## /s.exec(text)?.[1] ?? ''
  const named = [...screens.matchAll(/^\| S\d+ \| `([\w-]+)` \|/gm)].map(([, name]) => name)

  expect(named.length).toBeGreaterThan(20)
  expect(named.filter((name) => !pages.some((page) => page.name === name))).toEqual([])
})

function rowsIn(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, row]) => row!))
}

function testFiles(folder: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `${folder}${path}`)
}
