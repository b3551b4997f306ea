import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './ask.ts'
import { type OpenedDemo, openDemo, openingFor } from './demo.ts'

const floors = { 'Platform Engineer': 'Third floor', 'Mobile Engineer': 'Fourth floor', 'Data Engineer': 'Attic' }

let demo: OpenedDemo
let page: Page
let original: string
beforeAll(async () => {
  demo = await openDemo({
    before({ charthop }) {
      charthop.addField({ code: 'officeFloor', label: 'Office Floor', type: 'STRING', entityType: 'JOB' })
      for (const { id, now } of charthop.state.jobs.values()) {
        const officeFloor = floors[now.values.title as keyof typeof floors]
        if (officeFloor) charthop.editJob(id, { officeFloor })
      }
    },
  })
  original = mapping()
  page = await demo.open('operate')
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('a ticked field is previewed, saved, and arrives in Ashby', async () => {
  await openFields()
  await page.getByRole('checkbox', { name: 'Office Floor' }).check()
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByText('This would make 1 field, change 3 openings.').waitFor()
  const previewed = [mapping(), await floorIn('Platform Engineer')]
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A run with the new mapping was asked for.').waitFor()

  expect(previewed).toEqual([original, undefined])
  for (const [title, floor] of Object.entries(floors)) await arrives(title, floor)
  expect(mapping()).toContain('officeFloor')
  expectCommentsKept()
})

test('an earlier mapping is taken back from its versions', async () => {
  await page.goto(`${demo.world.url}/connections/headcount/versions`)
  const before = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Take this one back/ }) })
  await before.last().getByRole('button').click()
  await page.getByText(/^State$/).waitFor()
  await save()

  expect(mapping()).toBe(original)
  await openFields()
  expect(await page.getByRole('checkbox', { name: 'Office Floor' }).isChecked()).toBe(false)
})

test('an unticked field is in the mapping no more, and its neighbours keep their comments', async () => {
  await openFields()
  await page.getByRole('checkbox', { name: 'Travel Share' }).uncheck()
  await page.getByRole('button', { name: 'Preview' }).click()
  await save()

  expect(mapping()).not.toContain('travelShare')
  expect(mapping()).toContain('{ from: equityFactor, to: Equity Factor }')
  expectCommentsKept()
})

test('a text with a mistake is told its line, and the mended one is written', async () => {
  await page.goto(`${demo.world.url}/connections/headcount/yaml`)
  const box = page.getByLabel('Text', { exact: true })
  const line = `  - { from: officeFloor, to: Office Floor } # where they sit\n`
  const text = (await box.inputValue()).replace('hires:\n', `${line}hires:\n`)
  const wrong = text.replace('to: Office Floor }', 'too: Office Floor }')

  await box.fill(wrong)
  await page.getByRole('button', { name: 'Preview' }).click()
  const at = wrong.split('\n').findIndex((one) => one.includes('too:')) + 1
  await page.getByRole('alert').getByText(`line ${at}, column`).first().waitFor()
  const kept = await box.inputValue()
  expect([kept.includes('too: Office Floor'), await box.getAttribute('aria-invalid')]).toEqual([true, 'true'])
  expect(mapping()).not.toContain('too:')

  await box.fill(text)
  await page.getByRole('button', { name: 'Preview' }).click()
  await save()

  expect(mapping()).toBe(text)
  const data = await openingFor(demo.world, 'Data Engineer')
  demo.world.charthop.editJob(data.job, { officeFloor: 'Basement' })
  await page.goto(demo.world.url)
  await page.getByRole('button', { name: 'Sync now: headcount' }).click()
  await arrives('Data Engineer', 'Basement')
})

function mapping(): string {
  return readFileSync(demo.world.files.mappings.headcount, 'utf8')
}

function expectCommentsKept(): void {
  const comments = (text: string) => text.split('\n').filter((line) => line.includes('#'))
  expect(comments(mapping())).toEqual(comments(original))
}

async function openFields(): Promise<void> {
  await page.goto(`${demo.world.url}/connections/headcount/fields`)
}

async function save(): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('A run with the new mapping was asked for.').waitFor()
}

async function floorIn(title: string): Promise<unknown> {
  return (await openingFor(demo.world, title)).valueIn('Office Floor')
}

function arrives(title: string, floor: string): Promise<true> {
  return until(`${floor} at ${title}`, async () => (await floorIn(title)) === floor || undefined)
}
