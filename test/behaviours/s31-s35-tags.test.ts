import { describe, expect, test } from 'vitest'
import { parseCrosschqMapping } from '../../src/mapping/crosschq-load.ts'
import {
  applied,
  arrived,
  asked,
  createSmartRecruitersWorld,
  mappingOf,
  requests,
  STEP,
  standing,
  template,
} from '../references-smartrecruiters.ts'

const BOTH = mappingOf(template('engineering', 'engineering'), template('sales', 'sales', 'brand-marketer-manager'))

async function problems(world: Awaited<ReturnType<typeof createSmartRecruitersWorld>>) {
  return (await world.sync()).problem ?? ''
}

describe('S31 templates', () => {
  test('S31 are those of the mapping, with their tags', async () => {
    await using world = await createSmartRecruitersWorld({ mapping: BOTH })
    const findings = await world.connection.check()

    expect(findings.filter(({ subject }) => subject.startsWith('template'))).toEqual([
      { ok: true, subject: 'template engineering', message: 'survey software-engineer' },
      expect.objectContaining({ subject: 'template sales' }),
    ])
  })

  test('S31 one without a tag could never be meant, and a trigger is for Ashby', async () => {
    const mapping = `${mappingOf(template('engineering', undefined))}triggers:\n  - { job: Engineer, stage: Crosschq, template: engineering }\n`
    await using world = await createSmartRecruitersWorld({ mapping })
    const findings = (await world.connection.check()).filter(({ ok }) => !ok)

    expect(findings.map(({ subject }) => subject)).toEqual(['template engineering', 'trigger'])
  })
})

describe('S32 the job field', () => {
  test.each<[string, { label?: string; active?: boolean }, string]>([
    ['inactive', { active: false }, 'is not active'],
    ['renamed', { label: 'Crosschq tags' }, 'did you mean "Crosschq tags"?'],
  ])('S32 that is %s is one problem, and not one of every candidate', async (_, change, message) => {
    await using world = await createSmartRecruitersWorld()
    await world.sync()
    world.smartRecruiters.changeJobField(world.fieldId, change)
    const people = [arrived(world), arrived(world), arrived(world)]
    const end = await world.sync()

    expect([end.state, requests(world)]).toEqual(['partial', []])
    expect(end.problem?.split('\n').filter((line) => line.includes(message))).toHaveLength(1)
    for (const { applicationId } of people) {
      expect(await standing(world, 'requests', applicationId)).toMatchObject({
        state: 'skipped',
        reason: 'no_template',
      })
    }
  })

  test('S32 that is mended has those who waited asked for', async () => {
    await using world = await createSmartRecruitersWorld()
    await world.sync()
    world.smartRecruiters.changeJobField(world.fieldId, { active: false })
    arrived(world)
    await world.sync()
    world.smartRecruiters.changeJobField(world.fieldId, { active: true })
    const end = await world.sync()

    expect([end.state, requests(world).length]).toEqual(['success', 1])
  })

  test('S32 may be named by its id, which outlasts a new name', async () => {
    await using world = await createSmartRecruitersWorld()
    const named = world.reopen({ jobField: world.fieldId })
    world.smartRecruiters.changeJobField(world.fieldId, { label: 'Reference check' })
    await world.sync({}, named)
    arrived(world)
    const end = await world.sync({}, named)

    expect([end.state, requests(world).length]).toEqual(['success', 1])
  })

  test.each(['label', 'value', 'text'] as const)('S32 of free text is read from its %s', async (freeText) => {
    await using world = await createSmartRecruitersWorld({
      ...{ smartRecruiters: { freeText }, config: { jobField: 'Our tags' } },
    })
    const field = world.smartRecruiters.addJobField('Our tags')
    world.smartRecruiters.setJobField(world.jobId, field.id, 'something else,  Engineering ')
    await asked(world)

    expect(requests(world)).toHaveLength(1)
  })
})

test('S40 a step that was renamed is one problem, and nobody is asked for by its new name', async () => {
  await using world = await createSmartRecruitersWorld()
  await asked(world)
  world.smartRecruiters.renameStep('Crosschq', 'References')
  const { candidateId } = applied(world)
  world.smartRecruiters.move(candidateId, world.jobId, { ...STEP, step: 'References' })
  const problem = await problems(world)

  expect(problem).toContain('trigger.step: no hiring process in SmartRecruiters has a step "Crosschq" (any more)')
  expect(problem.match(/trigger\.step/g)).toHaveLength(1)
  expect(requests(world)).toHaveLength(1)
})

