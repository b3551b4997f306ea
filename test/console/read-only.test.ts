import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ask } from './ask.ts'
import { type OpenedConsole, openConsole } from './opened.ts'
import { pages } from './pages.ts'

interface SentForm {
  readonly action: string
  /** A locked one has no button that can be pressed. */
  readonly isOpen: boolean
  readonly fields: readonly (readonly [string, string])[]
}

// Every page, twice.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

let opened: OpenedConsole
beforeAll(async () => {
  opened = await openConsole()
})
afterAll(() => opened?.[Symbol.asyncDispose]())

test('who may read sees every page, and on none a form that changes something', async () => {
  const reader = await opened.open('read')
  const forms: string[] = []
  for (const path of paths(({ name }) => name !== 'audit')) {
    const answer = await reader.goto(opened.world.url + path)
    expect([path, answer?.status()]).toEqual([path, 200])
    forms.push(...(await formsOf(reader)).flatMap(({ action, isOpen }) => (isOpen ? action : [])))
  }

  // A text can be checked by whoever may read it: it is kept nowhere.
  const harmless = ['/sign-out', '/connections/headcount/yaml']
  expect(forms.filter((action) => !harmless.includes(action))).toEqual([])
})

test('every form of who may do more is refused when a reader sends it', async () => {
  const approver = await opened.open('approve')
  const forms = new Map<string, SentForm>()
  for (const path of paths()) {
    await approver.goto(opened.world.url + path)
    for (const form of await formsOf(approver)) forms.set(form.action, form)
  }
  forms.delete('/sign-out')
  const reader = await opened.open('read')
  const csrf = await reader.locator('input[name=csrf]').first().inputValue()
  const before = await everything()

  const statuses: (readonly [string, number])[] = []
  for (const { action, fields } of forms.values()) {
    const answer = await reader.request.post(opened.world.url + action, {
      form: { ...Object.fromEntries(fields), csrf },
      headers: { origin: opened.world.url, 'sec-fetch-site': 'same-origin' },
    })
    statuses.push([action, answer.status()])
  }

  expect(forms.size).toBeGreaterThan(15)
  expect(statuses.filter(([, status]) => status !== 403)).toEqual([])
  expect(await everything()).toEqual(before)
})

function paths(isWanted: (kind: (typeof pages)[number]) => boolean = () => true): readonly string[] {
  return pages.filter((kind) => !kind.isPublic && isWanted(kind)).map(({ path }) => path(opened.world.places))
}

/** As they would be sent. */
function formsOf(page: Page): Promise<readonly SentForm[]> {
  return page.evaluate<readonly SentForm[]>(`[...document.forms]
    .filter(({ method }) => method === 'post')
    .map((form) => ({
      action: form.getAttribute('action'),
      isOpen: form.querySelector('button:enabled') !== null,
      fields: [...new FormData(form)],
    }))`)
}

/** What anybody could have changed. */
async function everything(): Promise<unknown> {
  const lists = [
    '/runs',
    '/holds?state=waiting',
    '/connections/references/mapping/versions',
    '/notifications?values=masked',
  ]
  const files = ['headcount', 'references', 'interviews'].map((id) => `/connections/${id}/mapping`)
  const keys = ['headcount', 'references', 'interviews'].map((id) => `/connections/${id}/keys`)
  return Promise.all([...lists, ...files, ...keys].map((path) => ask(opened.world, 'read', path)))
}
