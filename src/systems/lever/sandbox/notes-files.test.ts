import { expect, test } from 'vitest'
import { startWithCall } from './testing.ts'

function formOf(
  name: string,
  bytes: Uint8Array<ArrayBuffer> = new Uint8Array([37, 80, 68, 70]),
  field = 'file',
): FormData {
  const form = new FormData()
  form.append(field, new Blob([bytes]), name)
  return form
}

test.each(['note', 'noteId'] as const)('a note is answered as %s', async (noteAnswer) => {
  await using it = await startWithCall({ noteAnswer })
  const { id } = it.sandbox.addLead()

  const { status, body } = await it.call('POST', `/opportunities/${id}/notes?perform_as=${it.sandbox.userId}`, {
    value: 'Hello',
  })
  const { data } = (await it.call('GET', `/opportunities/${id}/notes`)).body

  expect([status, 'fields' in body.data]).toEqual([201, noteAnswer === 'note'])
  expect(data).toMatchObject([
    { id: body.data.noteId, fields: [{ value: 'Hello', user: it.sandbox.userId }], deletedAt: null },
  ])
  expect((await it.call('GET', `/opportunities/${id}/notes/${body.data.noteId}`)).body.data).toEqual(data[0])
})

test.each([{}, { value: '' }, { value: 'x', score: 5 }, { value: 'x', createdAt: 9_999_999_999_999 }])(
  'a note of %j is refused',
  async (body) => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()

    expect((await it.call('POST', `/opportunities/${id}/notes`, body)).status).toBe(400)
  },
)

test('notes belong to one opportunity', async () => {
  await using it = await startWithCall()
  const [a, b] = [it.sandbox.addLead({ email: 'a@people.example' }), it.sandbox.addLead({ email: 'a@people.example' })]
  await it.call('POST', `/opportunities/${a.id}/notes`, { value: 'x' })

  expect((await it.call('GET', `/opportunities/${b.id}/notes`)).body.data).toEqual([])
  expect((await it.call('GET', '/opportunities/none/notes')).status).toBe(404)
})

test('a file is sent as a form, listed and read back', async () => {
  await using it = await startWithCall()
  const { id } = it.sandbox.addLead()
  const path = `/opportunities/${id}/files`

  const sent = await it.call('POST', `${path}?perform_as=${it.sandbox.userId}`, formOf('Report of Ada.pdf'))

  expect([sent.status, sent.body.data]).toMatchObject([201, { name: 'Report of Ada.pdf', ext: '.pdf', size: 4 }])
  expect((await it.call('GET', path)).body.data).toEqual([sent.body.data])
  expect((await it.call('GET', `${path}/${sent.body.data.id}`)).body.data).toEqual(sent.body.data)
  expect([...it.sandbox.state.files.values()][0]?.bytes.toString()).toBe('%PDF')
})

test('files may be a bare list, and their numbers texts', async () => {
  await using it = await startWithCall({ fileList: 'bare', fileNumbers: 'text', fileStatus: 200 })
  const path = `/opportunities/${it.sandbox.addLead().id}/files`

  expect((await it.call('POST', `${path}?perform_as=${it.sandbox.userId}`, formOf('a.pdf'))).status).toBe(200)
  expect((await it.call('GET', path)).body).toMatchObject([{ size: '4', uploadedAt: expect.any(String) }])
})

test.each([
  ['nobody to act for', '', formOf('a.pdf')],
  ['another type', ':user', formOf('a.zip')],
  ['another part', ':user', formOf('a.pdf', undefined, 'files')],
  ['more than 30 MB', ':user', formOf('a.pdf', new Uint8Array(30_000_001))],
  ['no form', ':user', { file: 'a.pdf' }],
])('a file with %s is refused', async (_, user, body) => {
  await using it = await startWithCall()
  const query = user === '' ? '' : `?perform_as=${it.sandbox.userId}`

  const { status } = await it.call('POST', `/opportunities/${it.sandbox.addLead().id}/files${query}`, body)

  expect(status).toBe(400)
  expect(it.sandbox.state.files.size).toBe(0)
})
