import { expect, test } from 'vitest'
import { read, startDrafting, tokenOf } from '../../../test/drafting.ts'
import { addActiveJobs, addField } from '../../../test/headcount.ts'
import { signedIn } from '../../../test/person.ts'
import { createWorld } from '../../../test/world.ts'

const connection = '/connections/headcount'
const MAPPING = 'version: 1\nopenings:\n  - { from: grade, to: Grade }\n'
const MARKUP = '</textarea><script>alert(1)</script>'
const WIDER = `# ${MARKUP}\n${MAPPING}  - { from: level, to: Salary Level }\n`

async function editing({ jobs = 1, isEnabled = false } = {}) {
  const world = await createWorld({ mapping: MAPPING })
  addField(world, { code: 'grade' })
  addField(world, { code: 'level' })
  addActiveJobs(world, jobs, (at) => ({ custom: { grade: `G${at}`, level: `tier-${at}` } }))
  await world.sync()
  const drafting = await startDrafting(world, isEnabled)
  await drafting.idle()
  const as = (role: string) => signedIn(drafting.url, tokenOf(role))
  const disposed = async () => {
    await drafting[Symbol.asyncDispose]()
    await world[Symbol.asyncDispose]()
  }
  return { world, drafting, as, [Symbol.asyncDispose]: disposed }
}

/** A preview of this text, ended. */
async function previewed({ drafting, as }: Awaited<ReturnType<typeof editing>>, text: string) {
  const person = await as('operate')
  const opened = await person.look(`${connection}/yaml`)
  const draft = await person.send(opened, `${connection}/yaml`, (form) => form.set('text', text))
  await drafting.ended(draft.path.split('/').at(-1)!)
  return { person, path: draft.path, seen: await person.look(draft.path) }
}

test('a preview says in words and in lines what would change, and hides values', async () => {
  await using editor = await editing()

  const { person, path, seen } = await previewed(editor, WIDER)
  const shown = await person.look(`${path}?values=shown`)

  expect(seen.text).toContain('This would make 1 field, change 1 opening.')
  expect(seen.text).toContain('2 lines put in, 0 lines taken out.')
  expect(seen.text).toContain('<ins>+   - { from: level, to: Salary Level }')
  expect(seen.text).toContain('&lt;/textarea>&lt;script>alert(1)')
  expect(seen.text).not.toContain('<script>alert')
  expect(seen.text).not.toContain('tier-0')
  expect(shown.text).toContain('tier-0')
})

test('while it is checked the page asks again by itself, with and without scripts', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  editor.world.ashby.server.faults.add({ fault: { type: 'latency', ms: 300 } })
  const opened = await person.look(`${connection}/yaml`)

  const checking = await person.send(opened, `${connection}/yaml`, (form) => form.set('text', WIDER))
  const { json } = await editor.drafting.ended(checking.path.split('/').at(-1)!)
  const ended = await person.look(checking.path)

  expect(checking.text).toContain('hx-trigger="every 1s"')
  expect(checking.text).toContain('http-equiv="refresh"')
  expect(checking.text).not.toContain('>Save</button>')
  expect(json.state).toBe('ready')
  expect(ended.text).not.toContain('every 1s')
  expect(ended.text).not.toContain('http-equiv="refresh"')
})

test('a change above the limits says that its plan will wait', async () => {
  await using editor = await editing({ jobs: 11 })

  const { seen } = await previewed(editor, WIDER)

  expect(seen.text).toContain('This would make 1 field, change 11 openings.')
  expect(seen.text).toContain('This is more than may be written unattended.')
  expect(seen.text).toContain('href="/holds"')
})

test('a draft whose file moved is out of date, and is previewed again over the new one', async () => {
  await using editor = await editing()
  const { person, path, seen } = await previewed(editor, WIDER)
  editor.drafting.write(`${MAPPING}# another line\n`)

  const refused = await person.send(seen, `${path}/save`)
  const again = await person.send(refused, `${path}/again`)
  await editor.drafting.ended(again.path.split('/').at(-1)!)
  const newer = await person.look(again.path)

  expect(refused.status).toBe(409)
  expect(refused.text).toContain('Nothing was done: the mapping file was changed since')
  expect(refused.text).toContain('was changed since this was previewed')
  expect(refused.text).toContain('<del>− # another line')
  expect(again.path).not.toBe(path)
  expect(newer.text).toContain('>Save</button>')
  expect(newer.text).toContain('<del>− # another line')
})

