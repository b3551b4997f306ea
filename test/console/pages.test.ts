import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { accessProblems } from './axe.ts'
import { type OpenedConsole, openConsole } from './opened.ts'
import { type PageKind, pages } from './pages.ts'
import { find, watch } from './watch.ts'

let opened: OpenedConsole
beforeAll(async () => {
  opened = await openConsole()
})
afterAll(() => opened?.[Symbol.asyncDispose]())

const desk = { width: 1280, height: 900 }
const phone = { width: 390, height: 844 }

describe.each(pages)('$name', (kind) => {
  let page: Page
  let complaints: readonly string[]
  beforeAll(async () => {
    page = await opened.open(kind.isPublic ? null : 'approve', { viewport: desk })
    complaints = await watch(page)
    await show(page, kind)
  })
  afterAll(() => page?.context().close())

  test('has a title and one heading of the first order', async () => {
    const headings = await page.getByRole('heading', { level: 1 }).allTextContents()

    expect(headings).toHaveLength(1)
    expect(headings[0]!.trim()).not.toBe('')
    expect(await page.title()).toMatch(/.+ · Hirewire$/)
  })

  test('has a label on whatever can be filled in or pressed', async () => {
    expect(await find(page, 'unnamed')).toEqual([])
  })

  test.each(['light', 'dark'] as const)('keeps nobody out in %s', async (colorScheme) => {
    const problems: string[] = []
    for (const viewport of [desk, phone]) {
      await page.setViewportSize(viewport)
      await page.emulateMedia({ colorScheme })
      problems.push(...(await accessProblems(page)).map((problem) => `${viewport.width} px: ${problem}`))
    }

    expect(problems).toEqual([])
  })

  test.each([phone, desk])('fits $width px', async (viewport) => {
    await page.setViewportSize(viewport)

    expect(await find(page, 'tooWide')).toEqual([])
  })

  test('gives the browser nothing to complain about', async () => {
    // A page of an error is told as one by the browser too.
    const expected = kind.status ? [expect.stringContaining(`${kind.status}`)] : []

    expect(complaints).toEqual(expected)
  })
})

async function show(page: Page, { path, status = 200 }: PageKind): Promise<void> {
  const answer = await page.goto(opened.world.url + path(opened.world.places))
  expect(answer?.status()).toBe(status)
}
