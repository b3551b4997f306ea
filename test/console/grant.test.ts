import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppConfig } from '../../src/app.ts'
import { GRANT_CALLBACK } from '../../src/lib/grant-path.ts'
import { ask, until } from './ask.ts'
import { type OpenedDemo, openDemo } from './demo.ts'

let demo: OpenedDemo
let page: Page
beforeAll(async () => {
  demo = await openDemo({ configure: withApp, connections: [] })
  page = await demo.open('operate')
})
afterAll(() => demo?.[Symbol.asyncDispose]())

test('Add leads to the vendor and back, and without access nothing is connected', async () => {
  await add()
  await page.getByRole('link', { name: 'Deny' }).click()

  await page.getByRole('heading', { name: 'Not connected' }).waitFor()
  expect(await stateNow()).toBe('disconnected')
  await page.getByRole('link', { name: 'Go on in the console' }).click()
  await page.locator('section').filter({ hasText: 'Access' }).getByText('Disconnected').first().waitFor()
})

test('whoever allows access sees it connected, and it works', async () => {
  await add()
  await page.getByRole('link', { name: 'Allow Access' }).click()
  await page.getByRole('heading', { name: 'Connected' }).waitFor()
  const said = await page.content()
  await page.getByRole('link', { name: 'Go on in the console' }).click()

  await page.getByText('Access was allowed.').waitFor()
  await page.getByRole('button', { name: 'Allow access again' }).waitFor()
  await until('a run with the new access', async () => ((await stateNow()) === 'connected' ? true : undefined))
  const { accessTokens, refreshTokens } = demo.world.smartrecruiters.access
  for (const secret of [...accessTokens.keys(), ...refreshTokens.keys()]) expect(said).not.toContain(secret)
  await page.goto(demo.world.url)
  await page.locator('#connection-references-sr').getByText('Connected', { exact: true }).waitFor()
})

test('who may only read is told what it takes', async () => {
  const reader = await demo.open('read')
  await reader.goto(`${demo.world.url}/connections/references-sr`)

  await reader
    .getByText(/needs the role operate/)
    .first()
    .waitFor()
  expect(await reader.getByRole('button', { name: /Add|Allow/ }).count()).toBe(0)
})

/** From the connection's page to the vendor's. */
async function add(): Promise<void> {
  await page.goto(`${demo.world.url}/connections/references-sr`)
  await page.getByRole('button', { name: 'Add to SmartRecruiters' }).click()
  const [vendor] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: "Go to the vendor's page" }).click(),
  ])
  await vendor.waitForURL(`${demo.world.smartrecruiters.url}/**`)
  page = vendor
}

async function stateNow(): Promise<string> {
  return (await ask<{ readonly state: string }>(demo.world, 'read', '/connections/references-sr')).state
}

/** An app of ours at SmartRecruiters that people can allow access, in place of a key. */
function withApp(config: AppConfig, { smartrecruiters }: Pick<OpenedDemo['world'], 'smartrecruiters'>): AppConfig {
  const { scopes } = [...smartrecruiters.access.clients.values()].find(({ kind }) => kind === 'app')!
  const redirectUris = [`${config.server.publicUrl}${GRANT_CALLBACK}`]
  const { id, secret } = smartrecruiters.addClient({ scopes, redirectUris })
  const auth = { type: 'oauth', clientId: id, clientSecret: secret } as const
  const connections = config.connections.map((one) =>
    one.connector === 'crosschq-smartrecruiters' ? { ...one, smartrecruiters: { ...one.smartrecruiters, auth } } : one,
  )
  return { ...config, connections }
}
