import { expect, test } from 'vitest'
import { ConfigError } from '../../lib/errors.ts'
import { ID, NEW_REQUEST, ROW, scriptedCrosschq } from './fixtures/scripted-crosschq.ts'
import { DEFAULT_PATHS, pathsOf } from './paths.ts'

test('every path ends in a slash', () => {
  for (const path of Object.values(DEFAULT_PATHS)) expect(path).toMatch(/^\/.*\/$/)
})

test('a path from the configuration is used', async () => {
  const paths = { create: '/v3/requests/', request: '/v3/requests/{requestId}/', cancel: '/v3/{requestId}/stop/' }
  const { crosschq, asked } = await scriptedCrosschq(
    ({ method }) => ({ body: method === 'POST' ? { request_id: ID } : ROW }),
    { paths },
  )

  await crosschq.createRequest(NEW_REQUEST)
  await crosschq.request(ID)
  await crosschq.cancel(ID, 'r')

  expect(asked.map(({ path }) => path)).toEqual(['/v3/requests/', `/v3/requests/${ID}/`, `/v3/${ID}/stop/`])
})

test('a path that is not set stays as it was', () => {
  expect(pathsOf({ cancel: undefined })).toEqual(DEFAULT_PATHS)
})

test.each([
  ['cancel', 'partners/{requestId}/'],
  ['cancel', '//evil.example/{requestId}/'],
  ['cancel', 'https://evil.example/{requestId}/'],
  ['cancel', '/partners/cancel/'],
  ['cancel', '/{requestId}/{requestId}/'],
  ['cancel', '/partners/{id}/'],
  ['config', '/partners/{requestId}/'],
  ['config', '/partners/config/?a=1'],
  ['config', '/a b/'],
  ['config', ''],
  ['surprise', '/partners/'],
])('crosschq.paths.%s: %j is refused', (name, path) => {
  expect(() => pathsOf({ [name]: path })).toThrow(ConfigError)
  expect(() => pathsOf({ [name]: path })).toThrow(`crosschq.paths.${name}`)
})