test('a change that is discarded is spoken of no more, and cannot be saved', async () => {
  await using editor = await editing()
  const { person, path, seen } = await previewed(editor, WIDER)
  const noted = await person.look(`${connection}/fields`)

  const fields = await person.send(seen, `${path}/discard`)
  const discarded = await person.look(path)
  const [saved, again] = await Promise.all(
    ['save', 'discard'].map((words) => editor.drafting.call('POST', `${path.replace(connection, '')}/${words}`, {})),
  )

  expect(noted.text).toContain('was previewed and not saved yet')
  expect([fields.path, read(editor.drafting)]).toEqual([`${connection}/fields`, MAPPING])
  expect(fields.text).toContain('Discarded. The mapping stays as it is.')
  expect(fields.text).not.toContain('was previewed and not saved yet')
  expect(discarded.text).toContain('Discarded; the mapping stayed as it was.')
  expect(discarded.text).not.toContain('>Save</button>')
  expect(saved!.json).toMatchObject({ status: 409, code: 'draft_not_ready' })
  expect(again!.json).toMatchObject({ status: 409, code: 'draft_closed' })
})

test('what the vendors refuse is said, with the way to mend it', async () => {
  await using editor = await editing()

  const { seen, path } = await previewed(editor, MAPPING.replace('grade', 'grad'))
  const person = await editor.as('operate')
  const mended = await person.look(`${connection}/yaml?draft=${path.split('/').at(-1)}`)

  expect(seen.text).toContain('This cannot be saved.')
  expect(seen.text).toContain('>Preview again</button>')
  expect(seen.text).not.toContain('>Save</button>')
  expect(mended.text).toMatch(/<textarea[^>]*>version: 1\nopenings:\n {2}- { from: grad, /)
})

test('versions tell who and when, and one is taken back by a preview like any other', async () => {
  await using editor = await editing()
  const { person, path, seen } = await previewed(editor, WIDER)
  const list = await person.send(seen, `${path}/save`)
  const versions = [...list.text.matchAll(/href="([^"]*\/versions\/[0-9a-f-]{36})"/g)].map(([, href]) => href!)
  const first = await person.look(versions[1]!)

  const draft = await person.send(list, `${versions[1]}/restore`)
  await editor.drafting.ended(draft.path.split('/').at(-1)!)
  const back = await person.send(await person.look(draft.path), `${draft.path}/save`)

  expect(list.text).toContain('The connection is off')
  expect(list.text).toContain('<td>operateer</td>')
  expect(list.text).toContain('before the first change here')
  expect(first.text).toContain('What taking it back would change')
  expect(first.text).toContain('<del>−   - { from: level, to: Salary Level }')
  expect(first.text).not.toContain('<script>alert')
  expect(back.status).toBe(200)
  expect(read(editor.drafting)).toBe(MAPPING)
})

test('a reader sees a draft and its versions without a button', async () => {
  await using editor = await editing()
  const { path, person, seen } = await previewed(editor, WIDER)
  const reader = await editor.as('read')
  const looked = await reader.look(path)
  await person.send(seen, `${path}/save`)

  const versions = await reader.look(`${connection}/versions`)

  expect(looked.text).toContain('This would make 1 field')
  expect(looked.text).not.toContain('tier-0')
  expect(looked.text).not.toContain('>Save</button>')
  expect(versions.text).toContain('before the first change here')
  expect(versions.text).not.toContain('Take this one back')
})

test('an unknown draft or version is not found', async () => {
  await using editor = await editing()
  const person = await editor.as('operate')
  const id = '00000000-0000-4000-8000-000000000000'

  const pages = [await person.look(`${connection}/drafts/${id}`), await person.look(`${connection}/versions/${id}`)]

  expect(pages.map(({ status }) => status)).toEqual([404, 404])
})
