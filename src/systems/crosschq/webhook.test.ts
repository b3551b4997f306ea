import { describe, expect, test } from 'vitest'
import { ID, ROW } from './fixtures/scripted-crosschq.ts'
import { readCrosschqHook, verifyCrosschqAuth } from './webhook.ts'

const SECRET = 'correct-horse'
const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('the authorization', () => {
  test.each([
    ['alone', SECRET],
    ['as Token', `Token ${SECRET}`],
    ['as Bearer', `Bearer ${SECRET}`],
    ['as Basic, plain', `Basic ${SECRET}`],
    ['with the scheme in small letters', `bearer  ${SECRET} `],
    ['as user name', `Basic ${base64(`${SECRET}:`)}`],
    ['as password', `Basic ${base64(`crosschq:${SECRET}`)}`],
    ['encoded', `Basic ${base64(SECRET)}`],
  ])('is right %s', (_, header) => {
    expect(verifyCrosschqAuth(header, { auth: 'token', secret: SECRET })).toBe(true)
    expect(verifyCrosschqAuth(header, { auth: 'basic', secret: SECRET })).toBe(true)
  })

  test('may be a user name and password', () => {
    const given = { auth: 'basic', secret: 'crosschq:pass:word' } as const

    expect(verifyCrosschqAuth(`Basic ${base64('crosschq:pass:word')}`, given)).toBe(true)
    expect(verifyCrosschqAuth(`Basic ${base64('crosschq:other')}`, given)).toBe(false)
  })

  test.each([
    ...[undefined, '', ' ', 'Token', 'Token ', 'Basic', 'Basic :', `Basic ${base64(':')}`, 'Bearer wrong'],
    ...[`${SECRET}x`, SECRET.slice(1), SECRET.toUpperCase(), `Digest ${SECRET}`, `Basic ${base64('a:b')}`, 'Basic ***'],
  ])('is wrong: %j', (header) => {
    expect(verifyCrosschqAuth(header, { auth: 'token', secret: SECRET })).toBe(false)
    expect(verifyCrosschqAuth(header, { auth: 'basic', secret: SECRET })).toBe(false)
  })

  test.each([undefined, '', 'Token ', 'Basic', `Basic ${base64(':')}`])('an empty secret never equals %j', (header) => {
    expect(verifyCrosschqAuth(header, { auth: 'token', secret: '' })).toBe(false)
  })

  test('nothing is asked for only where none is configured', () => {
    expect(verifyCrosschqAuth(undefined, { auth: 'none', secret: '' })).toBe(true)
  })
})

test.each<[string, unknown]>([
  ['a request', ROW],
  ['the name of the create call', { request_id: ID }],
  ['camel case', { requestId: ID }],
  ['capitals', { Id: ID, Status: 'completed' }],
  ['a wrapping', { event: 'changed', data: { ...ROW } }],
  ['a wrapping beside an id of its own', { id: 'event-1', reference_request: { id: ID } }],
  ['both names', { id: 'event-1', request_id: ID }],
])('the id is found in %s', (_, body) => {
  expect(readCrosschqHook(body)).toEqual({ requestId: ID })
})

test('an id may be a number', () => {
  expect(readCrosschqHook({ id: 42 })).toEqual({ requestId: '42' })
})

test.each([undefined, null, '', 'text', 7, [], [ROW], {}, { data: [] }, { data: null }])(
  'survives the body %j',
  (body) => {
    expect(readCrosschqHook(body)).toEqual({ requestId: undefined })
  },
)

test.each(['../x', 'a b', 'a\nb', '', 'x'.repeat(129), { $ne: 1 }, true])('takes no id like %j', (id) => {
  expect(readCrosschqHook({ id })).toEqual({ requestId: undefined })
})
