import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pages } from './pages.ts'
import { photosOf, screenshotFolder } from './photos.ts'

test('every page has its pictures, and no picture is of a page that is gone', () => {
  const expected = pages.flatMap(photosOf).map(({ file }) => file)

  // Where one is missing or too many: npm run screenshots.
  expect(readdirSync(screenshotFolder).sort()).toEqual(expected.sort())
})

test('the pictures are small', () => {
  const sizes = readdirSync(screenshotFolder).map((file) => statSync(join(screenshotFolder, file)).size)

  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(5 * 1024 * 1024)
})
