import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { requestRun } from '../src/store/runs.ts'
import { type Drafting, read, startDrafting, until } from './drafting.ts'
import { addActiveJobs, addField, fieldTitled, openings, shown, writes } from './headcount.ts'
import { createWorld, type World } from './world.ts'

const MAPPING = `# what finance wants
version: 1
openings:   # to Ashby
  - { from: grade,   to: Grade }   # since May
hires:
`

const GRADE = { code: 'grade' }
const CENTER = { code: 'costCenter', title: 'Cost <b>Center</b> & "more"' }

/** A version as the list has it. */
interface Line {
  readonly by: string
  readonly note: string
  readonly isCurrent: boolean
}

/** Three jobs with both fields, in step with a mapping that has one of them. */
async function inStep(mapping = MAPPING): Promise<World> {
  const world = await createWorld({ mapping })
  addField(world, { code: 'grade' })
  addField(world, { code: 'costCenter' })
  addActiveJobs(world, 3, (at) => ({ custom: { grade: `G${at}`, costCenter: `CC-${at}` } }))
  await world.sync()
  return world
}

function tick(drafting: Drafting, ...fields: readonly object[]) {
  return drafting.drafted({ edit: { type: 'fields', fields } })
}

function titles(world: World, title: string): unknown[] {
  return openings(world)
    .map((opening) => shown(opening, title))
    .sort()
}

test('a ticked field is previewed, saved, and arrives; restoring takes it back', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world)
  await drafting.idle()

  const { json: draft } = await tick(drafting, GRADE, CENTER)

  expect(draft).toMatchObject({ state: 'ready', problem: null, by: 'operateer', connection: 'headcount' })
  expect(draft.preview.sentence).toBe('this would make 1 field, change 3 openings')
  expect(draft.preview.flows[1]).toEqual({
    ...{ flow: 'openings', records: 3, held: [] },
    counts: { create: 0, update: 3, clear: 0, close: 0 },
  })
  expect(draft.changes[1]).toMatchObject({
    flow: 'openings',
    fields: [{ field: CENTER.title, after: expect.stringMatching(/^CC-\d$/) }],
  })
  expect(draft.text).toBe(
    MAPPING.replace('# since May\n', `# since May\n  - { from: costCenter, to: ${JSON.stringify(CENTER.title)} }\n`),
  )
  expect(read(drafting)).toBe(MAPPING)
  expect((await drafting.now()).text).toBe(MAPPING)

  const saved = await drafting.save(draft.id)
  await drafting.idle()

  expect(saved).toMatchObject({ status: 200, json: { version: { by: 'operateer', note: 'fields', isCurrent: true } } })
  expect(saved.json.runId).toEqual(expect.any(String))
  expect(read(drafting)).toBe(draft.text)
  expect(fieldTitled(world, CENTER.title).fieldType).toBe('String')
  expect(titles(world, CENTER.title)).toEqual(['CC-0', 'CC-1', 'CC-2'])

  const { json: versions } = await drafting.call('GET', '/versions', undefined, 'read')
  expect(versions).toMatchObject({
    data: [
      { by: 'operateer', note: 'fields', isCurrent: true },
      { by: 'file', note: 'before the first change here', isCurrent: false },
    ],
    next: null,
  })
  const before = versions.data[1].id
  expect((await drafting.call('GET', `/versions/${before}`)).json.text).toBe(MAPPING)
  expect((await drafting.call('GET', `/versions?limit=1&cursor=${versions.data[0].id}`)).json.data).toHaveLength(1)

  const restored = await drafting.call('POST', `/versions/${before}/restore`, {})
  const back = await drafting.ended(restored.json.id)
  expect(restored.status).toBe(202)
  expect(back.json).toMatchObject({ state: 'ready', text: MAPPING })
  expect((await drafting.save(restored.json.id)).status).toBe(200)

  expect(read(drafting)).toBe(MAPPING)
  expect(
    (await drafting.call('GET', '/versions')).json.data.map(({ note, isCurrent }: Line) => [note, isCurrent]),
  ).toEqual([
    [expect.stringMatching(/^back to the version of 2/), true],
    ['fields', false],
    ['before the first change here', false],
  ])
})

test('a preview leaves every table as it is but its own run, and writes to nobody', async () => {
  await using world = await inStep()
  // The jobs and their records would be others with another mapping, and are seen anew.
  addActiveJobs(world, 2, (at) => ({ custom: { costCenter: `new-${at}` } }))
  await using drafting = await startDrafting(world, false)
  const before = await tables(world)
  const written = writes(world).length

  const { json: draft } = await tick(drafting, CENTER)

  expect(draft).toMatchObject({ state: 'ready' })
  expect(draft.preview.sentence).toContain('make 1 field and 2 openings')
  expect(await tables(world)).toEqual(before)
  expect(writes(world)).toHaveLength(written)
  // What another dry run finds out is kept.
  await world.plan()
  expect(await tables(world)).not.toEqual(before)
})

