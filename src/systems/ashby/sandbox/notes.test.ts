import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import type { AshbySandboxOptions } from '../sandbox.ts'
import { KEY, readAll, startWithCall } from './testing.ts'

const NOBODY = '00000000-0000-4000-8000-000000000000'

async function startWithCandidate(options: AshbySandboxOptions = {}) {
  const running = await startWithCall(options)
  const { sandbox } = running
  const jobId = sandbox.addJob({ title: 'Engineer' }).id
  const { candidate } = sandbox.addCandidateWithApplication({ name: 'Ida Rhodes', jobId })
  return { ...running, jobId, candidateId: candidate.id }
}

test('a note shows its text, time and author', async () => {
  await using running = await startWithCandidate({ clock: fixedClock('2026-03-02T08:00:00Z') })
  const { sandbox, call, candidateId } = running

  const { results } = await call('candidate.createNote', { candidateId, note: 'Called back', isPrivate: true })

  expect(results).toEqual({
    id: expect.any(String),
    createdAt: '2026-03-02T08:00:00.000Z',
    isPrivate: true,
    content: 'Called back',
    author: { id: expect.any(String), firstName: 'Ada', lastName: 'Admin', email: 'ada.admin@example.com' },
  })
  expect((await call('candidate.listNotes', { candidateId })).results).toEqual([results])
  expect(sandbox.state.notes.get(results.id)).toMatchObject({ candidateId })
})

test.each([
  [
    '<p>See <a href="https://example.com/?a>b">the report</a></p>',
    'See <a href="https://example.com/?a>b">the report</a>',
  ],
  ['<UL><li>One<br/>Two</li></UL><script>run()</script>', '<UL><li>OneTwo</li></UL>run()'],
  ['<b>1 < 2</b><!-- <i> --><img alt="a>b">', '<b>1 < 2</b>'],
  ['<pre><code>x</code></pre><bold>y</bold>', '<pre><code>x</code></pre>y'],
])('HTML %s is kept as %s', async (value, content) => {
  await using running = await startWithCandidate()
  const { call, candidateId } = running

  const html = await call('candidate.createNote', { candidateId, note: { type: 'text/html', value } })
  const plain = await call('candidate.createNote', { candidateId, note: { type: 'text/plain', value } })

  expect([html.results.content, plain.results.content]).toEqual([content, value])
})

test('a note may be dated back', async () => {
  await using running = await startWithCandidate()
  const { call, candidateId } = running
  const write = (createdAt: string) => call('candidate.createNote', { candidateId, note: 'x', createdAt })

  expect((await write('2025-01-01T12:00:00+02:00')).results.createdAt).toBe('2025-01-01T10:00:00.000Z')
  expect((await write('yesterday')).errorInfo?.code).toBe('invalid_input')
})

test('notes are listed by candidate, page and token', async () => {
  await using running = await startWithCandidate({ pageSize: 2 })
  const { sandbox, call, candidateId, jobId } = running
  const other = sandbox.addCandidateWithApplication({ name: 'Bo', jobId }).candidate.id
  const write = async (id: string) => (await call('candidate.createNote', { candidateId: id, note: 'x' })).results.id
  const ids = [await write(candidateId), await write(other), await write(candidateId), await write(candidateId)]

  const all = await readAll(call, 'candidate.listNotes', { candidateId })
  const later = await write(candidateId)
  const since = await readAll(call, 'candidate.listNotes', { candidateId, syncToken: all.syncToken })
  const foreign = await call('candidate.listNotes', { candidateId: other, syncToken: all.syncToken })

  expect([all.ids, all.pages]).toEqual([[ids[0], ids[2], ids[3]], 2])
  expect(since.ids).toEqual([later])
  expect(foreign.errorInfo?.code).toBe('sync_token_invalid')
})

test('nobody has no notes and takes none', async () => {
  await using running = await startWithCandidate()
  const { call } = running

  const written = await call('candidate.createNote', { candidateId: NOBODY, note: 'x' })
  const read = await call('candidate.listNotes', { candidateId: NOBODY })

  expect([written, read].map(({ errorInfo }) => errorInfo?.message)).toEqual(Array(2).fill('Candidate not found'))
})

test('a reader of candidates may not write notes', async () => {
  await using running = await startWithCandidate({ apiKeys: [{ key: KEY, permissions: ['candidatesRead'] }] })
  const { call, candidateId } = running

  expect((await call('candidate.listNotes', { candidateId })).success).toBe(true)
  const written = await call('candidate.createNote', { candidateId, note: 'x' })
  expect(written.errorInfo?.code).toBe('missing_endpoint_permission')
})

test('a merge brings the notes along', async () => {
  await using running = await startWithCandidate()
  const { sandbox, call, candidateId, jobId } = running
  const double = sandbox.addCandidateWithApplication({ name: 'Ida R.', jobId }).candidate.id
  const { results } = await call('candidate.createNote', { candidateId: double, note: 'x' })

  sandbox.mergeCandidates(candidateId, double)

  expect((await readAll(call, 'candidate.listNotes', { candidateId })).ids).toEqual([results.id])
})
