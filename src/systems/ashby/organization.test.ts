import { describe, expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import { permissionOfScope } from './permissions.ts'
import { type Scripted, scriptedAshby, success } from './scripted-server.ts'

describe('the key about itself', () => {
  test.each<[string, Scripted]>([
    [
      'a named permission',
      { status: 403, body: { success: false, errorInfo: { code: 'missing_endpoint_permission' } } },
    ],
    ['a bare 403', { status: 403, body: 'Forbidden' }],
  ])('%s makes it unreadable', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    expect(await fake.ashby.keyScopes()).toBe('unreadable')
  })

  test.each<[string, Scripted]>([
    ['401', { status: 401, body: '' }],
    ['403 with another code', { status: 403, body: { success: false, errorInfo: { code: 'api_key_deactivated' } } }],
  ])('%s is a refused key', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    await expect(fake.ashby.keyScopes()).rejects.toThrow(FatalError)
  })

  test.each([
    ['jobs:read', 'jobsRead'],
    ['hiringProcessMetadata:write', 'hiringProcessMetadataWrite'],
    ['something', 'something'],
  ])('scope %s is permission %s', (scope, permission) => expect(permissionOfScope(scope)).toBe(permission))
})

test('users come with those who left', async () => {
  const user = { id: 'u1', firstName: 'Grace', lastName: 'Hopper', email: null, globalRole: 'Limited Access' }
  const left = { ...user, id: 'u2', email: 'ada@example.com', isEnabled: false }
  const answer = success([{ ...user, isEnabled: true }, left, { ...left, isEnabled: null }], { syncToken: 't2' })
  await using fake = await scriptedAshby(() => answer)

  for await (const page of fake.ashby.users('t1')) {
    expect(page.rows).toEqual([
      { id: 'u1', firstName: 'Grace', lastName: 'Hopper', isEnabled: true },
      { id: 'u2', firstName: 'Grace', lastName: 'Hopper', email: 'ada@example.com', isEnabled: false },
    ])
    expect(page.rejected).toMatchObject([{ id: 'u2' }])
    expect(page.token).toBe('t2')
  }

  const body = { includeDeactivated: true, limit: 100, syncToken: 't1' }
  expect(fake.asked).toMatchObject([{ path: '/user.list', body }])
})
