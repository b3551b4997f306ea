import { expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { startReceiver } from '../../sandbox/receiver.ts'
import { createWillo, type Willo, type WilloOptions } from './client.ts'
import { startWilloSandbox, type WilloSandbox, type WilloSandboxOptions } from './sandbox.ts'
import { readWilloHook } from './webhook.ts'

async function withSandbox<T>(
  options: WilloSandboxOptions,
  act: (willo: Willo, sandbox: WilloSandbox) => Promise<T>,
  client: Partial<WilloOptions> = {},
): Promise<T> {
  await using sandbox = await startWilloSandbox(options)
  const willo = createWillo({
    baseUrl: sandbox.url,
    apiKey: () => sandbox.key,
    rate: { perSecond: 10_000, inFlight: 4 },
    sleep: async () => {},
    ...client,
  })
  try {
    return await act(willo, sandbox)
  } finally {
    willo.close()
  }
}

const ADA = { name: 'Ada Byron', email: 'ada@people.example', phone: '+15550100000' }

test('every interview is listed over several pages', () =>
  withSandbox({}, async (willo, sandbox) => {
    const made = Array.from({ length: 70 }, (_, at) => sandbox.addInterview({ title: `Interview ${at}` }).key)

    const { rows, rejected } = await allPages(willo.interviews())

    expect(rows.map(({ key }) => key).sort()).toEqual(made.sort())
    expect(rows[0]?.ownerEmail).toBe('olga@acme.example')
    expect(rejected).toEqual([])
    expect(await willo.interview(made[0] ?? '')).toMatchObject({ key: made[0] })
  }))

test.each([200, 201] as const)('an invitation goes to its response (created: %d)', (createdStatus) =>
  withSandbox({ createdStatus }, async (willo, sandbox) => {
    const { key: interview } = sandbox.addInterview()

    const { key } = await willo.invite({ interview, ...ADA })

    expect(sandbox.state.invitations).toMatchObject([{ participantKey: key, email: ADA.email, phone: ADA.phone }])
    expect(await willo.participant(key)).toMatchObject({ key, interview, email: ADA.email, isCompleted: false })
    sandbox.openInvitation(key)
    sandbox.answer(key, 'all')
    expect(await willo.participant(key)).toMatchObject({ isCompleted: false })
    sandbox.complete(key)
    expect(await willo.participant(key)).toMatchObject({ isCompleted: true, link: expect.stringMatching(/^http/) })
  }),
)

test.each<[string, WilloSandboxOptions]>([
  ['nothing but answers', { completedField: undefined, statusWords: words(null, null) }],
  ['a time of response', { completedField: 'responded_at', statusWords: words(null, null) }],
  ['another word', { completedField: undefined, statusWords: words('In progress', 'Responded') }],
  ['shown answers of an open session', { completedField: undefined, showsUnfinished: true }],
  ['stage and interview as objects', { stageAs: 'object', interviewAs: 'object' }],
])('completion is seen by %s', (_, options) =>
  withSandbox(options, async (willo, sandbox) => {
    const { key: interview } = sandbox.addInterview()
    const { key } = await willo.invite({ interview, ...ADA })
    sandbox.answer(key, 'part')
    expect(await willo.participant(key)).toMatchObject({ interview, isCompleted: false })

    sandbox.complete(key)
    sandbox.moveStage(key, 'Accepted')

    expect(await willo.participant(key)).toMatchObject({ interview, isCompleted: true, stage: 'Accepted' })
  }),
)

test.each(['response_url', 'share_url', 'public_url', 'review_url', 'url', 'link'] as const)(
  'the response is found in %s',
  (linkField) =>
    withSandbox({ linkField }, async (willo, sandbox) => {
      const { key } = sandbox.inviteByHand(sandbox.addInterview().key, ADA)
      sandbox.complete(key)

      expect((await willo.participant(key))?.link).toMatch(/^http/)
    }),
)

test('the template tells the response where Willo does not', () =>
  withSandbox(
    { linkField: undefined },
    async (willo, sandbox) => {
      const { key } = sandbox.inviteByHand(sandbox.addInterview().key, ADA)

      expect(await willo.participant(key)).toMatchObject({ link: `https://app.willotalent.com/p/${key}` })
    },
    { responseUrlTemplate: 'https://app.willotalent.com/p/{participantKey}' },
  ))

test.each([true, false])('who is invited already is found (filter: %j)', (filtersParticipants) =>
  withSandbox({ filtersParticipants }, async (willo, sandbox) => {
    const [first, second] = [sandbox.addInterview().key, sandbox.addInterview().key]
    const { key } = await willo.invite({ interview: first, ...ADA })
    for (let at = 0; at < 40; at++) sandbox.inviteByHand(second, { name: 'B', email: `b${at}@people.example` })

    const { rows, rejected } = await allPages(willo.participants(first))

    expect(rows.map((row) => [row.key, row.email])).toEqual([[key, ADA.email]])
    expect(rejected).toEqual([])
    expect((await allPages(willo.participants(second))).rows).toHaveLength(40)
  }),
)

test('a refusal names its field, and nobody is invited', () =>
  withSandbox({}, async (willo, sandbox) => {
    const { key: interview } = sandbox.addInterview()

    const nameless = await willo.invite({ ...ADA, interview, name: '' }).catch((error: unknown) => error)
    const nowhere = await willo.invite({ ...ADA, interview: 'f'.repeat(32) }).catch((error: unknown) => error)

    expect([nameless, nowhere]).toEqual([expect.any(FieldRefusal), expect.any(FieldRefusal)])
    expect(nameless).toMatchObject({ fields: ['name'] })
    expect(nowhere).toMatchObject({ fields: ['interview'] })
    expect(sandbox.state.invitations).toEqual([])
  }))

test('a limit is waited out, and one invitation sent', () =>
  withSandbox({}, async (willo, sandbox) => {
    const { key: interview } = sandbox.addInterview()
    sandbox.throttle(2)

    await willo.invite({ interview, ...ADA })

    expect(sandbox.state.invitations).toHaveLength(1)
  }))

test('the key is checked', async () => {
  await withSandbox({}, async (willo) => expect(await willo.checkKey()).toBeUndefined())
  await withSandbox({}, async (willo) => expect(willo.checkKey()).rejects.toThrow(FatalError), {
    apiKey: () => 'other',
  })
})

test('webhooks are made, listed, changed, and lead to participants', async () => {
  await using receiver = await startReceiver()
  await withSandbox({}, async (willo, sandbox) => {
    const { key: interview } = sandbox.addInterview()
    const { key: hook } = await willo.createWebhook({
      url: `${receiver.url}?token=t1&event=new_response`,
      event: 'new_response',
      interviews: [interview],
    })
    await willo.updateWebhook(hook, { url: `${receiver.url}?token=t2&event=new_response`, event: 'new_response' })
    expect(await willo.webhooks()).toMatchObject([
      { key: hook, url: expect.stringContaining('token=t2'), event: 'new_response', followsAllInterviews: true },
    ])

    for (const shape of ['flat', 'nested', 'inAddress'] as const) {
      sandbox.webhooks.settings.shape = shape
      const { key } = await willo.invite({ interview, ...ADA })
      const before = receiver.received.length
      sandbox.complete(key)
      await expect.poll(() => receiver.received.length).toBe(before + 1)
      expect(readWilloHook(receiver.received.at(-1)?.body)).toEqual(expect.arrayContaining([key, interview]))
    }
  })
})

test('a list that points to another host is not followed', () =>
  withSandbox({ pageOrigin: 'https://evil.example' }, async (willo, sandbox) => {
    for (let at = 0; at < 40; at++) sandbox.addInterview()

    await expect(allPages(willo.interviews())).rejects.toThrow('another address')
  }))

function words(started: string | null, completed: string | null) {
  return { invited: null, opened: null, started, completed }
}
