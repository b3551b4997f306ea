import { expect, test } from 'vitest'
import { CrosschqLeverConfig } from './config.ts'

const parse = (changes: object) =>
  CrosschqLeverConfig.safeParse({
    ...{ id: 'refs', connector: 'crosschq-lever', mapping: 'm.yaml' },
    ...{ crosschq: { token: 't' }, lever: { apiKey: 'k' }, trigger: { stage: 'Reference Check' } },
    ...changes,
  })

const tokensOf = (webhookTokens: unknown) => parse({ lever: { apiKey: 'k', webhookTokens } }).data?.lever.webhookTokens

test('everything that may be left out has a value', () => {
  expect(parse({}).data).toMatchObject({
    ...{ enabled: true, schedule: '*/5 * * * *', hiring: {}, requests: { backfill: false, cancelOnReject: true } },
    lever: { baseUrl: 'https://api.lever.co/v1', confidential: false, webhookTokens: {} },
  })
})

test.each([
  [
    'one for each webhook',
    { candidateHired: 'a', candidateStageChange: 'b' },
    { candidateHired: 'a', candidateStageChange: 'b' },
  ],
  ['one for all', 'a', { candidateHired: 'a', candidateStageChange: 'a', candidateArchiveChange: 'a' }],
  ['an empty one', '', {}],
  ['none', undefined, {}],
])('tokens: %s', (_, given, expected) => {
  expect(tokensOf(given)).toEqual(expected)
})

test.each([
  [{ trigger: undefined }, ['trigger']],
  [{ trigger: { stage: ' ' } }, ['trigger', 'stage']],
  [{ lever: { apiKey: 'k', webhookTokens: { hired: 'a' } } }, ['lever', 'webhookTokens']],
  [{ lever: { apiKey: 'k', webhookTokens: ['a'] } }, ['lever', 'webhookTokens']],
  [{ lever: { baseUrl: 'http://api.lever.co/v1' } }, ['lever', 'baseUrl']],
  [{ hiring: { reason: 'x' } }, ['hiring']],
  [{ ashby: {} }, []],
])('%j is refused at its place', (changes, path) => {
  expect(parse(changes).error?.issues[0]?.path).toEqual(path)
})
