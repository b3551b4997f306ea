import { expect, test } from 'vitest'
import { serve, WRITE_ONCE } from './fixtures/http-server.ts'
import { fileForm, urlEncodedForm } from './form.ts'

test('a file goes behind the other fields', async () => {
  const file = { name: 'a "report".pdf', contentType: 'application/pdf', bytes: Buffer.from([0, 255, 13, 10]) }

  const { type, bytes } = await fileForm(file, { kind: 'GENERIC' })

  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const sent = form.get('file') as File
  expect([...form.keys()]).toEqual(['kind', 'file'])
  expect([form.get('kind'), sent.name, sent.type]).toEqual(['GENERIC', file.name, 'application/pdf'])
  expect(Buffer.from(await sent.arrayBuffer())).toEqual(file.bytes)
})

test('a form takes the place of a body', async () => {
  const { client, seen } = await serve((_, response) => response.end())

  await client.send({ ...WRITE_ONCE, body: undefined, content: urlEncodedForm({ a: 'x y&z', b: 'é' }) })

  expect(seen[0]?.body).toBe('a=x+y%26z&b=%C3%A9')
  expect(seen[0]?.headers).toMatchObject({
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': '18',
  })
})
