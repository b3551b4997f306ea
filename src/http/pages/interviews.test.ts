import { chmodSync } from 'node:fs'
import { expect, test } from 'vitest'
import { read, startDrafting, tokenOf } from '../../../test/drafting.ts'
import { createInterviewWorld } from '../../../test/interviews.ts'
import { formIn, signedIn } from '../../../test/person.ts'

const connection = '/connections/interviews'
const MARKUP = '<img src=x onerror=alert(1)>'

async function editing() {
  const world = await createInterviewWorld()
  const other = world.willo.addInterview({ title: MARKUP }).key
  const waiter = world.ashby.addJob({ title: `Waiter ${MARKUP}` }).id
  const drafting = await startDrafting(world, false)
  const disposed = async () => {
    await drafting[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  }
  const as = (role: string) => signedIn(drafting.url, tokenOf(role))
  const textOf = async ({ path }: { path: string }) => (await drafting.ended(path.split('/').at(-1)!)).json.text
  const pageOf = (interview: string) => `${connection}/interviews/${interview}`
  return { world, drafting, as, textOf, other, waiter, pageOf, [Symbol.asyncDispose]: disposed }
}

test('each interview is listed with its jobs and stages', async () => {
  await using editor = await editing()

  const { text } = await (await editor.as('read')).look(`${connection}/interviews`)

  expect(text).toContain('Cooks &amp; Co')
  expect(text).toContain('<div>Cook — Interview</div>')
  expect(text).toContain('nobody')
  expect(text).not.toContain('<img')
})

test('a stage of another job is added, and one is taken away', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const page = editor.pageOf(editor.world.interview)
  const opened = await person.look(page)

  const draft = await person.send(opened, page, (form) => {
    form.delete('keep')
    form.set('place', JSON.stringify([editor.waiter, 'Interview']))
  })

  expect(opened.text).toContain('<optgroup label="Waiter &lt;img')
  expect(await editor.textOf(draft)).toContain(`job: ${JSON.stringify(editor.waiter)}, stage: Interview`)
  expect(await editor.textOf(draft)).not.toContain('job: Cook')
})

test('an interview without any stage is taken out of the mapping', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const page = editor.pageOf(editor.world.interview)

  const draft = await person.send(await person.look(page), page, (form) => form.delete('keep'))

  expect(await editor.textOf(draft)).not.toContain(editor.world.interview)
})

test('a job that is gone from the ATS is said to be', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  editor.drafting.write(read(editor.drafting).replace('Cook,', 'Sailor,'))

  const { text } = await person.look(`${connection}/interviews`)

  expect(text).toContain('Sailor — Interview')
  expect(text).toContain('no job is called so now')
})

test('what was chosen stays when the file moved, and so does what the file got', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const page = editor.pageOf(editor.world.interview)
  const opened = await person.look(page)
  const place = JSON.stringify([`Waiter ${MARKUP}`, 'Interview'])
  editor.drafting.write(read(editor.drafting).replace(/\[(.*)\]/, '[$1, { job: Cook, stage: Offer }]'))

  const again = await person.send(opened, page, (form) => form.set('place', place))
  const draft = await person.send(again, page)

  expect(again.status).toBe(409)
  expect(formIn(again.text, page).getAll('keep')).toEqual(['["Cook","Interview"]', '["Cook","Offer"]'])
  expect(formIn(again.text, page).getAll('place')).toEqual([place])
  expect(await editor.textOf(draft)).toMatch(/Cook, stage: Interview.*Cook, stage: Offer.*Waiter/s)
})

test('a file that cannot be written makes the page one to read', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  chmodSync(editor.drafting.path, 0o440)

  const { text } = await person.look(editor.pageOf(editor.world.interview))

  expect(text).toMatch(/mapping\.yaml cannot be changed here: .*read-only/)
  expect(text).toContain('<fieldset disabled')
  expect(text).toContain('Cook — Interview')
})
