import { expect, test } from 'vitest'
import { requestRun } from '../../src/store/runs.ts'
import { addCandidate, createReferenceWorld, fileNames, press, requests, started, toldOf } from '../references.ts'

test('S13 a start makes the request with all that the template says', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world, { name: 'Ada King Lovelace' })

  const answer = await press(world, applicationId)

  expect(answer).toEqual({ status: 200, body: { success: true, results: { assessment_id: expect.any(String) } } })
  expect(requests(world)).toHaveLength(1)
  const [call] = world.crosschq.server.calls.filter(({ method }) => method === 'POST')
  expect(call?.requestBody).toEqual({
    candidate: { first_name: 'Ada', last_name: 'King Lovelace', email: 'ada@example.com' },
    jobrole: 'software-engineer',
    requestor: 'rita@acme.example',
    use_sms: false,
    config_params: { managers: 1, employees: 0, peers: 2, business: 0, social: 0 },
    send_past_due_notification: false,
    send_completed_notification: false,
    candidate_message: '',
    job_position: 'Engineer',
  })
})

test('S13 the whole way from start to report', async () => {
  await using world = await createReferenceWorld()
  const { requestId, assessmentId, candidateId } = await started(world)
  await world.sync()
  world.crosschq.selfReference(requestId)
  await world.sync()
  world.crosschq.complete(requestId, { score: 4.25 })
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(toldOf(world, assessmentId)).toEqual(['Started', 'in_progress', 'completed / 4.25'])
  expect(fileNames(world, candidateId)).toEqual([`Crosschq reference report Ada Lovelace ${requestId.slice(0, 8)}.pdf`])
})

test('S13 a start that shares its run with a schedule is told of afterwards', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  await requestRun(world.engine.db, { connection: world.connection.id, trigger: 'schedule' })

  const answer = await press(world, applicationId)
  const { assessment_id } = (answer.body as { results: { assessment_id: string } }).results
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(toldOf(world, assessment_id)).toEqual(['Started'])
  expect(world.ashby.server.calls.filter(({ path }) => path === '/assessment.update')).toHaveLength(1)
})

test('S13 a start of a candidate without an e-mail is refused at once', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world, { email: null })

  const answer = await press(world, applicationId)

  expect(answer).toMatchObject({ status: 422, body: { message: expect.stringContaining('e-mail') } })
  expect([...requests(world), ...world.crosschq.server.calls]).toEqual([])
})

test('S13 a name of one word, or with a script in it, is sent as a name', async () => {
  await using world = await createReferenceWorld()
  const names = ['Cher', '<script>alert(1)</script>']
  const people = names.map((name, at) => addCandidate(world, { name, email: `c${at}@example.com` }))

  for (const { applicationId } of people) await press(world, applicationId)

  expect(requests(world).map(({ candidate }) => [candidate.first_name, candidate.last_name])).toEqual([
    ['Cher', '-'],
    ['<script>alert(1)</script>', '-'],
  ])
})

test('S14 from whichever menu, a start says the same', async () => {
  await using world = await createReferenceWorld()
  const menus = ['Pipeline', 'Candidates', 'Job']
  const people = menus.map((_, at) => addCandidate(world, { name: `Ada ${at}`, email: `ada${at}@example.com` }))

  for (const { applicationId } of people) await press(world, applicationId)

  expect(requests(world).map(({ jobrole, requestor }) => [jobrole, requestor])).toEqual(
    menus.map(() => ['software-engineer', 'rita@acme.example']),
  )
})
