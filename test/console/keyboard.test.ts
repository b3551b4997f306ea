import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ask, nothingRuns, tokenOf, until } from './ask.ts'
import { type OpenedDemo, openDemo, openingFor } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo({
    before({ charthop }) {
      charthop.addField({ code: 'officeFloor', label: 'Office Floor', type: 'STRING', entityType: 'JOB' })
      const job = [...charthop.state.jobs.values()].find(({ now }) => now.values.title === 'Platform Engineer')!
      charthop.editJob(job.id, { officeFloor: 'Third floor' })
    },
  })
  page = await demo.open(null)
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('signing in, a run and its page need no mouse, and whoever walks sees where they are', async () => {
  await page.goto(demo.world.url)
  await until('the field of the token', async () => ((await focused(page)).id === 'token' ? true : undefined))
  await page.keyboard.type(tokenOf('operate'))
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Connections', level: 1 }).waitFor()

  await page.reload()
  await page.keyboard.press('Tab')
  expect((await focused(page)).name).toBe('Skip to the content')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Sync now: headcount')
  await page.keyboard.press('Enter')
  await page.getByText('A run of headcount was asked for').waitFor()
  await until('the end of the run', () => nothingRuns(demo.world))
  await expect.poll(() => focused(page)).toMatchObject({ isLost: false })

  await tabTo(page, 'Runs')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Runs', level: 1 }).waitFor()
  await expect.poll(() => focused(page)).toMatchObject({ isLost: false })
  await tabTo(page, /success|partial/)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /^Run of/, level: 1 }).waitFor()
  await expect.poll(() => focused(page)).toMatchObject({ isLost: false })
})

test('a field is ticked, previewed and saved by keys alone', async () => {
  await page.goto(demo.world.url)
  await tabTo(page, 'headcount')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'headcount', level: 1 }).waitFor()
  await tabTo(page, 'Fields')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Fields', level: 1 }).waitFor()
  await tabTo(page, 'Office Floor')
  await page.keyboard.press('Space')
  await tabTo(page, 'Preview')
  await page.keyboard.press('Enter')
  await page.getByText('This would make 1 field, change 1 opening.').waitFor()
  await expect.poll(() => focused(page)).toMatchObject({ isLost: false })
  await tabTo(page, 'Save')
  await page.keyboard.press('Enter')
  await page.getByText('A run with the new mapping was asked for.').waitFor()
  await expect.poll(() => focused(page)).toMatchObject({ isLost: false })

  const platform = await openingFor(demo.world, 'Platform Engineer')
  await until('the value', async () => (platform.valueIn('Office Floor') === 'Third floor' ? true : undefined))
})

test('the focus stays at a button while the card around it follows a run', async () => {
  await page.goto(demo.world.url)
  await tabTo(page, 'headcount is on')
  const before = await lastRun()
  await ask(demo.world, 'operate', '/connections/headcount/sync', {})
  await until('the card of the next run', async () => ((await lastRun()) === before ? undefined : true))

  expect((await focused(page)).name).toBe('headcount is on')
})

function lastRun(): Promise<string | null> {
  return page.locator('#connection-headcount dt:text-is("Last run") + dd a').getAttribute('href')
}

interface Focused {
  readonly id: string
  readonly name: string
  readonly isSeen: boolean
  /** Nowhere: at the page as a whole. */
  readonly isLost: boolean
}

/** What has the focus, and whether it shows: an outline or a ring around it, or a line under it, inside the window. */
function focused(page: Page): Promise<Focused> {
  return page.evaluate<Focused>(`(() => {
    const one = document.activeElement
    const { outlineStyle, outlineWidth, boxShadow, textDecorationLine } = getComputedStyle(one)
    const { top, bottom, width } = one.getBoundingClientRect()
    const isMarked = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    const name = one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent
    return {
      id: one.id,
      name: name.replaceAll(/\\s+/g, ' ').trim(),
      isLost: one === document.body,
      isSeen: (isMarked || textDecorationLine === 'underline') && width > 0 && bottom > 0 && top < innerHeight,
    }
  })()`)
}

const MOST_STEPS = 120

async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = []
  while (passed.length < MOST_STEPS) {
    await page.keyboard.press('Tab')
    const at = await focused(page)
    // Past the last one the browser itself has the focus for a step.
    if (!at.isLost) expect(at).toMatchObject({ isSeen: true })
    if (typeof name === 'string' ? at.name === name : name.test(at.name)) return
    passed.push(at.name)
  }
  throw new Error(`${name} was not among ${passed.join(' | ')}`)
}
