import { expect, test } from 'vitest'
import { CrosschqAshbyConfig } from './config.ts'

const least = {
  ...{ id: 'references', connector: 'crosschq-ashby', mapping: 'm.yaml' },
  ...{ crosschq: { token: 't' }, ashby: { apiKey: 'k' } },
}

test('the least that must be written has the defaults of the documentation', () => {
  expect(CrosschqAshbyConfig.parse(least)).toMatchObject({
    ...{ enabled: true, schedule: '*/5 * * * *', partner: { key: '' } },
    crosschq: { baseUrl: 'https://partner.crosschq.com' },
    ashby: { baseUrl: 'https://api.ashbyhq.com' },
    requests: { backfill: false, allowRepeat: false, cancelOnReject: true },
    results: { fields: {} },
  })
})

test('an unset default requestor is none', () => {
  const { requests } = CrosschqAshbyConfig.parse({ ...least, requests: { defaultRequestor: '' } })

  expect(requests.defaultRequestor).toBeUndefined()
})

test.each([
  ['a webhook without its secret', { crosschq: { token: 't', webhook: { auth: 'token' } } }, 'crosschq.webhook.secret'],
  ['an unknown auth', { crosschq: { webhook: { auth: 'hmac', secret: 's' } } }, 'crosschq.webhook.auth'],
  ['an unknown path', { crosschq: { paths: { reports: '/x/' } } }, 'crosschq.paths'],
  ['an address in the clear', { crosschq: { baseUrl: 'http://partner.example' } }, 'crosschq.baseUrl'],
  ['a requestor who is no address', { requests: { defaultRequestor: 'talent' } }, 'requests.defaultRequestor'],
  ['an unknown field', { results: { fields: { grade: 'x' } } }, 'results.fields'],
  ['a word that nobody knows', { requests: { repeat: true } }, 'requests'],
])('%s is refused at its place', (_, changes, place) => {
  const { error } = CrosschqAshbyConfig.safeParse({ ...least, ...changes })

  expect(error?.issues.map(({ path }) => path.join('.'))).toContainEqual(expect.stringContaining(place))
})

test('a webhook without any proof must be written out', () => {
  const { crosschq } = CrosschqAshbyConfig.parse({ ...least, crosschq: { webhook: { auth: 'none' } } })

  expect(crosschq.webhook?.auth).toBe('none')
})
