import { afterAll, beforeAll, expect, test } from 'vitest'
import { type OpenedConsole, openConsole } from './opened.ts'

let opened: OpenedConsole
beforeAll(async () => {
  opened = await openConsole()
})
afterAll(() => opened?.[Symbol.asyncDispose](), 60_000)

test('the list of fields is narrowed in place, and what was ticked stays', async () => {
  const page = await opened.open('operate')
  await page.goto(`${opened.world.url}/connections/headcount/fields`)
  const costCenter = page.getByRole('checkbox', { name: 'Cost Center', exact: true })
  const skills = page.getByRole('checkbox', { name: 'Skills', exact: true })
  await costCenter.uncheck()

  await page.getByLabel('Find a field').fill('SKILLS')
  await page.getByRole('button', { name: 'Find' }).click()
  const narrowed = [await skills.isVisible(), await costCenter.isVisible()]
  await page.getByLabel('Find a field').fill('')

  expect(narrowed).toEqual([true, false])
  expect(await costCenter.isVisible()).toBe(true)
  expect(await costCenter.isChecked()).toBe(false)
  await page.context().close()
})

test('a job is chosen first, then one of its stages', async () => {
  const page = await opened.open('operate')
  await page.goto(`${opened.world.url}/connections/references/triggers`)
  const box = (name: string) => page.getByRole('combobox', { name, exact: true })
  const before = await box('Stage').locator('option').allTextContents()

  await box('Job').selectOption({ label: 'Backend Engineer (Open)' })
  const stages = await box('Stage').locator('option').allTextContents()
  await box('Stage').selectOption('Offer')
  await box('Template').selectOption('engineering')
  await page.getByRole('button', { name: 'Another one' }).click()
  await box('Job 2').waitFor()

  expect(before).toEqual(['Choose a stage'])
  expect(stages).toEqual(expect.arrayContaining(['Interview', 'Offer']))
  expect(await box('Stage').inputValue()).toBe('["Backend Engineer","Offer"]')
  expect(await box('Stage 2').inputValue()).toBe('')
  await page.context().close()
})

test('a preview shows by itself what came of it', async () => {
  const page = await opened.open('operate')
  await page.goto(`${opened.world.url}/connections/headcount/fields`)
  await page.getByRole('checkbox', { name: 'Briefing', exact: true }).uncheck()

  await page.getByRole('button', { name: 'Preview' }).click()
  await page.waitForURL(/\/drafts\//)
  await page.getByRole('button', { name: 'Save' }).waitFor({ timeout: 60_000 })

  expect(await page.getByRole('status').allTextContents()).toContainEqual(expect.stringMatching(/^This would /))
  expect(await page.locator('.diff del').textContent()).toContain('from: briefing')
  await page.context().close()
})
