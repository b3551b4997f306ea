import { expect, test } from 'vitest'
import type { Connection } from '../../src/connectors/connector.ts'
import { waiting } from '../headcount.ts'
import {
  addCandidate,
  createInterviewWorld,
  type InterviewWorld,
  interviewWrites,
  invited,
  notes,
  participants,
  responseOf,
} from '../interviews.ts'

const token = 'a-token-for-willo'

test('S76 an answer becomes one note with the title and the link', async () => {
  await using world = await createInterviewWorld()
  const { candidateId, participant } = await invited(world)
  world.willo.complete(participant)

  const end = await world.sync()
  await world.sync()
  world.passHours(25)
  await world.sync()

  expect(end.state).toBe('success')
  const { shareKey } = participants(world)[0]!
  expect(notes(world)).toHaveLength(1)
  expect(notes(world, candidateId)[0]).toContain('<b>Cooks &amp; Co</b>')
  expect(notes(world, candidateId)[0]).toContain(`<a href="${world.willo.server.url}/common/${shareKey}">`)
  expect(await responseOf(world, participant)).toMatchObject({ state: 'synced' })
})

test.each([
  ['as it is, nobody is notified', {}, false],
  ['on request, the team is notified', { notes: { sendNotifications: true } }, true],
])('S76 %s', async (_, config, sendNotifications) => {
  await using world = await createInterviewWorld({ config })
  const { participant } = await invited(world)
  world.willo.complete(participant)

  await world.sync()

  const written = world.ashby.server.calls.filter(({ path }) => path === '/candidate.createNote')
  expect(written).toMatchObject([{ requestBody: { sendNotifications, isPrivate: false, note: { type: 'text/html' } } }])
})

test.each([{}, { showsUnfinished: true }])('S76 half an interview is no answer yet (%j)', async (willo) => {
  await using world = await createInterviewWorld({ willo })
  const { participant } = await invited(world)
  world.willo.answer(participant, 'part')

  const half = await world.sync()
  const before = notes(world).length
  world.willo.complete(participant)
  await world.sync()

  expect(half.state).toBe('success')
  expect(before).toBe(0)
  expect(notes(world)).toHaveLength(1)
})

test('S76 two deliveries and a poll make one note', async () => {
  await using world = await createInterviewWorld({ config: { willo: { webhookToken: token } } })
  const { participant } = await invited(world)
  world.willo.complete(participant)
  const look = await delivered(world, { participant, interview: world.interview })

  const ends = [await world.sync(look), await world.sync(look), await world.sync()]

  expect(ends.map(({ state }) => state)).toEqual(['success', 'success', 'success'])
  expect(notes(world)).toHaveLength(1)
})

test('S76 a delivery about somebody else costs no call and leaves no trace', async () => {
  await using world = await createInterviewWorld({ config: { willo: { webhookToken: token } } })
  await invited(world)
  const stranger = world.willo.inviteByHand(world.interview, { name: 'Grace', email: 'grace@example.com' })
  world.willo.complete(stranger.key)
  const before = world.willo.server.calls.length

  const end = await world.sync(await delivered(world, { participant: stranger.key }))
  const calls = world.willo.server.calls.slice(before)
  await world.sync()

  expect(end.state).toBe('success')
  expect(calls).toEqual([])
  expect(notes(world)).toEqual([])
})

test('S76 the note follows a merge of candidates', async () => {
  await using world = await createInterviewWorld()
  const { candidateId, participant } = await invited(world)
  const kept = addCandidate(world, { name: 'A. Lovelace', email: 'ada@work.example' })
  world.ashby.mergeCandidates(kept.candidateId, candidateId)
  world.willo.complete(participant)

  const end = await world.sync()

  expect(end.state).toBe('success')
  expect(notes(world, kept.candidateId)).toHaveLength(1)
})

test('S76 after a merge an old note is not written again', async () => {
  await using world = await createInterviewWorld()
  const { candidateId, participant } = await invited(world)
  world.willo.complete(participant)
  await world.sync()
  const kept = addCandidate(world, { name: 'A. Lovelace', email: 'ada@work.example' })
  world.ashby.mergeCandidates(kept.candidateId, candidateId)

  await world.sync({ records: [`responses/${participant}`] })
  await world.sync()

  expect(notes(world)).toHaveLength(1)
})

test('S76 where the candidate is gone, a person is told', async () => {
  await using world = await createInterviewWorld()
  const { applicationId, participant } = await invited(world)
  world.willo.complete(participant)
  world.ashby.server.faults.add({
    match: '/application.info',
    fault: { type: 'answer', change: () => notFound },
  })

  const end = await world.sync({ records: [`responses/${participant}`] })

  expect(end.state).toBe('partial')
  expect(notes(world)).toEqual([])
  expect(await waiting(world)).toMatchObject([
    { id: participant, reason: 'candidate_gone', message: expect.stringContaining(applicationId) },
  ])
})

