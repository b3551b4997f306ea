import { expect, test } from 'vitest'
import type { Mirror } from '../mirror.ts'
import {
  desireInvitations,
  type InvitationContext,
  type InvitationFacts,
  type InvitationSource,
  interviewsFor,
  missing,
  planInvitations,
} from './invitation.ts'

const [cooks, waiters] = ['c'.repeat(32), 'a'.repeat(32)]
const at = (interview: string) => ({ name: `${interview}|Cook|Video`, interview, jobId: 'j1', stageId: 's1' })
const row = { id: 'app-1', status: 'Active', candidateId: 'c-1', jobId: 'j1', stageId: 's1' }
const visit = { id: 'v-2', enteredAt: '2026-03-02T09:00:00+01:00' }
const person = { name: ' Ada Lovelace ', email: 'ada@example.com', phone: '+49151' }
const given = (interview: string, entry: string, isCompleted = false) => ({
  ...{ application: 'app-1', interview, entry, participant: `p-${entry}`, isCompleted },
})

function context(change: Partial<InvitationContext> = {}): InvitationContext {
  return {
    rules: { backfill: false },
    triggers: [at(cooks)],
    // Decisions read no mirror; only looks do.
    mirror: {} as Mirror,
    firstSeen: new Map([[at(cooks).name, new Date('2026-03-02T07:00:00Z')]]),
    owners: new Map(),
    ...change,
  }
}

function source(facts: Partial<InvitationFacts> = {}, change: Partial<InvitationSource> = {}): InvitationSource {
  const whole = { visit, given: [], now: { row, person }, ...facts }
  return { id: 'app-1', row, related: {}, isGone: false, isPushed: false, facts: whole, ...change }
}

test('an arrival after the trigger was set up is wanted', () => {
  expect(desireInvitations(source(), context())).toEqual({
    type: 'desired',
    desired: {
      ...{ entry: 'v-2', interviews: [cooks] },
      person: { name: 'Ada Lovelace', email: 'ada@example.com', phone: '+49151' },
    },
    issues: [],
  })
})

test.each<[string, InvitationSource, string]>([
  ['gone', source({}, { isGone: true }), 'not_active'],
  ['archived', source({}, { row: { ...row, status: 'Archived' } }), 'not_active'],
  ['a lead', source({}, { row: { ...row, status: 'Lead' } }), 'not_active'],
  ['in another stage', source({}, { row: { ...row, stageId: 's2' } }), 'not_in_trigger_stage'],
  ['in another job', source({}, { row: { ...row, jobId: 'j2' } }), 'not_in_trigger_stage'],
  ['nowhere that its history tells', source({ visit: undefined }), 'arrival_unclear'],
  ['there since before', source({ visit: { ...visit, enteredAt: '2026-03-02T07:00:00Z' } }), 'entered_before'],
  ['hired by now', source({ now: { row: { ...row, status: 'Hired' }, person } }), 'not_active'],
  ['gone by now', source({ now: { row: undefined, person: undefined } }), 'not_active'],
  ['moved on by now', source({ now: { row: { ...row, stageId: 's2' }, person } }), 'not_in_trigger_stage'],
])('an application that is %s is skipped quietly', (_, one, reason) => {
  expect(desireInvitations(one, context())).toMatchObject({ type: 'skip', reason, attention: false })
})

test.each([
  ['e-mail', { name: 'Ada' }, 'no_email'],
  ['real e-mail', { name: 'Ada', email: ' ' }, 'no_email'],
  ['name', { name: ' ', email: 'ada@example.com' }, 'no_name'],
])('a candidate without %s is for a person to see to', (_, contact, reason) => {
  const decision = desireInvitations(source({ now: { row, person: contact } }), context())

  expect(decision).toMatchObject({ type: 'skip', reason, attention: true })
})

test('a candidate who is gone is for a person to see to', () => {
  const decision = desireInvitations(source({ now: { row, person: undefined } }), context())

  expect(decision).toMatchObject({ reason: 'candidate_gone', attention: true })
})

test.each([
  ['a trigger nobody has seen yet', context({ firstSeen: new Map() }), [], []],
  ['with backfill', context({ rules: { backfill: true }, firstSeen: new Map() }), [], [cooks]],
  ['invited for this stay already', context({ firstSeen: new Map() }), [given(cooks, 'v-2')], [cooks]],
  ['invited for an earlier stay', context({ firstSeen: new Map() }), [given(cooks, 'v-1')], []],
  ['one interview by two names', context({ triggers: [at(cooks), { ...at(cooks), name: 'x' }] }), [], [cooks]],
])('interviews of a stay: %s', (_, run, before, interviews) => {
  expect(interviewsFor(run.triggers, { visit, given: before }, run)).toEqual(interviews)
})

test.each([
  ['nothing before', [], [cooks, waiters]],
  ['the same stay', [given(cooks, 'v-2')], [waiters]],
  ['an earlier stay, open', [given(cooks, 'v-1')], [cooks, waiters]],
  ['an earlier stay, answered', [given(cooks, 'v-1', true)], [waiters]],
  ['both', [given(cooks, 'v-1', true), given(waiters, 'v-2')], []],
])('what is missing after %s', (_, before, interviews) => {
  expect(missing([cooks, waiters], 'v-2', before)).toEqual(interviews)
})

test('each interview is a change of its own, and names its stay', () => {
  const desired = { entry: 'v-2', interviews: [cooks, waiters], person: { ...person, phone: null } }
  const changes = planInvitations(source(), desired, { id: 'p-1', given: [given(cooks, 'v-1', true)] })

  expect(changes).toEqual([
    {
      ...{ flow: 'invitations', record: 'app-1', action: 'participant.create', effect: 'create' },
      fields: [
        { field: 'interview', before: null, after: waiters },
        { field: 'name', before: null, after: person.name },
        { field: 'email', before: null, after: person.email },
      ],
      input: { interview: waiters, entry: 'v-2', ...person, phone: null },
    },
  ])
})
