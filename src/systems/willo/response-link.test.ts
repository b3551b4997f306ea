import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../lib/errors.ts'
import { INTERVIEW, PARTICIPANT } from './fixtures/scripted-willo.ts'
import { createResponseLink } from './response-link.ts'

const API = 'https://api.willotalent.com/api/integrations/v2'
const TEMPLATE = 'https://app.willotalent.com/interviews/{interviewKey}/people/{participantKey}'
const linkIn = (row: object, template?: string) =>
  createResponseLink(API, template)({ row: { ...row }, participantKey: PARTICIPANT, interviewKey: INTERVIEW })

const FIELDS = ['response_url', 'share_url', 'public_url', 'review_url', 'url', 'link']

test.each(FIELDS)('the link may stand in %s', (name) => {
  expect(linkIn({ [name]: 'https://app.willotalent.com/common/1' })).toBe('https://app.willotalent.com/common/1')
})

test('the likeliest field wins', () => {
  const row = Object.fromEntries(FIELDS.map((name) => [name, `https://app.willotalent.com/${name}`]).reverse())

  for (const [at, name] of FIELDS.entries()) {
    expect(linkIn(row)).toBe(`https://app.willotalent.com/${name}`)
    expect(FIELDS[at]).toBe(name)
    delete row[name]
  }
})

test('a field beats the template', () => {
  expect(linkIn({ link: 'https://app.willotalent.com/x' }, TEMPLATE)).toBe('https://app.willotalent.com/x')
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  '/common/1',
  '',
  null,
  7,
  `${API}/participants/${PARTICIPANT}/`,
  'https://app.willotalent.com/invite/ABC123',
])('%j is no link for people', (url) => {
  expect(linkIn({ response_url: url })).toBeUndefined()
  expect(linkIn({ response_url: url, link: 'https://x.example/r' })).toBe('https://x.example/r')
})

describe('the template', () => {
  test('is filled where no field tells', () => {
    expect(linkIn({}, TEMPLATE)).toBe(`https://app.willotalent.com/interviews/${INTERVIEW}/people/${PARTICIPANT}`)
  })

  test('that needs an unknown interview gives none', () => {
    expect(createResponseLink(API, TEMPLATE)({ row: {}, participantKey: PARTICIPANT })).toBeUndefined()
  })

  test.each([undefined, ''])('%j gives none', (template) => {
    expect(linkIn({}, template)).toBeUndefined()
  })

  test.each([
    'https://app.willotalent.com/people/',
    'javascript:alert("{participantKey}")',
    '/people/{participantKey}',
    'https://app.willotalent.com/{participantKey}/{name}',
    'https://app.willotalent.com/{participantKey} now',
  ])('%j is refused', (template) => {
    expect(() => createResponseLink(API, template)).toThrow(ConfigError)
  })
})
