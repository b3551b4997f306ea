import { expect, test } from 'vitest'
import { isCompleted, type ProgressFacts } from './completion.ts'

const ANSWERS = [{ question: 'Why?' }]
const facts = (given: Partial<ProgressFacts>): ProgressFacts => ({ completed: [], responses: [], ...given })

test.each([
  ...[
    'completed',
    'Complete',
    'COMPLETED',
    'responded',
    'Response received',
    'done',
    'finished',
    'interview_completed',
  ],
  ...['Completed - pending review', 'completed, not reviewed', 'Responded (awaiting review)'],
])('the status %j is an answer', (status) => {
  expect(isCompleted(facts({ status }))).toBe(true)
})

test.each([
  ...['incomplete', 'Not completed', 'not_completed', 'not yet responded', 'uncompleted', 'unfinished', 'No response'],
  ...['awaiting response', 'Pending response', 'response pending', 'waiting for response', 'partially completed'],
  ...['in progress', 'In_Progress', 'started', 'invited', 'opened', 'sent', 'Response requested', 'response due'],
])('the status %j is none, whatever was said so far', (status) => {
  expect(isCompleted(facts({ status }))).toBe(false)
  expect(isCompleted(facts({ status, responses: ANSWERS }))).toBe(false)
})

test.each(['accepted', 'Rejected', 'reviewed', 'Pending review', 'review in progress', undefined, ''])(
  'with the status %j answers decide',
  (status) => {
    expect(isCompleted(facts({ status, responses: ANSWERS }))).toBe(true)
    expect(isCompleted(facts({ status }))).toBe(false)
  },
)

test.each(['2026-03-02T10:00:00Z', '2026-03-02', 1772445600])('the time %j is an answer', (time) => {
  expect(isCompleted(facts({ completed: [undefined, time] }))).toBe(true)
  expect(isCompleted(facts({ completed: [time], status: 'accepted' }))).toBe(true)
})

test.each([null, undefined, '', 0, 'null', {}])('the time %j is none', (time) => {
  expect(isCompleted(facts({ completed: [time] }))).toBe(false)
})

test('a plain yes or no decides', () => {
  expect(isCompleted(facts({ completed: [true] }))).toBe(true)
  expect(isCompleted(facts({ completed: [false], responses: ANSWERS }))).toBe(false)
})

test('a stage may say that more is to come', () => {
  expect(isCompleted(facts({ stage: 'In progress', responses: ANSWERS }))).toBe(false)
  expect(isCompleted(facts({ stage: 'Completed' }))).toBe(false)
  expect(isCompleted(facts({ stage: 'Accepted', responses: ANSWERS }))).toBe(true)
})

test.each([undefined, null, {}, 'some', 3])('answers of the shape %j are none', (responses) => {
  expect(isCompleted(facts({ responses }))).toBe(false)
})
