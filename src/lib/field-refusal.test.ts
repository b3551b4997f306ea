import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { RejectedRecordError } from './errors.ts'
import { FieldRefusal, readRefusal } from './field-refusal.ts'
import { redact } from './redact.ts'

const SENT = { requestor: 'r@acme.example', candidate: { email: 'ada@acme.example' }, jobrole: 'baker' }

test.each([
  ['fields', { requestor: ['No such user.'] }, ['requestor'], 'requestor: No such user.'],
  [
    'fields under errors',
    { errors: { requestor: ['No.'], jobrole: 'No.' } },
    ['requestor', 'jobrole'],
    'requestor: No. jobrole: No.',
  ],
  ['nested fields', { candidate: { email: ['Bad.'] } }, ['candidate'], 'candidate.email: Bad.'],
  ['a list', { errors: ['One.', 'Two.'] }, [], 'One. Two.'],
  ['a detail', { detail: 'Not now.' }, [], 'Not now.'],
  ['no field', { non_field_errors: ['Twice.'] }, [], 'Twice.'],
  ['text', 'Bad Request', [], 'Bad Request'],
  ['nothing', undefined, [], ''],
  ['a foreign field', { ada: ['No.'] }, [], 'ada: No.'],
  ['control characters', { detail: 'a\n\u0000b' }, [], 'a b'],
])('reads %s', (_, body, fields, wording) => {
  expect(readRefusal(body, SENT)).toEqual({ fields, wording })
})

test('a long story is cut', () => {
  expect(readRefusal({ detail: 'x'.repeat(10_000) }, SENT).wording).toHaveLength(300)
})

test('the wording stays out of message, log and dump', () => {
  const body = { requestor: ['ada@acme.example is no user'] }

  const error = new FieldRefusal('Acme', readRefusal(body, SENT), { method: 'POST', path: '/x/', status: 400 })

  expect(error).toBeInstanceOf(RejectedRecordError)
  expect(error.wording()).toContain('ada@')
  expect(error.message).toBe('Acme refused this record because of requestor (POST /x/, status 400)')
  for (const text of [JSON.stringify(error), JSON.stringify(redact(error)), inspect(error), error.stack]) {
    expect(text).not.toContain('ada@')
  }
})
