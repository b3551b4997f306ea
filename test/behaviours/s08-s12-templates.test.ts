import { expect, test } from 'vitest'
import {
  addCandidate,
  createReferenceWorld,
  ENGINEERING,
  press,
  requests,
  started,
  writesDuring,
} from '../references.ts'

const template = (id: string, rest: string) => `  - { id: ${id}, name: N, survey: software-engineer, ${rest} }\n`

test.each([
  ['an unknown survey', 'survey: gone, references: { managers: 2 }', /names the survey "gone"/],
  [
    'too few references',
    'survey: software-engineer, references: { managers: 1 }',
    /asks for 1 references, fewer than the 2/,
  ],
  ['more than the account takes', 'survey: software-engineer, references: { managers: 99 }', /asks for 99 managers/],
])('S8 a template with %s is named by check', async (_, rest, message) => {
  const mapping = `version: 1\ntemplates:\n  - { id: odd, name: Odd, ${rest} }\n`
  await using world = await createReferenceWorld({ mapping })

  const findings = await world.connection.check()

  const problem = findings.find(({ subject, ok }) => subject === 'template odd' && !ok)
  expect(problem?.message).toMatch(message)
  expect(problem?.message).toMatch(/mapping\.yaml:3:\d+/)
})

test('S8 a mapping that became wrong keeps the last good one in use', async () => {
  await using world = await createReferenceWorld()
  world.map('version: 1\ntemplates:\n  - { id: engineering, survey: x, references: { managers: -1 } }\n')

  const end = await world.sync()
  const { applicationId } = addCandidate(world)

  expect(end.state).toBe('partial')
  expect(end.problem).toMatch(/mapping\.yaml:3/)
  expect((await press(world, applicationId)).status).toBe(200)
})

test('S8 all that a template says goes into the request', async () => {
  const mapping = `version: 1
templates:
  - id: sales
    name: Sales
    position: Account Executive
    survey: software-engineer
    references: { managers: 1, any: 2, anyAs: social }
    hiringManager: { firstName: Grace, lastName: Hopper, email: grace@acme.example }
    message: Thank you
    notes: only for people
`
  await using world = await createReferenceWorld({ mapping })
  const { applicationId } = addCandidate(world)

  await press(world, applicationId, 'sales')

  expect(requests(world)).toMatchObject([
    {
      ...{ jobPosition: 'Account Executive', candidateMessage: 'Thank you' },
      counts: { managers: 1, employees: 0, peers: 0, business: 0, social: 2 },
      hiringManagers: [{ first_name: 'Grace', last_name: 'Hopper', email: 'grace@acme.example' }],
    },
  ])
})

test('S10 an edited name shows at the next list, under the same id', async () => {
  await using world = await createReferenceWorld()
  world.map(ENGINEERING.replace('Engineering references', 'References of engineers'))

  const { body } = await world.tile.listAssessmentTypes()

  expect(body).toMatchObject({ results: [{ assessment_type_id: 'engineering', name: 'References of engineers' }] })
})

test('S10 a deleted template cannot be started, and what runs goes on', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  const { applicationId } = addCandidate(world, { email: 'grace@example.com' })
  world.map('version: 1\ntemplates: []\n')

  const answer = await press(world, applicationId)
  world.crosschq.complete(requestId)
  const end = await world.sync()

  expect(answer).toMatchObject({ status: 422, body: { message: expect.stringContaining('no longer') } })
  expect(end.state).toBe('success')
  expect(world.ashby.state.assessments.get(assessmentId)?.result).toBeDefined()
})

test('S11 the list holds every template, in the order of the file', async () => {
  const mapping = `version: 1\ntemplates:\n${template('b', 'references: { peers: 2 }, description: Two')}${template('a', 'references: { peers: 2 }')}`
  await using world = await createReferenceWorld({ mapping })

  const answer = await world.tile.listAssessmentTypes()
  const { applicationId } = addCandidate(world)

  expect(answer).toEqual({
    status: 200,
    body: {
      success: true,
      results: [
        { assessment_type_id: 'b', name: 'N', description: 'Two' },
        { assessment_type_id: 'a', name: 'N', description: '' },
      ],
    },
  })
  expect((await press(world, applicationId, 'a')).status).toBe(200)
})

test('S11 no template at all is an empty list', async () => {
  await using world = await createReferenceWorld({ mapping: 'version: 1\n' })

  expect(await world.tile.listAssessmentTypes()).toEqual({ status: 200, body: { success: true, results: [] } })
})

test('S12 an activity that is only added sends nothing', async () => {
  await using world = await createReferenceWorld()
  addCandidate(world)

  const sent = await writesDuring(world, async () => {
    await world.tile.listAssessmentTypes()
    await world.sync()
  })

  expect([...sent, ...requests(world)]).toEqual([])
})
