import { expect, test } from 'vitest'
import { read, startDrafting } from './drafting.ts'
import { arrive, createInterviewWorld, participants } from './interviews.ts'
import { createReferenceWorld, engineering } from './references.ts'

test('an interview and its triggers are previewed and invite from then on', async () => {
  await using world = await createInterviewWorld({ mapping: () => 'version: 1\ninterviews: # who is invited\n' })
  await using drafting = await startDrafting(world, false)
  const triggers = [{ job: 'Cook', stage: 'Interview' }]

  const { json: draft } = await drafting.drafted({ edit: { type: 'interview', interview: world.interview, triggers } })

  expect(draft).toMatchObject({ state: 'ready', preview: { sentence: 'this would change nothing' } })
  expect((await drafting.save(draft.id)).json.version.note).toBe(`interview ${world.interview}`)
  await arrive(world)
  await world.sync()
  expect(participants(world)).toHaveLength(1)
  expect(read(drafting)).toMatch(/^version: 1\ninterviews: # who is invited\n {2}- interview: /)
})

test('a trigger of no stage keeps a draft from being saved, and says where it stands', async () => {
  await using world = await createInterviewWorld()
  await using drafting = await startDrafting(world, false)
  const triggers = [{ job: 'Cook', stage: 'Intervew' }]

  const { json: draft } = await drafting.drafted({ edit: { type: 'interview', interview: world.interview, triggers } })

  expect(draft.state).toBe('failed')
  expect(draft.problem).toMatch(/mapping\.yaml:\d+:\d+: .*has no stage "Intervew"; did you mean "Interview"\?/)
  expect(draft.problem).not.toContain('hirewire-draft')
})

test('a template is added, used by a trigger, and removed again', async () => {
  await using world = await createReferenceWorld({ mapping: `version: 1\ntemplates: # ours\n${engineering}` })
  await using drafting = await startDrafting(world, false)
  const { survey } = (await drafting.now()).text.match(/survey: (?<survey>\S+)/)!.groups!
  const template = {
    ...{ id: 'sales', name: 'Sales <i>& co</i>', tag: 'sales', survey, references: { managers: 1, peers: 2 } },
    message: 'Thank you:\n"really"',
  }
  const trigger = { job: 'Engineer', stage: 'Interview', template: 'sales' }

  const added = await drafting.drafted({ edit: { type: 'template', template } })
  await drafting.save(added.json.id)
  const triggered = await drafting.drafted({ edit: { type: 'triggers', triggers: [trigger] } })
  await drafting.save(triggered.json.id)
  const tooEarly = await drafting.drafted({ edit: { type: 'removeTemplate', id: 'sales' } })
  const untriggered = await drafting.drafted({ edit: { type: 'triggers', triggers: [] } })
  await drafting.save(untriggered.json.id)
  const removed = await drafting.drafted({ edit: { type: 'removeTemplate', id: 'sales' } })

  expect(added.json).toMatchObject({ state: 'ready', text: expect.stringContaining('"Sales <i>& co</i>"') })
  expect(triggered.json).toMatchObject({
    state: 'ready',
    findings: expect.arrayContaining([
      { ok: true, subject: 'trigger Engineer / Interview', message: 'asks for the template "sales"' },
    ]),
  })
  expect(tooEarly.json).toMatchObject({ status: 422, detail: expect.stringContaining('no template has this id') })
  expect(removed.json).toMatchObject({
    state: 'ready',
    text: `version: 1\ntemplates: # ours\n${engineering}triggers:\n`,
  })
})

test('a survey that Crosschq does not have keeps a draft from being saved', async () => {
  await using world = await createReferenceWorld()
  await using drafting = await startDrafting(world, false)

  const { json: draft } = await drafting.drafted({
    text: (await drafting.now()).text.replace(/survey: \S+/, 'survey: none'),
  })

  expect(draft).toMatchObject({ state: 'failed', problem: expect.stringContaining('names the survey "none"') })
})