test('a preview takes no run that somebody else asked for', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const { id } = await requestRun(world.engine.db, { connection: 'headcount', trigger: 'command', dryRun: true })

  const { json: draft } = await tick(drafting, GRADE, CENTER)

  expect(draft.state).toBe('ready')
  expect(draft.run).not.toBe(id)
  expect((await world.engine.db('runs').where({ id }).first()).state).toBe('queued')
})

test('a second person who saves is told that the file moved', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const { json: first } = await tick(drafting, GRADE, CENTER)
  const { json: second } = await tick(drafting)

  const answers = await Promise.all([drafting.save(first.id), drafting.save(second.id, 'approve')])

  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.json.code).toBe('mapping_moved')
  const winner = answers[0]?.status === 200 ? first : second
  const loser = winner === first ? second : first
  expect(read(drafting)).toBe(winner.text)
  expect((await drafting.call('GET', `/drafts/${loser.id}`)).json.state).toBe('stale')
  expect((await drafting.save(winner.id)).json).toMatchObject({ status: 409, code: 'draft_not_ready' })
})

test('what was changed by hand is kept as a version, and makes drafts of before stale', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const { digest } = await drafting.now()
  const { json: draft } = await tick(drafting, GRADE, CENTER)
  expect((await drafting.now()) as unknown).toMatchObject({ draft: draft.id })
  const byHand = `${MAPPING}# by hand\n`

  drafting.write(byHand)

  expect((await drafting.call('GET', `/drafts/${draft.id}`)).json.state).toBe('stale')
  expect(await drafting.drafted({ text: MAPPING, base: digest })).toMatchObject({
    status: 409,
    json: { code: 'mapping_moved' },
  })
  expect(await drafting.save(draft.id)).toMatchObject({ status: 409, json: { code: 'mapping_moved' } })
  const { json: next } = await drafting.drafted({ text: 'version: 1\n' })
  await drafting.save(next.id)
  drafting.write(byHand)
  const { json: last } = await drafting.drafted({ text: MAPPING })
  await drafting.save(last.id)
  expect((await drafting.call('GET', '/versions')).json.data.map(({ by, note }: Line) => [by, note])).toEqual([
    ['operateer', 'text'],
    ['file', 'changed in the file'],
    ['operateer', 'text'],
    ['file', 'before the first change here'],
  ])
})

test('a text with problems is told them by line and column', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const wrong = 'version: 1\nopenings:\n  - { from: grade, too: Grade }\n  - { from: startDate, to: Start }\n'
  const { digest } = await drafting.now()

  const checked = await drafting.call('POST', '/check', { text: wrong }, 'read')
  const refused = await drafting.call('POST', '/drafts', { text: wrong, base: digest })
  const broken = await drafting.call('POST', '/drafts', { text: 'a: [', base: digest })

  expect(checked.json.problems).toMatchObject([
    { line: 3, column: 5, message: expect.stringContaining('is missing') },
    { line: 3, column: 20, message: expect.stringContaining('too') },
    { line: 4, column: 13, message: expect.stringContaining('built-in') },
  ])
  expect(refused).toMatchObject({ status: 422, json: { code: 'mapping_invalid', errors: [{ path: '3:5' }, {}, {}] } })
  expect(refused.json.detail).toContain('line 4, column 13: ')
  expect(broken.json.code).toBe('mapping_invalid')
  expect((await drafting.call('GET', '', undefined, 'read')).json).toMatchObject({ problems: [], draft: null })
})

test('an edit is refused where it does not fit', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const { digest: base } = await drafting.now()
  const draft = (edit: object, as?: string) => drafting.call('POST', '/drafts', { edit, base }, as)
  const twice = { type: 'fields', fields: [GRADE, { code: 'costCenter', title: 'grade' }] }

  expect((await draft({ type: 'removeTemplate', id: 'x' })).json).toMatchObject({
    status: 422,
    code: 'mapping_invalid',
  })
  expect((await draft(twice)).json.detail).toContain('writes this field too')
  expect((await draft({ type: 'fields', fields: [] }, 'read')).json).toMatchObject({ status: 403, code: 'role' })
  expect((await draft({ type: 'fields', fields: [{ code: 'a b' }] })).status).toBe(400)
  expect((await drafting.call('POST', '/drafts', { base })).status).toBe(400)
  expect((await drafting.call('GET', `/drafts/${randomUUID()}`)).json.code).toBe('unknown_draft')
  expect((await drafting.call('POST', `/versions/${randomUUID()}/restore`, {})).json.code).toBe('unknown_version')
})

