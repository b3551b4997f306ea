import { expect, test } from 'vitest'
import type { CrosschqSandboxOptions } from '../../src/systems/crosschq/sandbox.ts'
import {
  assessment,
  createReferenceWorld,
  fileNames,
  notes,
  standing,
  started,
  writes,
  writesDuring,
} from '../references.ts'

test('S18 the report is a file of the candidate, once', async () => {
  await using world = await createReferenceWorld()
  const { candidateId, requestId } = await started(world, { name: 'Ada Lovelace' })
  world.crosschq.complete(requestId)
  await world.sync()
  for (let cycle = 0; cycle < 3; cycle++) await world.sync()

  const names = fileNames(world, candidateId)
  expect(names).toEqual([`Crosschq reference report Ada Lovelace ${requestId.slice(0, 8)}.pdf`])
  const [file] = [...world.ashby.state.files.all()]
  expect(file).toMatchObject({ context: 'CandidateFiles', contentType: 'application/pdf' })
  expect(file?.bytes?.subarray(0, 5).toString()).toBe('%PDF-')
  expect(notes(world)).toEqual([])
})

test('S18 the page for people is the profile of the assessment', async () => {
  await using world = await createReferenceWorld()
  const { assessmentId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  await world.sync()

  const { report_url } = (await (
    await fetch(`${world.crosschq.url}/partners/reference-request/${requestId}/`, {
      headers: { authorization: world.crosschq.token },
    })
  ).json()) as { report_url: string }
  expect(assessment(world, assessmentId).profileUrl?.value).toBe(report_url)
})

test.each<[string, CrosschqSandboxOptions]>([
  ['is no PDF', { reportFault: 'notPdf' }],
  ['is of 100 MB', { reportFault: 'huge' }],
  ['leads to a private address', { reportOrigin: 'https://10.0.0.8' }],
  ['redirects to a private address', { reportFault: 'redirect' }],
])('S18 a report that %s becomes a note with the link', async (_, crosschq) => {
  await using world = await createReferenceWorld({ crosschq })
  const { assessmentId, candidateId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  const end = await world.sync()
  await world.sync()

  expect(end.state).toBe('success')
  expect(assessment(world, assessmentId).result).toBeDefined()
  expect(fileNames(world, candidateId)).toEqual([])
  expect(notes(world)).toEqual([expect.stringMatching(new RegExp(`<a href=.*Request ${requestId}`))])
})

test('S18 without a file there is a note with the link', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world)
  world.crosschq.complete(requestId, { withPdf: false })
  await world.sync()
  await world.sync()

  expect(notes(world)).toHaveLength(1)
})

test.each<[string, CrosschqSandboxOptions]>([
  ['whose link is past its time', { reportLinkMs: -1 }],
  ['that is not there yet', { reportFault: 'notFound' }],
])('S18 a report %s is fetched by a later run', async (_, crosschq) => {
  await using world = await createReferenceWorld({ crosschq })
  const { assessmentId, candidateId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  const first = await world.sync()
  Object.assign(world.crosschq.settings, { reportLinkMs: 60_000, reportFault: undefined })
  world.passHours(1)
  const second = await world.sync()

  expect(first.state).toBe('partial')
  expect(second.state).toBe('success')
  expect(assessment(world, assessmentId).updates.filter((update) => update.assessment_result)).toHaveLength(1)
  expect(fileNames(world, candidateId)).toHaveLength(1)
})

test('S18 a lost answer of Ashby is looked up by the file’s name', async () => {
  await using world = await createReferenceWorld()
  const { candidateId, requestId } = await started(world)
  world.crosschq.complete(requestId)
  world.ashby.server.faults.add({ match: '/candidate.uploadFile', times: 1, fault: { type: 'timeoutAfterApply' } })
  const end = await world.sync()
  await world.sync()

  expect(end.state).toBe('success')
  expect(fileNames(world, candidateId)).toHaveLength(1)
})

test('S18 a candidate who was merged gets the report under the new id', async () => {
  await using world = await createReferenceWorld()
  const { candidateId, requestId } = await started(world)
  const kept = world.ashby.addCandidateWithApplication({ name: 'Ada L.', jobId: world.jobId }).candidate.id
  world.ashby.mergeCandidates(kept, candidateId)
  world.crosschq.complete(requestId)
  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(fileNames(world, kept)).toHaveLength(1)
})

test('S18 a script in a name stays a name', async () => {
  await using world = await createReferenceWorld()
  const { candidateId, requestId } = await started(world, { name: '<script>alert(1)</script> ../../Ada' })
  world.crosschq.complete(requestId)
  await world.sync()

  const [name] = fileNames(world, candidateId)
  expect(name).toMatch(/^Crosschq reference report [^<>/]*Ada \w{8}\.pdf$/)
})

test('S18 links that are keys to files are kept nowhere', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world)
  world.crosschq.complete(requestId)
  await world.sync()

  const stored = JSON.stringify([await world.engine.db('snapshots'), await world.engine.db('changes')])
  const row = await world.engine.db('snapshots').where({ collection: 'crosschq.requests', id: requestId }).first()
  expect(row.body).toMatchObject({ hasPdf: true })
  expect(stored).not.toContain('.pdf')
  expect(JSON.stringify(row.body)).not.toContain('ada@example.com')
})

test('S18 a plain run after the report writes nothing', async () => {
  await using world = await createReferenceWorld()
  const { requestId } = await started(world)
  world.crosschq.complete(requestId)
  await world.sync()
  expect(writes(world)).toContain('/candidate.uploadFile')

  expect(await writesDuring(world, world.sync)).toEqual([])
  expect(await standing(world, 'results', requestId)).toMatchObject({ state: 'synced' })
})

test('S18 a request that people made in Crosschq is none of ours', async () => {
  await using world = await createReferenceWorld()
  const { candidateId } = await started(world)
  const { id } = world.crosschq.requestInCrosschq({
    candidate: { first_name: 'Ada', last_name: 'Lovelace', email: 'ada@example.com' },
    ...{ jobrole: 'software-engineer', requestor: 'rita@acme.example', config_params: { managers: 1, peers: 2 } },
  })
  world.crosschq.complete(id)
  await world.sync()

  expect(fileNames(world, candidateId)).toEqual([])
  expect(await world.engine.db('snapshots').where({ collection: 'crosschq.requests', id })).toEqual([])
})