test('S76 without a link the note says so in words', async () => {
  await using world = await createInterviewWorld({ willo: { linkField: undefined } })
  const { participant } = await invited(world)
  world.willo.complete(participant)

  await world.sync()

  expect(notes(world)[0]).toContain('See the response in Willo')
  expect(notes(world)[0]).not.toContain('<a ')
})

test('S76 a configured address stands in for the missing link', async () => {
  const responseUrlTemplate = 'https://app.example/i/{interviewKey}/p/{participantKey}'
  await using world = await createInterviewWorld({
    willo: { linkField: undefined },
    config: { willo: { responseUrlTemplate } },
  })
  const { participant } = await invited(world)
  world.willo.complete(participant)

  await world.sync()

  expect(notes(world)[0]).toContain(`<a href="https://app.example/i/${world.interview}/p/${participant}">`)
})

test('S76 a title with tags stays text', async () => {
  await using world = await createInterviewWorld()
  const { participant } = await invited(world)
  world.willo.renameInterview(world.interview, '<img src=x onerror=alert(1)><a href="javascript:x">C</a>')
  world.willo.complete(participant)

  await world.sync()

  expect(notes(world)[0]).toContain(
    '&lt;img src=x onerror=alert(1)&gt;&lt;a href=&quot;javascript:x&quot;&gt;C&lt;/a&gt;',
  )
  expect(notes(world)[0]).not.toMatch(/<img|href="javascript/)
})

test('S76 a participant whom Willo deleted is no trouble', async () => {
  await using world = await createInterviewWorld()
  const { participant } = await invited(world)
  await deleteAtWillo(world, participant)

  const ends = [await world.sync(), await world.sync()]
  const asked = await callsAboutParticipants(world, () => world.sync())

  expect(ends.map(({ state }) => state)).toEqual(['success', 'success'])
  expect(asked).toEqual([])
  expect(await responseOf(world, participant)).toMatchObject({ state: 'skipped', reason: 'participant_gone' })
})

test.each([{ filtersParticipants: true }, { filtersParticipants: false }])(
  'S76 many open invitations are read as a list (%j)',
  async (willo) => {
    await using world = await createInterviewWorld({ willo })
    await world.sync()
    for (let at = 0; at < 12; at++) {
      const { applicationId } = addCandidate(world, { email: `candidate${at}@example.com` })
      world.ashby.moveToStage(applicationId, 'Interview')
    }
    await world.sync()
    const whole = await callsAboutParticipants(world, () => world.sync())
    world.willo.complete(participants(world)[3]!.key)
    world.willo.complete(participants(world)[7]!.key)
    await world.sync()
    const rest = await callsAboutParticipants(world, () => world.sync())
    world.willo.complete(participants(world)[11]!.key)
    await world.sync()

    expect(whole).toEqual(['/participants/'])
    expect(rest).toHaveLength(10)
    expect(rest).not.toContain('/participants/')
    expect(notes(world)).toHaveLength(3)
  },
)

test('S76 a list that says too little is made up for', async () => {
  await using world = await createInterviewWorld({
    willo: {
      statusWords: { invited: null, opened: null, started: null, completed: null },
      completedField: undefined,
    },
  })
  await world.sync()
  for (let at = 0; at < 12; at++) {
    const { applicationId } = addCandidate(world, { email: `candidate${at}@example.com` })
    world.ashby.moveToStage(applicationId, 'Interview')
  }
  await world.sync()
  world.willo.complete(participants(world)[3]!.key)

  await world.sync()

  expect(notes(world)).toHaveLength(1)
})

test('S76 nothing else is written, at either side', async () => {
  await using world = await createInterviewWorld()
  const { participant } = await invited(world)
  world.willo.complete(participant)
  await world.sync()

  expect(interviewWrites(world)).toEqual(['POST /participants/', '/candidate.createNote'])
})

const notFound = { status: 200, body: { success: false, errorInfo: { code: 'application_not_found' } } }

/** A webhook of Willo's as the daemon takes it: what it asks to look at. */
async function delivered({ connection }: { readonly connection: Connection }, body: unknown) {
  const rawBody = Buffer.from(JSON.stringify(body))
  const verdict = await connection.readHook({ event: 'new_response', headers: {}, query: { token }, rawBody, body })
  if (verdict.type !== 'look') throw new Error(`the delivery was ${verdict.type}`)
  return { records: verdict.records }
}

async function callsAboutParticipants({ willo }: InterviewWorld, act: () => Promise<unknown>): Promise<string[]> {
  const before = willo.server.calls.length
  await act()
  const paths = willo.server.calls.slice(before).map(({ path }) => path.replace(/^.*\/v2/, ''))
  return paths.filter((path) => path.startsWith('/participants/'))
}

/** By its user, in Willo's app. */
async function deleteAtWillo({ willo }: InterviewWorld, participant: string): Promise<void> {
  await fetch(`${willo.url}/participants/${participant}/`, { method: 'DELETE', headers: { authorization: willo.key } })
}
