import { describe, expect, test } from 'vitest'
import { RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { type Asked, failure, type Scripted, type ScriptedAshby, scriptedAshby, success } from './scripted-server.ts'

const ID = '5f3e1a52-6a8e-4a3b-9a54-0d2a5a1f7c11'
const note = { id: 'n1', createdAt: '2026-03-02T10:00:00.000Z', isPrivate: false, content: '<b>Sent</b>' }
const NEW_NOTE = { candidateId: ID, html: '<b>Sent</b>' }

describe('notes', () => {
  test('come from every page, each once', async () => {
    const pages = [
      success([note], { moreDataAvailable: true, nextCursor: 'c' }),
      success([note, { ...note, id: 'n2', isPrivate: true, content: null }]),
    ]
    await using fake = await scriptedAshby((_, count) => pages[count - 1]!)

    const notes = await fake.ashby.notes(ID)

    expect(notes).toEqual([note, { id: 'n2', createdAt: note.createdAt, isPrivate: true }])
    const paths = fake.asked.map(({ path, body }) => [path, body.candidateId, body.cursor])
    expect(paths).toEqual([
      ['/candidate.listNotes', ID, undefined],
      ['/candidate.listNotes', ID, 'c'],
    ])
  })

  test('are not given with one missing', async () => {
    await using fake = await scriptedAshby(() => success([note, { id: 'n2' }]))

    await expect(fake.ashby.notes(ID)).rejects.toThrow(RejectedRecordError)
  })

  test('one is written as HTML, quietly and for all', async () => {
    await using fake = await scriptedAshby(() => ({
      headers: { 'x-ashby-request-id': '01HZX' },
      body: { success: true, results: note },
    }))

    expect(await fake.ashby.createNote(NEW_NOTE)).toEqual({ id: 'n1', requestId: '01HZX' })
    expect(fake.asked[0]).toMatchObject({ path: '/candidate.createNote' })
    expect(fake.asked[0]?.body).toEqual({
      candidateId: ID,
      note: { type: 'text/html', value: '<b>Sent</b>' },
      sendNotifications: false,
      isPrivate: false,
    })
  })

  test('the hiring team is told where asked for', async () => {
    await using fake = await scriptedAshby(() => success(note))

    await fake.ashby.createNote({ ...NEW_NOTE, sendNotifications: true })

    expect(fake.asked[0]?.body.sendNotifications).toBe(true)
  })

  test.each<[string, Scripted]>([
    ['a hang-up', 'hang up'],
    ['a failure of the server', { status: 502, body: 'Bad gateway' }],
    ['an error of Ashby', failure('internal_server_error')],
    ['an answer without an id', success({})],
  ])('one is never sent again after %s', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    await expect(fake.ashby.createNote(NEW_NOTE)).rejects.toThrow(UnknownOutcomeError)
    expect(fake.asked).toHaveLength(1)
  })
})

const FILE = {
  candidateId: ID,
  name: 'References.pdf',
  contentType: 'application/pdf',
  bytes: Buffer.from('%PDF-1.7 small'),
}

/** An Ashby whose place for files is on itself, as a sandbox's is. */
async function withPlace(answers: { place?: object; upload?: Scripted; attach?: Scripted } = {}) {
  const server: ScriptedAshby = await scriptedAshby(({ path }) => {
    if (path === '/upload') return answers.upload ?? { status: 204, body: '' }
    if (path === '/candidate.uploadFile') return answers.attach ?? success({ id: ID, name: 'N' })
    const fields = { key: 'a/b', policy: 'eyJ9' }
    return success({ handle: 'the-handle', url: `${server.url}/upload`, fields, ...answers.place })
  })
  return server
}

const pathsOf = (asked: readonly Asked[]) => asked.map(({ path }) => path)

describe('a file', () => {
  test('gets a place, goes there, then to the candidate', async () => {
    await using fake = await withPlace()

    await fake.ashby.attachFile(FILE)

    const [place, upload, attach] = fake.asked
    expect(pathsOf(fake.asked)).toEqual(['/file.createFileUploadHandle', '/upload', '/candidate.uploadFile'])
    expect(place?.body).toEqual({
      fileUploadContext: 'CandidateFiles',
      filename: 'References.pdf',
      contentType: 'application/pdf',
      contentLength: 14,
    })
    const names = [...(upload?.raw ?? '').matchAll(/ name="(\w+)"/g)].map(([, name]) => name)
    expect(names).toEqual(['key', 'policy', 'file'])
    expect(upload?.raw).toContain('%PDF-1.7 small')
    expect(attach?.body).toEqual({ candidateId: ID, fileHandle: 'the-handle' })
  })

  test('does not take the API key along', async () => {
    await using fake = await withPlace()

    await fake.ashby.attachFile(FILE)

    expect(fake.asked.map(({ headers }) => headers.authorization !== undefined)).toEqual([true, false, true])
  })

  test.each<[string, Scripted]>([
    ['a refusal', { status: 403, body: '<Error>AccessDenied</Error>' }],
    ['a redirect', { status: 303, headers: { location: '/elsewhere' }, body: '' }],
    ['a hang-up', 'hang up'],
  ])('%s of the place leaves nothing to be seen', async (_, upload) => {
    await using fake = await withPlace({ upload })

    await expect(fake.ashby.attachFile(FILE)).rejects.toThrow(RetryableError)
    expect(pathsOf(fake.asked)).toEqual(['/file.createFileUploadHandle', '/upload'])
  })

  test.each([
    ['a private network', 'https://10.0.0.7/upload?signature=s3cret'],
    ['no TLS', 'http://93.184.216.34/upload?signature=s3cret'],
  ])('is not sent to %s', async (_, url) => {
    await using fake = await withPlace({ place: { url } })

    const error: unknown = await fake.ashby.attachFile(FILE).catch((thrown: unknown) => thrown)

    expect(error).toBeInstanceOf(RejectedRecordError)
    expect(String(error)).not.toContain('s3cret')
    expect(pathsOf(fake.asked)).toEqual(['/file.createFileUploadHandle'])
  })

  test.each<[string, Scripted, typeof RejectedRecordError | typeof UnknownOutcomeError]>([
    ['lost', 'hang up', UnknownOutcomeError],
    ['of an error of Ashby', failure('generic_internal_error'), UnknownOutcomeError],
    ['a refusal', failure('invalid_input'), RejectedRecordError],
  ])('is attached once where the answer is %s', async (_, attach, type) => {
    await using fake = await withPlace({ attach })

    await expect(fake.ashby.attachFile(FILE)).rejects.toThrow(type)
    expect(pathsOf(fake.asked).filter((path) => path === '/candidate.uploadFile')).toHaveLength(1)
  })
})