test('a field that ChartHop does not have keeps a draft from being saved', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)

  const { json: draft } = await tick(drafting, GRADE, { code: 'costCentre' })

  expect(draft).toMatchObject({ state: 'failed', problem: expect.stringContaining('did you mean "costCenter"?') })
  expect(draft.problem).toMatch(/^mapping\.yaml:5:5: /)
  expect(draft.findings).toContainEqual({ ok: true, subject: 'Ashby key', message: 'accepted' })
  expect((await drafting.save(draft.id)).json.code).toBe('draft_not_ready')
  expect(read(drafting)).toBe(MAPPING)
})

test('a key that the vendor refuses fails the preview, with the finding', async () => {
  await using world = await createWorld({ mapping: MAPPING, config: { ashby: { apiKey: 'wrong' } } })
  await using drafting = await startDrafting(world, false)

  const { json: draft } = await drafting.drafted({ text: 'version: 1\n' })

  expect(draft.state).toBe('failed')
  expect(draft.findings).toContainEqual(expect.objectContaining({ ok: false, subject: 'Ashby key' }))
})

test('a file that nobody may write is read only, and its mode stays when it is written', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const { json: draft } = await tick(drafting, GRADE, CENTER)
  chmodSync(drafting.path, 0o440)

  expect((await drafting.now()) as unknown).toMatchObject({ readOnly: true, why: expect.stringContaining('read-only') })
  expect((await tick(drafting)).json.code).toBe('mapping_read_only')
  expect((await drafting.save(draft.id)).json).toMatchObject({ status: 409, code: 'mapping_read_only' })
  chmodSync(drafting.path, 0o640)
  expect((await drafting.save(draft.id)).status).toBe(200)
  expect(statSync(drafting.path).mode & 0o777).toBe(0o640)
  expect(readdirSync(dirname(drafting.path))).toEqual(['mapping.yaml'])
  chmodSync(dirname(drafting.path), 0o555)
  expect((await drafting.now()) as unknown).toMatchObject({ readOnly: true, why: expect.stringContaining('folder') })
  chmodSync(dirname(drafting.path), 0o755)
})

test('a file that is gone is a problem, not a failure', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  const aside = join(dirname(drafting.path), 'aside')
  mkdirSync(aside)
  renameSync(drafting.path, join(aside, 'x.yaml'))

  const { status, json } = await drafting.call('GET', '')

  expect(status).toBe(200)
  expect(json).toMatchObject({
    readOnly: true,
    problems: [{ line: 1, column: 1, message: 'mapping.yaml: no such file' }],
  })
})

test('a preview that its process left is found interrupted', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 1_000 } })
  const { digest: base } = await drafting.now()
  const { json: draft } = await drafting.call('POST', '/drafts', { text: 'version: 1\n', base })

  await world.engine.db('mapping_drafts').update({ touched_at: new Date(Date.now() - 121_000) })

  expect((await drafting.call('GET', `/drafts/${draft.id}`)).json).toMatchObject({
    ...{ state: 'failed', problem: 'interrupted; preview again' },
  })
})

test('a preview ends with its process, and says so', async () => {
  await using world = await inStep()
  const drafting = await startDrafting(world, false)
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 5_000 } })
  const { digest: base } = await drafting.now()
  const drafts = ['version: 1\n', MAPPING, '# the third waits for a turn\nversion: 1\n']
  for (const text of drafts) expect((await drafting.call('POST', '/drafts', { text, base })).status).toBe(202)
  const stopped = performance.now()

  await drafting[Symbol.asyncDispose]()

  expect(performance.now() - stopped).toBeLessThan(4_000)
  expect(await world.engine.db('mapping_drafts').select('state', 'problem')).toEqual(
    drafts.map(() => ({ state: 'failed', problem: 'interrupted; preview again' })),
  )
  expect(await world.engine.db('runs').where({ state: 'running' })).toEqual([])
})

test('a preview waits for a run that goes on', async () => {
  await using world = await inStep()
  await using drafting = await startDrafting(world, false)
  world.ashby.server.faults.add({ fault: { type: 'latency', ms: 200 } })
  await requestRun(world.engine.db, { connection: 'headcount', trigger: 'command' })
  const run = world.reopen()
  const sync = world.sync({}, run)
  await until(async () => (await world.engine.db('runs').where({ state: 'running' })).length > 0)

  const { json: draft } = await tick(drafting, GRADE)

  expect(draft.state).toBe('ready')
  expect((await sync).state).toBe('success')
})

const OURS = ['mapping_drafts', 'runs', 'leases', 'audit']

async function tables({ engine: { db } }: World): Promise<Record<string, string>> {
  const { rows } = await db.raw(`select tablename as name from pg_tables where schemaname = 'public' order by 1`)
  const dumps: Record<string, string> = {}
  for (const { name } of rows as { name: string }[]) {
    if (OURS.includes(name)) continue
    const { rows: found } = await db.raw(
      `select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as all from ?? t`,
      [name],
    )
    dumps[name] = found[0].all
  }
  return dumps
}