describe('S33 the tag of the job', () => {
  test('S33 chooses the template; a changed one counts for the next candidate only', async () => {
    await using world = await createSmartRecruitersWorld({ mapping: BOTH })
    await asked(world)
    world.smartRecruiters.setJobField(world.jobId, world.fieldId, 'Sales ')
    arrived(world)
    await world.sync()
    await world.sync()

    expect(requests(world).map(({ jobrole }) => jobrole)).toEqual(['software-engineer', 'brand-marketer-manager'])
  })

  test('S33 that comes later has those who waited asked for', async () => {
    await using world = await createSmartRecruitersWorld()
    const job = world.smartRecruiters.addJob({
      title: 'Untagged',
      team: [{ userId: world.rita, role: 'RECRUITER' }],
    }).id
    await world.sync()
    const { applicationId } = arrived(world, {}, job)
    const waiting = await world.sync()
    expect(waiting.state).toBe('success')
    expect(await standing(world, 'requests', applicationId)).toMatchObject({
      ...{ state: 'skipped', reason: 'no_template' },
      message: 'no template fits: the job has no tag; the templates have the tag "engineering"',
    })
    world.smartRecruiters.setJobField(job, world.fieldId, 'engineering')
    await world.sync()

    expect(requests(world)).toHaveLength(1)
  })

  test('S33 that no template has is told quietly, until one has it', async () => {
    await using world = await createSmartRecruitersWorld()
    world.smartRecruiters.setJobField(world.jobId, world.fieldId, 'unheard of')
    await world.sync()
    const { applicationId } = arrived(world)
    const end = await world.sync()
    expect([end.state, requests(world)]).toEqual(['success', []])
    expect(await standing(world, 'requests', applicationId)).toMatchObject({ reason: 'no_template' })
    world.map(mappingOf(template('odd', 'unheard of')))
    await world.sync()

    expect(requests(world)).toHaveLength(1)
  })

  test('S33 of several templates: the first in the mapping is meant, and that is said', async () => {
    const config = { jobField: 'Free tags' }
    await using world = await createSmartRecruitersWorld({ mapping: BOTH, config })
    const field = world.smartRecruiters.addJobField('Free tags')
    world.smartRecruiters.setJobField(world.jobId, field.id, 'sales, engineering')
    const { applicationId } = await asked(world)

    expect(requests(world).map(({ jobrole }) => jobrole)).toEqual(['software-engineer'])
    const { issues } = await standing(world, 'requests', applicationId)
    expect(issues).toMatchObject([
      { reason: 'several_templates', message: expect.stringContaining('engineering, sales') },
    ])
  })
})

test('S34 on two jobs with other tags, only the job of the move counts', async () => {
  await using world = await createSmartRecruitersWorld({ mapping: BOTH })
  const sales = world.smartRecruiters.addJob({ title: 'Seller', team: [{ userId: world.rita, role: 'RECRUITER' }] }).id
  world.smartRecruiters.setJobField(sales, world.fieldId, 'Sales ')
  await world.sync()
  const { candidateId } = applied(world)
  world.smartRecruiters.apply(candidateId, sales)
  world.smartRecruiters.move(candidateId, sales, STEP)
  await world.sync()
  await world.sync()

  expect(requests(world)).toMatchObject([{ jobrole: 'brand-marketer-manager', jobPosition: 'Seller' }])
})

describe('S35 tags in lower case', () => {
  test('S35 a template’s tag with capitals is refused with the one that was meant', () => {
    const load = () => parseCrosschqMapping(mappingOf(template('sales', 'Sales')), 'm.yaml')

    expect(load).toThrow(/templates\[0\]\.tag.*sales/)
  })

  test('S35 a job’s "Sales " matches "sales"', async () => {
    await using world = await createSmartRecruitersWorld({ mapping: BOTH })
    world.smartRecruiters.setJobField(world.jobId, world.fieldId, 'Sales ')
    await asked(world)

    expect(requests(world).map(({ jobrole }) => jobrole)).toEqual(['brand-marketer-manager'])
  })
})
