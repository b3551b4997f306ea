import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { READ, serve, TOKEN, WRITE_ONCE } from './fixtures/http-server.ts'

test('returns parsed JSON with status and request id', async () => {
  const { client } = await serve((_, response) => {
    response.setHeader('x-request-id', 'req-1')
    response.end('{"a":[1,null]}')
  })

  const answer = await client.send(READ)

  expect(answer).toMatchObject({ status: 200, body: { a: [1, null] }, requestId: 'req-1' })
})

test('sends path, query, headers and body', async () => {
  const { client, seen } = await serve((_, response) => response.writeHead(202).end(), { path: '/base/' })

  const answer = await client.send({
    ...WRITE_ONCE,
    path: '/job/7',
    query: { q: 'is:open a&b', n: 2, gone: undefined },
    body: { title: 'Baker', pay: null },
  })

  expect(answer).toMatchObject({ status: 202, body: undefined })
  expect(seen[0]).toMatchObject({ method: 'POST', body: '{"title":"Baker","pay":null}' })
  expect(new URL(seen[0]!.url, 'http://x').pathname).toBe('/base/job/7')
  expect(Object.fromEntries(new URL(seen[0]!.url, 'http://x').searchParams)).toEqual({ q: 'is:open a&b', n: '2' })
  expect(seen[0]!.headers).toMatchObject({ authorization: TOKEN, 'content-type': 'application/json' })
})

test.each([400, 401, 403, 404, 408, 409, 422])('leaves status %i to the vendor folder', async (status) => {
  const { client, seen } = await serve((_, response) => response.writeHead(status).end('{"code":1}'))

  expect(await client.send(WRITE_ONCE)).toMatchObject({ status, body: { code: 1 } })
  expect(seen).toHaveLength(1)
})

test('hands over HTML as text', async () => {
  const { client } = await serve((_, response) => response.end('<html>Sign in</html>'))

  expect((await client.send(READ)).body).toBe('<html>Sign in</html>')
})

test('reads compressed answers', async () => {
  const { client } = await serve((_, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"a":1}'))
  })

  expect((await client.send(READ)).body).toEqual({ a: 1 })
})
