import { expect, test } from 'vitest'
import { desireResponse, noteOf, planResponse, type ResponseContext, type ResponseSource } from './response.ts'

const key = 'a'.repeat(32)
const interview = 'b'.repeat(32)
const context: ResponseContext = { owners: new Map([[key, 'app-1']]), titles: new Map([[interview, 'Cooks & Co']]) }
const answered = { id: key, interview, isCompleted: true, isGone: false, link: 'https://app.example/r/1' }

function source(change: Partial<ResponseSource> = {}): ResponseSource {
  const facts = { candidateId: 'c-1' }
  return { id: key, row: answered, related: {}, isGone: false, isPushed: false, facts, ...change }
}

test('the note says what, where, and whose', () => {
  expect(noteOf(answered, context.titles)).toBe(
    'The candidate has answered the Willo interview <b>Cooks &amp; Co</b>. ' +
      '<a href="https://app.example/r/1">See the response in Willo</a>. ' +
      `<i>(reference ${key})</i>`,
  )
})

test('an interview that is gone has no title', () => {
  expect(noteOf(answered, new Map())).toContain('has answered a Willo interview. ')
})

test.each([
  ['somebody else’s participant', { id: 'f'.repeat(32) }, 'not_ours'],
  ['no answer yet', { row: { ...answered, isCompleted: false } }, 'not_answered'],
  ['a participant who is gone', { row: { ...answered, isCompleted: false, isGone: true } }, 'participant_gone'],
])('%s is skipped quietly', (_, change, reason) => {
  expect(desireResponse(source(change), context)).toMatchObject({ type: 'skip', reason, attention: false })
})

test('without a candidate a person is asked', () => {
  const decision = desireResponse(source({ facts: {} }), context)

  expect(decision).toMatchObject({ type: 'skip', reason: 'candidate_gone', attention: true })
})

test('a candidate who went after the note needs nobody', () => {
  const link = { target: 'note-1', origin: 'created' } as const

  expect(desireResponse(source({ facts: {}, link }), context)).toMatchObject({ reason: 'noted', attention: false })
})

test('one note is planned, and none where it is', () => {
  const decision = desireResponse(source(), context)
  if (decision.type !== 'desired') throw new Error(decision.reason)

  expect(planResponse(source(), decision.desired, undefined)).toMatchObject([
    { flow: 'responses', record: key, action: 'note.create', effect: 'create', input: { candidateId: 'c-1' } },
  ])
  expect(planResponse(source(), decision.desired, { id: 'note-1' })).toEqual([])
})
