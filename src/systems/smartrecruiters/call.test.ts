import { expect, test } from 'vitest'
import { FatalError, RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import { allPages, type Scripted } from '../../lib/fixtures/scripted-http.ts'
import type { SmartRecruiters } from './client.ts'
import { KEY, scriptedSmartRecruiters } from './fixtures/scripted-smartrecruiters.ts'

type Ask = (client: SmartRecruiters) => Promise<unknown>

const NEW = {
  ...{ firstName: 'Ada', lastName: 'Byron', email: 'ada@people.example', tags: [] },
  source: { typeId: 't', id: 's' },
}
const FILE = { candidateId: 'c1', jobId: 'j1', name: 'Byron.pdf', contentType: 'application/pdf', bytes: Buffer.of(1) }
const NOTE = { candidateId: 'c1', text: 'planted-words' }
const HOOK = {
  callbackUrl: 'https://us.example/hooks',
  events: ['candidate.updated'],
  alertingEmailAddress: 'a@us.example',
}

const READS: Readonly<Record<string, Ask>> = {
  applications: (client) => allPages(client.applications()),
  application: (client) => client.application('c1', 'j1'),
  history: (client) => client.statusHistory('c1', 'j1'),
  candidate: (client) => client.candidate('c1'),
  byEmail: (client) => client.candidatesWithEmail('ada@people.example'),
  jobs: (client) => allPages(client.jobs()),
  job: (client) => client.job('j1'),
  team: (client) => client.hiringTeam('j1'),
  user: (client) => client.user('u1'),
  company: (client) => client.company(),
  fields: (client) => client.jobFields(),
  attachments: (client) => client.attachments('c1', 'j1'),
  subscriptions: (client) => client.subscriptions(),
}
const ONCE: Readonly<Record<string, Ask>> = {
  createCandidate: (client) => client.createCandidate(NEW, 'j1'),
  attachFile: (client) => client.attachFile(FILE),
  createNote: (client) => client.createNote(NOTE),
  subscribe: (client) => client.subscribe(HOOK),
  createSecretKey: (client) => client.createSecretKey('w1'),
}
const REPEATABLE: Readonly<Record<string, Ask>> = {
  addTags: (client) => client.addTags('c1', ['planted-words']),
  setSource: (client) => client.setSource('c1', 'j1', { typeId: 't', id: 's' }),
  activate: (client) => client.activate('w1'),
}

async function outcome(scripted: Scripted, ask: Ask): Promise<unknown> {
  const { smartRecruiters } = await scriptedSmartRecruiters(() => scripted)
  return await ask(smartRecruiters).catch((error: unknown) => error)
}

test('the key goes in a header of its own', async () => {
  const { smartRecruiters, asked } = await scriptedSmartRecruiters(() => ({ body: { identifier: 'Acme' } }))

  await smartRecruiters.company()

  expect(asked[0]?.headers).toMatchObject({ 'x-smarttoken': KEY, 'user-agent': expect.stringContaining('hirewire/') })
  expect(asked[0]?.headers.authorization).toBeUndefined()
})

test('nothing secret reaches an error or a call report', async () => {
  const calls: unknown[] = []
  const planted = {
    message: 'planted-words',
    errors: [{ code: 'planted-words', message: 'planted-words' }],
    content: [{}],
  }
  const texts: string[] = []
  for (const status of [200, 400, 401, 403, 404, 409, 422]) {
    for (const ask of Object.values({ ...READS, ...ONCE, ...REPEATABLE })) {
      const script = () => ({ status, body: planted })
      const { smartRecruiters } = await scriptedSmartRecruiters(script, { onCall: (call) => calls.push(call) })
      const error = await ask(smartRecruiters).catch((thrown: unknown) => thrown)
      if (error instanceof Error) texts.push(`${error.message}${error.stack}${JSON.stringify(error)}`)
    }
  }

  expect(texts.length).toBeGreaterThan(100)
  const all = texts.join() + JSON.stringify(calls)
  for (const secret of [KEY, 'planted-words', 'ada@', 'Byron', '/c1', '/j1', 'us.example'])
    expect(all).not.toContain(secret)
})

test.each(Object.entries({ ...READS, ...ONCE, ...REPEATABLE }))(
  '%s: 401 and 403 stop, 408 comes again',
  async (_, ask) => {
    const codes = { message: 'no', errors: [{ code: 'ACCESS_DENIED' }] }

    expect(await outcome({ status: 401, body: codes }, ask)).toBeInstanceOf(FatalError)
    expect(await outcome({ status: 403, body: codes }, ask)).toMatchObject({
      ...{ name: 'FatalError', facts: { code: 'ACCESS_DENIED', permission: expect.stringMatching(/^[a-z_]+$/) } },
    })
    expect(await outcome({ status: 408 }, ask)).toBeInstanceOf(RetryableError)
  },
)

test.each(Object.entries(READS))('%s: a web page with status 200 is no answer', async (_, ask) => {
  expect(await outcome({ body: '<html>Sign in</html>' }, ask)).toBeInstanceOf(RetryableError)
})

test.each(Object.entries(ONCE))('%s: is sent once, whatever comes', async (_, ask) => {
  for (const scripted of ['hang up', { status: 502 }, { status: 201 }, { status: 201, body: { id: 7 } }] as const) {
    const { smartRecruiters, asked } = await scriptedSmartRecruiters(() => scripted)

    await expect(ask(smartRecruiters)).rejects.toThrow(UnknownOutcomeError)
    expect(asked).toHaveLength(1)
  }
})

test.each(Object.entries(REPEATABLE))('%s: is sent again, and any 2xx will do', async (_, ask) => {
  for (const status of [200, 201, 204]) {
    const script = (_: unknown, count: number): Scripted => (count === 1 ? 'hang up' : { status })
    const { smartRecruiters, asked } = await scriptedSmartRecruiters(script)

    await ask(smartRecruiters)
    expect(asked).toHaveLength(2)
  }
})

test('a refused token is replaced, then the write goes on', async () => {
  const script = (_: unknown, count: number): Scripted =>
    count === 1 ? { status: 401 } : { status: 201, body: { id: 'n1' } }
  const tokens = { current: async () => 'old', renew: async (refused: string) => `after ${refused}` }
  const { smartRecruiters, asked } = await scriptedSmartRecruiters(script, { auth: { type: 'tokens', tokens } })

  expect(await smartRecruiters.createNote(NOTE)).toMatchObject({ id: 'n1' })
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['Bearer old', 'Bearer after old'])
})

test.each(['', ' ', '.', '..', '../users', 'a/b', 'a?b', 'a#b', 'ä'])('%j is no id', async (id) => {
  const { smartRecruiters, asked } = await scriptedSmartRecruiters(() => ({ status: 500 }))

  expect(await smartRecruiters.candidate(id)).toBeUndefined()
  await expect(smartRecruiters.addTags(id, ['x'])).rejects.toThrow(RejectedRecordError)
  await expect(smartRecruiters.createNote({ candidateId: id, text: 'x' })).rejects.toThrow(RejectedRecordError)
  expect(asked).toEqual([])
})

test.each<[string, Ask, object]>([
  ['candidate', (client) => client.candidate('c1'), { id: 'c2', firstName: 'A', lastName: 'B' }],
  ['job', (client) => client.job('j1'), { id: 'j2', title: 'Another' }],
])('another %s than the one asked for is refused', async (_, ask, body) => {
  expect(await outcome({ body }, ask)).toMatchObject({ message: expect.stringContaining('another') })
})
