import { expect, test } from 'vitest'
import { read, startDrafting, tokenOf } from '../../../test/drafting.ts'
import { addField } from '../../../test/headcount.ts'
import { formIn, signedIn } from '../../../test/person.ts'
import { createWorld } from '../../../test/world.ts'

const page = '/connections/headcount/yaml'
const MAPPING =
  '\n# </textarea><script>alert("x")</script> & co\nversion: 1\nopenings:\n  - { from: grade, to: Grade }\n'

async function editing(mapping = MAPPING) {
  const world = await createWorld({ mapping })
  addField(world, { code: 'grade' })
  const drafting = await startDrafting(world, false)
  const disposed = async () => {
    await drafting[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  }
  const as = (role: string) => signedIn(drafting.url, tokenOf(role))
  return { drafting, as, [Symbol.asyncDispose]: disposed }
}

test('the text stands in the box as it stands in the file, whatever is in it', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')

  const { text } = await person.look(page)

  expect(formIn(text, page).get('text')).toBe(MAPPING)
  expect(text).not.toContain('<script>alert')
})

test('line breaks as browsers send them change nothing', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const opened = await person.look(page)

  const draft = await person.send(opened, page, (form) => form.set('text', MAPPING.replaceAll('\n', '\r\n')))

  expect((await editor.drafting.ended(draft.path.split('/').at(-1)!)).json.text).toBe(MAPPING)
})

test('a wrong text comes back with each problem at its line, and nothing typed is lost', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const wrong = `${MAPPING}  - { from: title, to: Title }\n  - { from: level, too: <b>Level</b> }\n`

  const again = await person.send(await person.look(page), page, (form) => form.set('text', wrong))

  expect(again.status).toBe(422)
  expect(formIn(again.text, page).get('text')).toBe(wrong)
  expect(again.text).toMatch(/line 6, column \d+: /)
  expect(again.text).toMatch(/line 7, column \d+: /)
  expect(again.text).toContain('<mark>7    - { from: level, too: &lt;b>')
  expect(again.text).toContain('aria-invalid="true"')
  expect(read(editor.drafting)).toBe(MAPPING)
})

test('a check asks no vendor and makes no draft', async () => {
  await using editor = await editing()
  const person = await editor.as('read')
  const opened = await person.look(page)

  const checked = await person.send(opened, page, (form) => form.set('do', 'check'))

  expect(checked.text).toContain('No problem was found in this text.')
  expect((await editor.drafting.now()) as object).toMatchObject({ draft: null })
  expect(opened.text).toMatch(/<textarea[^>]* readonly/)
  expect(opened.text).not.toContain('>Preview</button>')
})

test('what was typed is kept when the file moved, and shown against it', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const opened = await person.look(page)
  editor.drafting.write(`${MAPPING}# theirs\n`)

  const again = await person.send(opened, page, (form) => form.set('text', `${MAPPING}# mine\n`))
  const draft = await person.send(again, page)

  expect(again.status).toBe(409)
  expect(formIn(again.text, page).get('text')).toBe(`${MAPPING}# mine\n`)
  expect(again.text).toContain('<del>− # theirs')
  expect(again.text).toContain('<ins>+ # mine')
  expect(draft.path).toContain('/drafts/')
})

test('a file that is broken already is shown with its problems', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  editor.drafting.write('version: 1\nopenings:\n  - { from: grade\n')

  const { status, text } = await person.look(page)

  expect(status).toBe(200)
  expect(text).toMatch(/line \d+, column \d+: /)
  expect(formIn(text, page).get('text')).toBe('version: 1\nopenings:\n  - { from: grade\n')
})
