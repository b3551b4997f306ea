import { expect, test } from 'vitest'
import { createChartHop } from './client.ts'
import { ID, serve } from './fixtures/scripted-server.ts'

test('says who the token is', async () => {
  const { chartHop } = await serve(({ path }) => [200, ACCESS[path as keyof typeof ACCESS]])

  expect(await chartHop.whoAmI()).toEqual({
    orgId: 'o1',
    slug: 'acme',
    timezone: 'America/New_York',
    currencies: ['USD', 'EUR'],
    userId: 'u1',
    userType: 'APP',
    access: 'PRIMARY',
  })
})

test('an organisation by id is looked up by id', async () => {
  const { chartHop, seen } = await serve(() => [200, { id: ID, data: [] }], { org: ID })

  await chartHop.whoAmI()

  expect(seen[0]!.path).toBe(`/v1/org/${ID}`)
})

test('a token that cannot see itself still counts', async () => {
  const { chartHop } = await serve(({ path }) =>
    path === '/v1/user/me' ? [404, {}] : [200, ACCESS[path as keyof typeof ACCESS]],
  )

  expect(await chartHop.whoAmI()).toMatchObject({ orgId: 'o1', access: undefined })
})

test('a foreign key is refused though the org is public', async () => {
  const { chartHop } = await serve(({ path }) =>
    path.startsWith('/v1/org/slug') ? [200, ACCESS['/v1/org/slug/acme']] : [401, {}],
  )

  await expect(chartHop.whoAmI()).rejects.toThrow(/charthop\.token/)
})

test.each(['', 'a/b', '../x', 'a b', 'a?b'])('refuses the organisation %j', (org) => {
  expect(() => createChartHop({ baseUrl: 'https://x.example', org, token: () => 't' })).toThrow(/charthop\.org/)
})

const ACCESS = {
  '/v1/org/slug/acme': {
    id: 'o1',
    slug: 'acme',
    name: 'Acme',
    timezone: 'America/New_York',
    currencies: ['USD', 'EUR'],
  },
  '/v2/org/acme/job': { data: [] },
  '/v1/user/me': {
    id: 'u1',
    type: 'app',
    orgs: [
      { orgId: 'o0', access: 'OWNER' },
      { orgId: 'o1', access: 'PRIMARY' },
    ],
  },
}
