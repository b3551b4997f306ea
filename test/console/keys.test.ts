import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ashbyKeys } from '../../src/cli/demo/config-text.ts'
import { PERMISSIONS } from '../../src/systems/ashby/sandbox/permissions.ts'
import { ask, runToEnd } from './ask.ts'
import { type OpenedDemo, openDemo } from './demo.ts'

const wrong = 'ashby-wrong-key-of-the-console'
const right = 'ashby-second-key-of-the-console'
const old = ashbyKeys.headcount.key

let demo: OpenedDemo
let page: Page
const seen: string[] = []
beforeAll(async () => {
  demo = await openDemo()
  page = await demo.open('operate')
  page.on('request', (request) => seen.push(request.url()))
  page.on('response', async (response) => seen.push(await response.text().catch(() => '')))
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('a wrong key is refused beside its field, and the one in use stays', async () => {
  await openKey()
  await paste(wrong)
  const field = page.getByLabel('Ashby API key', { exact: true })
  await page.getByRole('alert').waitFor()

  const problem = page.locator(`#${await field.getAttribute('aria-describedby')}`)
  expect(await problem.innerText()).toMatch(/not taken.*The key was not kept/)
  expect([await field.getAttribute('aria-invalid'), await field.inputValue()]).toEqual(['true', ''])
  expect(await keyNow()).toMatchObject({ source: 'config', replacedAt: null })
  expect(await keysUsed()).toEqual([old])
})

test('a right key is used from then on without a restart', async () => {
  const { ashby } = demo.world
  ashby.keys.set(
    right,
    PERMISSIONS.filter((permission) => permission !== 'interviewsRead'),
  )

  await openKey()
  await paste(right)
  await page.getByText('it is kept encrypted and used from now on').waitFor()
  ashby.keys.deactivate(old)

  expect(await keyNow()).toMatchObject({ source: 'stored', replacedBy: 'operator' })
  expect(await keysUsed()).toEqual([right])
  await page.goto(`${demo.world.url}/connections/headcount/check`)
  await page.getByText('Nothing is missing.').waitFor()
})

test('no key stands in a page, an address or the log', async () => {
  for (const path of ['', '/connections/headcount', '/connections/headcount/keys/ashby.apiKey', '/runs'])
    await page.goto(demo.world.url + path)

  const said = [...seen, demo.log()].join('\n')
  expect(seen.length).toBeGreaterThan(10)
  for (const key of [wrong, right, old]) expect(said).not.toContain(key)
})

async function openKey(): Promise<void> {
  await page.goto(`${demo.world.url}/connections/headcount`)
  await page.getByRole('link', { name: 'Replace Ashby API key' }).click()
}

async function paste(key: string): Promise<void> {
  await page.getByLabel('Ashby API key', { exact: true }).fill(key)
  await page.getByRole('button', { name: 'Try it and keep it' }).click()
}

async function keyNow(): Promise<unknown> {
  const { data } = await ask<{ data: readonly { readonly name: string }[] }>(
    ...([demo.world, 'read', '/connections/headcount/keys'] as const),
  )
  return data.find(({ name }) => name === 'ashby.apiKey')
}

/** In a run that succeeds: with which keys Ashby was called. */
async function keysUsed(): Promise<readonly string[]> {
  const { server } = demo.world.ashby
  server.clearCalls()
  const run = await runToEnd(demo.world, 'headcount')
  const { state } = await ask<{ readonly state: string }>(demo.world, 'read', `/runs/${run}`)
  expect(['success', 'partial']).toContain(state)
  const keys = server.calls.map(({ headers: { authorization = '' } }) =>
    Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().replace(/:$/, ''),
  )
  return [...new Set(keys)].filter((key) => key !== ashbyKeys.references.key && key !== ashbyKeys.interviews.key)
}
