import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SandboxAnswer } from '../../src/sandbox/exchange.ts'
import type { Fault } from '../../src/sandbox/faults.ts'
import { ledgerOf } from '../headcount.ts'
import {
  addCandidate,
  arrive,
  createInterviewWorld,
  type InterviewWorld,
  invited,
  invites,
  notes,
  participants,
  responseOf,
} from '../interviews.ts'

const applied: readonly (readonly [string, Fault])[] = [
  ['the connection breaks after it was applied', { type: 'timeoutAfterApply' }],
  ['the answer breaks off', { type: 'truncatedBody' }],
  ['a proxy answers 502 after it was applied', { type: 'answer', change: () => ({ status: 502, body: '<html>' }) }],
  ['the answer holds no key', { type: 'answer', change: ({ status }) => ({ status, body: {} }) }],
]
const notApplied: readonly (readonly [string, Fault])[] = [
  ['the connection breaks before it arrives', { type: 'resetBeforeApply' }],
  ['the server answers 503', { type: 'status', status: 503 }],
  ['the server answers 429', { type: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ['a page with status 200 comes instead', { type: 'html' }],
]
const faults = [...applied, ...notApplied]
const quick = { clientSleep: () => sleep(1) }

async function syncUntilDone(world: InterviewWorld): Promise<void> {
  await world.sync()
  world.ashby.server.faults.clear()
  world.willo.server.faults.clear()
  world.passHours(1)
  expect((await world.sync()).state).toBe('success')
}

test.each(faults)('X3 a person is invited once where %s', async (_, fault) => {
  await using world = await createInterviewWorld(quick)
  await arrive(world)
  world.willo.server.faults.add({ method: 'POST', times: 1, fault })

  await syncUntilDone(world)

  expect(participants(world)).toHaveLength(1)
})

test.each(faults)('X3 a note is written once where %s', async (_, fault) => {
  await using world = await createInterviewWorld(quick)
  const { participant } = await invited(world)
  world.willo.complete(participant)
  world.ashby.server.faults.add({ match: '/candidate.createNote', times: 1, fault })

  await syncUntilDone(world)

  expect(notes(world)).toHaveLength(1)
})

test('X3 an invitation is found again among others of the interview', async () => {
  await using world = await createInterviewWorld(quick)
  for (let at = 0; at < 40; at++) {
    world.willo.inviteByHand(world.interview, { name: 'Guest', email: `guest${at}@example.com` })
  }
  world.willo.joinByLink(world.willo.addInterview().key, { name: 'Ada', email: 'ada@example.com' })
  await arrive(world, { email: 'Ada@Example.com' })
  world.willo.server.faults.add({ method: 'POST', times: 1, fault: { type: 'timeoutAfterApply' } })

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(invites(world)).toHaveLength(1)
})

test('X3 an older invitation by hand is not taken for ours', async () => {
  await using world = await createInterviewWorld(quick)
  const older = world.willo.inviteByHand(world.interview, { name: 'Ada', email: 'ada@example.com' })
  await arrive(world)
  world.passHours(1)
  world.willo.server.faults.add({ method: 'POST', times: 1, fault: { type: 'resetBeforeApply' } })

  await syncUntilDone(world)

  expect(participants(world)).toHaveLength(2)
  const ours = participants(world).find(({ key }) => key !== older.key)
  expect(ours).toMatchObject({ cameBy: 'api' })
})

test('X3 ten lost answers make one participant', async () => {
  await using world = await createInterviewWorld(quick)
  const { applicationId } = await arrive(world)
  const { faults } = world.willo.server
  faults.add({ method: 'POST', times: 10, fault: { type: 'timeoutAfterApply' } })
  const unreadable = faults.add({ method: 'GET', match: /participants/, fault: { type: 'status', status: 503 } })

  for (let at = 0; at < 9; at++) {
    await world.sync()
    world.passHours(1)
  }
  const unclear = await ledgerOf(world, 'invitations', applicationId)
  unreadable.remove()
  const end = await world.sync()

  expect(unclear.map(({ action, state }) => `${action} ${state}`)).toEqual(['participant.create unknown'])
  expect(end.state).toBe('success')
  expect(invites(world)).toHaveLength(1)
  expect(participants(world)).toHaveLength(1)
})

test('X3 while a participant names no interview, nobody is called absent', async () => {
  await using world = await createInterviewWorld(quick)
  await arrive(world)
  const { faults } = world.willo.server
  faults.add({ method: 'POST', times: 1, fault: { type: 'resetBeforeApply' } })
  world.willo.inviteByHand(world.interview, { name: 'Grace', email: 'grace@example.com' })
  const nameless = faults.add({
    ...{ method: 'GET', match: /participants/ },
    fault: {
      type: 'answer',
      change: ({ status, body }) => {
        const { results, ...page } = body as { results: Record<string, unknown>[] }
        return { status, body: { ...page, results: results.map(({ interview, ...row }) => row) } }
      },
    },
  })

  const ends = [await world.sync(), await world.sync()]
  const sent = participants(world).length
  nameless.remove()
  const later = await world.sync()

  expect(ends.map(({ state }) => state)).toEqual(['partial', 'partial'])
  expect(sent).toBe(1)
  expect(later.state).toBe('success')
  expect(participants(world)).toHaveLength(2)
})

test.each(['afterIntend', 'afterCall', 'afterSettle', 'beforeVerify', 'afterVerify'])(
  'X3 a run that ends at %s is made up for by the next',
  async (point) => {
    let ends = 1
    const checkpoint = async (at: string) => {
      if (at === point && ends-- > 0) throw new Error('the process ended here')
    }
    await using world = await createInterviewWorld({ ...quick, engine: { checkpoint } })
    await arrive(world)

    await world.sync()
    await world.sync()
    const end = await world.sync()

    expect(ends).toBeLessThan(1)
    expect(end.state).toBe('success')
    expect(invites(world)).toHaveLength(1)
  },
)

test('X3 a lost note is found where a merge has taken it', async () => {
  await using world = await createInterviewWorld(quick)
  const { candidateId, participant } = await invited(world)
  world.willo.complete(participant)
  const { faults } = world.ashby.server
  faults.add({ match: '/candidate.createNote', times: 1, fault: { type: 'timeoutAfterApply' } })
  const unreadable = faults.add({ match: '/candidate.listNotes', fault: { type: 'status', status: 503 } })
  await world.sync()
  const kept = addCandidate(world, { name: 'A. Lovelace', email: 'ada@work.example' })
  world.ashby.mergeCandidates(kept.candidateId, candidateId)
  unreadable.remove()

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(notes(world)).toHaveLength(1)
  expect(notes(world, kept.candidateId)).toHaveLength(1)
})

test('X4 a lost note that nobody can look up keeps no other note back', async () => {
  await using world = await createInterviewWorld(quick)
  const ada = await invited(world)
  const grace = await invited(world, { name: 'Grace Hopper', email: 'grace@example.com' })
  world.ashby.server.faults.add({ match: '/candidate.createNote', times: 1, fault: { type: 'timeoutAfterApply' } })
  const unreadable = world.ashby.server.faults.add({
    match: '/candidate.listNotes',
    fault: { type: 'answer', change: (answer) => withoutTime(answer, ada.participant) },
  })
  world.willo.complete(ada.participant)
  await world.sync()
  world.willo.complete(grace.participant)

  const end = await world.sync()
  const noted = notes(world, grace.candidateId).length
  const stuck = await responseOf(world, ada.participant)
  unreadable.remove()
  const last = await world.sync()

  expect(noted).toBe(1)
  expect(end.state).toBe('partial')
  expect(stuck).toMatchObject({
    state: 'failed',
    reason: 'unclear',
    message: expect.stringContaining('cannot be read'),
  })
  expect(last.state).toBe('success')
  expect(notes(world, ada.candidateId)).toHaveLength(1)
})

/** As if Ashby told of this note in a way that nobody understands. */
function withoutTime({ status, body }: SandboxAnswer, participant: string): SandboxAnswer {
  const { results, ...rest } = body as { results: { content: string; createdAt?: string }[] }
  const rows = results.map(({ createdAt, ...note }) =>
    note.content.includes(participant) ? note : { ...note, createdAt },
  )
  return { status, body: { ...rest, results: rows } }
}
