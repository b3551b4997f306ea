import { expect, test } from 'vitest'
import { read, startDrafting, tokenOf, until } from '../../../test/drafting.ts'
import { addActiveJobs, addField, openings, shown } from '../../../test/headcount.ts'
import { signedIn } from '../../../test/person.ts'
import { createWorld } from '../../../test/world.ts'

const page = '/connections/headcount/fields'
const MARKUP = '<img src=x onerror=alert(1)>'
const MAPPING = '# ours\nversion: 1\nopenings:\n  - { from: grade, to: Grade }   # since May\n'

/** Two jobs with a grade and a cost center, of which the first is mapped. */
async function inStep(mapping = MAPPING) {
  const world = await createWorld({ mapping })
  addField(world, { code: 'grade', label: 'Grade' })
  addField(world, { code: 'costCenter', label: `Cost ${MARKUP}` })
  addField(world, { code: 'shirtSize', label: 'Shirt Size', entityType: 'PERSON' })
  addActiveJobs(world, 2, (at) => ({ custom: { grade: `G${at}`, costCenter: 'CC-1' } }))
  await world.sync()
  return world
}

/** Of one field. */
function rowOf(text: string, code: string): string {
  return text.split('<tr').find((row) => row.includes(`<code>${code}</code>`)) ?? ''
}

test('a field is ticked, previewed, saved, and arrives', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world)
  await drafting.idle()
  const person = await signedIn(drafting.url, tokenOf('operate'))

  const checking = await person.send(await person.look(page), page, (form) => form.append('field', 'costCenter'))
  await drafting.ended(checking.path.split('/').at(-1)!)
  const ready = await person.look(checking.path)
  const saved = await person.send(ready, `${checking.path}/save`)
  await drafting.idle()

  expect(checking.text).toContain('Nothing is written before you save it.')
  expect(ready.text).toContain('This would make 1 field, change 2 openings.')
  expect(ready.text).toContain(`<ins>+   - { from: costCenter, to: &quot;Cost &lt;img`)
  expect(saved.text).toContain('Saved. A run with the new mapping was asked for.')
  expect(read(drafting)).toContain('- { from: grade, to: Grade }   # since May\n')
  expect(openings(world).map((opening) => shown(opening, `Cost ${MARKUP}`))).toEqual(['CC-1', 'CC-1'])
})

test('names with markup are text, and values are hidden until they are asked for', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world)
  await drafting.idle()
  const person = await signedIn(drafting.url, tokenOf('operate'))

  const hidden = await person.look(page)
  const seen = await person.look(`${page}?values=shown`)

  expect(hidden.text).toContain('Cost &lt;img src=x')
  expect(hidden.text).not.toContain('<img')
  expect(hidden.text).not.toContain('G1')
  expect(rowOf(hidden.text, 'grade')).toContain('aria-label="hidden"')
  expect(rowOf(seen.text, 'grade')).toContain('G1')
  expect(seen.text).toContain('that you saw them is noted')
})

test('what cannot be mapped says why', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('operate'))

  const { text } = await person.look(page)

  expect(rowOf(text, 'shirtSize')).toContain('disabled')
  expect(rowOf(text, 'shirtSize')).toContain('belongs to PERSON')
  expect(rowOf(text, 'startDate')).toMatch(/disabled.*a standard field/s)
  expect(rowOf(text, 'costCenter')).not.toContain('disabled')
})

test('a filter hides fields and loses none', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('operate'))

  const found = await person.look(`${page}?q=COST`)
  const none = await person.look(`${page}?q=nothing-like-it`)
  const draft = await person.send(found, page, (form) => form.append('field', 'costCenter'))
  const { json } = await drafting.ended(draft.path.split('/').at(-1)!)

  expect(rowOf(found.text, 'grade')).toMatch(/^[^>]* hidden/)
  expect(rowOf(found.text, 'costCenter')).not.toMatch(/^[^>]* hidden/)
  expect(found.text).toMatch(/<p id="none" class="empty" hidden/)
  expect(none.text).toMatch(/<p id="none" class="empty">/)
  expect(json.text).toContain('from: grade')
  expect(json.text).toContain('from: costCenter')
})

test('what was chosen is kept when the file moved, and what the file got is too', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('operate'))
  const opened = await person.look(page)
  drafting.write(`${MAPPING}  - { from: gone, to: Gone }\n`)

  const again = await person.send(opened, page, (form) => {
    form.append('field', 'costCenter')
    form.set('title.costCenter', 'Center & Co')
  })
  const draft = await person.send(again, page)
  const { json } = await drafting.ended(draft.path.split('/').at(-1)!)

  expect(again.status).toBe(409)
  expect(again.text).toContain('was changed since you opened this page')
  expect(rowOf(again.text, 'costCenter')).toContain('checked')
  expect(again.text).toContain('value="Center &amp; Co"')
  expect(json.text).toMatch(/from: grade, to: Grade }.*from: gone.*from: costCenter, to: Center & Co/s)
})

test('a mapped field that ChartHop has no longer stays until it is unticked', async () => {
  await using world = await inStep(`${MAPPING}  - { from: gone, to: Gone }\n`)
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('operate'))
  const opened = await person.look(page)

  const kept = await person.send(opened, page)
  const unticked = await person.send(opened, page, (form) => form.delete('field', 'gone'))

  expect(rowOf(opened.text, 'gone')).toContain('ChartHop has no custom field with this code now')
  expect((await drafting.ended(kept.path.split('/').at(-1)!)).json.text).toContain('from: gone')
  expect((await drafting.ended(unticked.path.split('/').at(-1)!)).json.text).not.toContain('from: gone')
})

test('whoever may only read sees everything and changes nothing', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('read'))
  const opened = await person.look(page)

  const sent = await person.send(opened, page, (form) => form.append('field', 'costCenter'))
  const asked = await person.look(`${page}?values=shown`)

  expect(opened.text).toContain('Changing the mapping needs the role operate')
  expect(opened.text).toContain('<fieldset disabled')
  expect(opened.text).not.toContain('>Preview</button>')
  expect([sent.status, read(drafting)]).toEqual([403, MAPPING])
  expect(asked.text).not.toContain('G1')
})

test('a file that cannot be used is said, not guessed at', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const person = await signedIn(drafting.url, tokenOf('operate'))
  await until(async () => (await person.look(page)).status === 200)
  drafting.write('version: 1\nopenings:\n  - { from: grade, too: Grade }\n')

  const { text } = await person.look(page)

  expect(text).toContain('cannot be used as it is now')
  expect(text).toMatch(/line 3, column \d+:/)
  expect(text).toContain('<fieldset disabled')
})
