import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listAudit } from '../src/store/audit.ts'
import { type Drafting, read, startDrafting, tokenOf } from './drafting.ts'
import { formIn, signedIn } from './person.ts'
import { createReferenceWorld, engineering, type ReferenceWorld } from './references.ts'

const connection = '/connections/references'
const people = ['Zaphod', 'Plantedname', 'zaphod@planted.example']
const sales = { id: 'sales', survey: 'brand-marketer-manager', references: { managers: 2 } }
const MAPPING = `version: 1 # ask zaphod@planted.example
templates:
${engineering}    hiringManager: { firstName: Zaphod, lastName: Plantedname, email: zaphod@planted.example }
  - id: sales
    name: Sales references
    survey: brand-marketer-manager
    references: { managers: 2 }
`

/** Texts of mappings tell of hiring managers: a version before, the file, and a draft. */
describe('people in a mapping', () => {
  let world: ReferenceWorld
  let drafting: Drafting
  let [draft, version] = ['', '']
  beforeAll(async () => {
    world = await createReferenceWorld({ mapping: MAPPING })
    drafting = await startDrafting(world, false)
    const first = await drafting.drafted({ text: MAPPING.replace('Sales references', 'Sales') })
    await drafting.save(first.json.id)
    draft = (await drafting.drafted({ text: MAPPING.replace('Sales references', 'Selling') })).json.id
    version = (await drafting.call('GET', '/versions')).json.data[0].id
  })
  afterAll(async () => {
    await drafting[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  })

  test('are hidden from a reader in every answer, also in that of a new draft', async () => {
    const paths = ['', `/drafts/${draft}`, `/versions/${version}`]

    for (const path of paths) {
      const { json } = await drafting.call('GET', path, undefined, 'read')
      expect(json).toMatchObject({ masked: true, text: expect.stringContaining('email: •••') })
      expectNobody(json)
      expect((await drafting.call('GET', `${path}?values=shown`, undefined, 'read')).status).toBe(403)
    }
    const { digest } = await drafting.now()
    const edit = { type: 'removeTemplate', id: 'sales' }
    expectNobody((await drafting.call('POST', '/drafts', { edit, base: digest })).json)
    expectNobody((await drafting.call('POST', `/versions/${version}/restore`, {})).json)
  })

  test('are shown to who may change them, which is noted', async () => {
    const { knex } = drafting.app.database

    const { json } = await drafting.call('GET', '?values=shown', undefined, 'operate')
    const [noted] = await listAudit(knex, { limit: 1 })
    await drafting.call('GET', '?values=masked', undefined, 'operate')
    const [still] = await listAudit(knex, { limit: 1 })

    expect(json).toMatchObject({ masked: false, text: read(drafting) })
    expect(noted).toMatchObject({ by: 'operateer', action: 'values_shown', place: `${connection}/mapping` })
    expect(still).toEqual(noted)
  })

  test.each([
    ['a text', (text: string) => ({ text })],
    ['a template', () => ({ edit: { type: 'template', template: { ...sales, name: '•••' } } })],
  ])('hidden ones are not written over what they hide by %s', async (_what, changeOf) => {
    const { text, digest } = (await drafting.call('GET', '', undefined, 'read')).json

    const { status, json } = await drafting.call('POST', '/drafts', { ...changeOf(text), base: digest })

    expect([status, json.code]).toEqual([422, 'values_masked'])
  })

  test('are hidden on every page, until somebody who may asks', async () => {
    const [reader, person] = await Promise.all(['read', 'operate'].map((role) => signedIn(drafting.url, tokenOf(role))))
    const pages = [
      'templates',
      'template?id=engineering',
      'yaml',
      `versions/${version}`,
      `drafts/${draft}`,
      `yaml?draft=${draft}`,
    ]

    for (const page of pages) {
      for (const one of [reader!, person!]) expectNobody((await one.look(`${connection}/${page}`)).text)
      expectNobody((await reader!.look(shown(`${connection}/${page}`))).text)
    }
    for (const page of pages.slice(1)) {
      const text = await person!.look(`${connection}/${page}`)
      expect(text.text).toContain('Show values')
      expect((await person!.look(shown(`${connection}/${page}`))).text).toContain('Plantedname')
    }
  })

  test('a hidden text cannot be changed; one that is shown is previewed as it is', async () => {
    const person = await signedIn(drafting.url, tokenOf('operate'))
    const page = `${connection}/yaml`
    const hidden = await person.look(page)
    const seen = await person.look(`${page}?values=shown`)

    const preview = await person.send(seen, `${page}?values=shown`, (form) =>
      form.set('text', `${form.get('text')}# more\n`),
    )
    const { json } = await drafting.ended(preview.path.split('/').at(-1)!)

    expect(hidden.text).toContain('readonly')
    expect(hidden.text).not.toContain('>Preview</button>')
    expect(json.text).toBe(`${read(drafting)}# more\n`)
  })

  test('a template without a hiring manager is changed without seeing those of others', async () => {
    const person = await signedIn(drafting.url, tokenOf('operate'))
    const opened = await person.look(`${connection}/template?id=sales`)

    const preview = await person.send(opened, `${connection}/template`, (form) => form.set('name', 'Field sales'))
    const { json } = await drafting.ended(preview.path.split('/').at(-1)!)

    expect(formIn(opened.text, `${connection}/template`).get('name')).toBe('Sales')
    expect(json.text).toContain('name: Field sales')
    expect(json.text).toContain('email: zaphod@planted.example')
  })

  test('a draft is previewed again with the text itself, whatever its page hides', async () => {
    const person = await signedIn(drafting.url, tokenOf('operate'))
    drafting.write(`# moved\n${read(drafting)}`)
    const stale = await person.look(`${connection}/drafts/${draft}`)

    const again = await person.send(stale, `${connection}/drafts/${draft}/again`)
    const { json } = await drafting.ended(again.path.split('/').at(-1)!)

    expect(json.text).toContain('email: zaphod@planted.example')
  })
})

function shown(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}values=shown`
}

function expectNobody(answer: unknown): void {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer)
  for (const told of people) expect(text).not.toContain(told)
}
