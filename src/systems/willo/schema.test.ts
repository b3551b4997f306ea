import { expect, test } from 'vitest'
import { PARTICIPANT, ROW } from './fixtures/scripted-willo.ts'
import { createResponseLink } from './response-link.ts'
import { participantSchema, Webhook } from './schema.ts'

const Participant = participantSchema(createResponseLink('https://api.willotalent.com/api/integrations/v2', undefined))

test('only the key is needed', () => {
  expect(Participant.parse({ key: PARTICIPANT })).toEqual({ key: PARTICIPANT, isCompleted: false })
})

test.each([
  [
    'a status as object',
    { status: { slug: 'in_progress' }, completed_at: null },
    { statusText: 'in_progress', isCompleted: false },
  ],
  ['a stage as object', { stage: { key: PARTICIPANT, name: 'Accepted' } }, { stage: 'Accepted' }],
  ['another name of the name', { name: null, full_name: 'Ada Byron' }, { name: 'Ada Byron' }],
  [
    'another name of the time',
    { completed_at: null, responded_at: '2026-03-02' },
    { completedAt: '2026-03-02T00:00:00.000Z' },
  ],
  ['members of other shapes', { name: {}, email: [], phone: 7, created: {} }, { phone: '7', isCompleted: true }],
  ['unknown members', { surprise: { a: 1 } }, { key: PARTICIPANT }],
])('%s is borne', (_, changes, expected) => {
  expect(Participant.parse({ ...ROW, ...changes })).toMatchObject(expected)
})

test.each([undefined, null, '', 'participant-1', 7, {}])('a key like %j refuses the row', (key) => {
  expect(Participant.safeParse({ ...ROW, key }).success).toBe(false)
})

test('a webhook is read as live accounts have it', () => {
  const row = {
    ...{ key: PARTICIPANT, url: 'https://us.example/hooks?token=t', event: 'new_response', interviews: [] },
    ...{ follow_all_interviews: true, departments: [], users: [], payload_configuration: null },
    ...{ api_version: 'v1', status: 'active' },
  }

  expect(Webhook.parse(row)).toEqual({
    ...{ key: PARTICIPANT, url: row.url, event: 'new_response', followsAllInterviews: true, interviews: [] },
    status: 'active',
  })
})
