import { expect, test } from 'vitest'
import { read, startDrafting, tokenOf } from '../../../test/drafting.ts'
import { formIn, signedIn } from '../../../test/person.ts'
import { createReferenceWorld, engineering } from '../../../test/references.ts'

const connection = '/connections/references'
const MARKUP = '<img src=x onerror=alert(1)>'
const MAPPING = `version: 1
templates: # ours
${engineering}  - id: sales   # choose once
    name: "${MARKUP}"
    tag: sales
    survey: brand-marketer-manager
    references: { managers: 1, any: 1, anyAs: business }
    message: |
      Thank you.
      Really.
    notes: kept
triggers:
  - { job: Engineer, stage: Interview, template: sales }
`

async function editing(mapping = MAPPING) {
  const world = await createReferenceWorld({ mapping })
  const drafting = await startDrafting(world, false)
  const disposed = async () => {
    await drafting[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  }
  const as = (role: string) => signedIn(drafting.url, tokenOf(role))
  const textOf = async ({ path }: { path: string }) => (await drafting.ended(path.split('/').at(-1)!)).json.text
  return { drafting, as, textOf, [Symbol.asyncDispose]: disposed }
}

test('templates and where they are asked for are listed, and names stay text', async () => {
  await using editor = await editing()

  const { text } = await (await editor.as('read')).look(`${connection}/templates`)

  expect(text).toContain('Engineering references')
  expect(text).toContain('1 managers, 1 any (as business)')
  expect(text).toContain('<th scope="row">Engineer</th><td>Interview</td><td>sales</td>')
  expect(text).toContain('&lt;img src=x')
  expect(text).not.toContain('<img')
  expect(text).not.toContain('Add a template')
})

test('a template that is opened and sent back as it is changes no line', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const opened = await person.look(`${connection}/template?id=sales`)

  const draft = await person.send(opened, `${connection}/template`)

  expect(await editor.textOf(draft)).toBe(MAPPING)
})

test('a template is added, and its survey and references chosen from what Crosschq has', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const opened = await person.look(`${connection}/template`)

  const draft = await person.send(opened, `${connection}/template`, (form) => {
    for (const [name, value] of Object.entries({ id: 'design', name: 'Design', survey: 'software-engineer' })) {
      form.set(name, value)
    }
    form.set('references.peers', '2')
    form.set('references.managers', '1')
  })
  const text = await editor.textOf(draft)

  expect(opened.text).toMatch(/<option value="software-engineer"[^>]*>[^<]+<\/option>/)
  expect(text).toContain('  - id: design\n    name: Design\n    survey: software-engineer\n')
  expect(text).toContain('references: { managers: 1, peers: 2 }')
  expect(text).toContain('# choose once')
})

test('what the API does not take comes back beside its box with all that was written', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const opened = await person.look(`${connection}/template`)

  const again = await person.send(opened, `${connection}/template`, (form) => {
    form.set('id', 'no spaces, please')
    form.set('name', 'Design')
    form.set('references.peers', '-2')
  })

  expect(again.status).toBe(400)
  expect(again.text).toMatch(/name="id"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*fault-id/)
  expect(again.text).toMatch(/id="fault-id" class="problem">expects letters/)
  expect(again.text).toContain('id="fault-references"')
  expect(formIn(again.text, `${connection}/template`).get('name')).toBe('Design')
})

test('a new template never replaces another one', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')

  const again = await person.send(await person.look(`${connection}/template`), `${connection}/template`, (form) => {
    form.set('id', 'sales')
    form.set('name', 'Other sales')
  })

  expect([again.status, read(editor.drafting)]).toEqual([422, MAPPING])
  expect(again.text).toContain('there is a template with this id already')
})

test('a template that a stage asks for is not removed, another one is', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const [sales, engineers] = [
    await person.look(`${connection}/template?id=sales`),
    await person.look(`${connection}/template?id=engineering`),
  ]

  const refused = await person.send(sales, `${connection}/template/remove`)
  const draft = await person.send(engineers, `${connection}/template/remove`)

  expect(refused.status).toBe(422)
  expect(refused.text).toContain('no template has this id')
  expect(await editor.textOf(draft)).toBe(MAPPING.replace(engineering, ''))
})

test('stages are added one after another and removed, without a script', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const page = `${connection}/triggers`
  const opened = await person.look(page)
  const stages = [...opened.text.matchAll(/<option value="([^"]+)"[^>]*>Engineer — ([^<]+)</g)]
  const place = (title: string) => stages.find(([, , stage]) => stage === title)![1]!.replaceAll('&quot;', '"')

  const more = await person.send(opened, page, (form) => {
    form.delete('keep')
    form.set('place', place('Offer'))
    form.set('template', 'engineering')
    form.set('do', 'more')
  })
  const draft = await person.send(more, page, (form) => {
    const [first] = form.getAll('place')
    form.delete('place')
    form.append('place', first!)
    form.append('place', place('Interview'))
    form.delete('template')
    for (const id of ['engineering', 'engineering']) form.append('template', id)
  })

  expect(opened.text).toContain('<optgroup label="Engineer (')
  expect(formIn(more.text, page).getAll('place')).toEqual([place('Offer'), ''])
  expect(formIn(more.text, page).has('keep')).toBe(false)
  expect((await editor.textOf(draft)).split('triggers:')[1]).toBe(
    '\n  - { job: Engineer, stage: Offer, template: engineering }\n  - { job: Engineer, stage: Interview, template: engineering }\n',
  )
})

test('a connection without templates leads to what it has', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')

  const fields = await person.look(`${connection}/fields`)
  const unknown = await person.look(`${connection}/template?id=none`)

  expect([fields.status, unknown.status]).toEqual([404, 404])
  expect(fields.text).toContain(`href="${connection}/templates"`)
})
