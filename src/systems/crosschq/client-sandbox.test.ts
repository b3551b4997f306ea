import { describe, expect, test } from 'vitest'
import { FatalError } from '../../lib/errors.ts'
import { FieldRefusal } from '../../lib/field-refusal.ts'
import { allPages } from '../../lib/fixtures/scripted-http.ts'
import { startReceiver } from '../../sandbox/receiver.ts'
import { type Crosschq, type CrosschqOptions, createCrosschq } from './client.ts'
import { NEW_REQUEST } from './fixtures/scripted-crosschq.ts'
import { type CrosschqSandbox, type CrosschqSandboxOptions, startCrosschqSandbox } from './sandbox.ts'
import { readCrosschqHook, verifyCrosschqAuth } from './webhook.ts'

async function withSandbox<T>(
  options: CrosschqSandboxOptions,
  act: (crosschq: Crosschq, sandbox: CrosschqSandbox) => Promise<T>,
  client: Partial<CrosschqOptions> = {},
): Promise<T> {
  await using sandbox = await startCrosschqSandbox(options)
  const crosschq = createCrosschq({
    baseUrl: sandbox.url,
    token: () => sandbox.token,
    rate: { perSecond: 10_000, inFlight: 4 },
    sleep: async () => {},
    ...client,
  })
  try {
    return await act(crosschq, sandbox)
  } finally {
    crosschq.close()
  }
}

test('settings are read', () =>
  withSandbox({ minReferenceCount: 3 }, async (crosschq) => {
    const { relationships, minReferenceCount } = await crosschq.config()
    const surveys = await crosschq.surveys()

    expect(minReferenceCount).toBe(3)
    expect(relationships.map(({ id }) => id)).toEqual(['managers', 'employees', 'peers', 'business', 'social'])
    expect(surveys.map(({ codename }) => codename)).toContain('software-engineer')
    expect(surveys[0]?.relationships.length).toBeGreaterThan(0)
  }))

test.each([200, 201] as const)('a request goes from invitation to report (created: %d)', (createdStatus) =>
  withSandbox({ createdStatus }, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    expect(await crosschq.request(id)).toMatchObject({ id, status: 'pending', progress: 0, notices: [] })

    sandbox.selfReference(id)
    sandbox.answerReference(id)
    expect(await crosschq.request(id)).toMatchObject({ status: 'in_progress' })

    sandbox.complete(id, { score: 4.25 })
    const request = await crosschq.request(id)
    expect(request).toMatchObject({ status: 'completed', progress: 100, score: 4.25, notices: [] })
    expect(request?.reportUrl).toMatch(/^http/)
    expect(request?.statusUpdatedAt).toMatch(/Z$/)
    const download = await crosschq.download(request?.fullPdf ?? '')
    expect(download).toMatchObject({ type: 'file', contentType: 'application/pdf' })
    expect(sandbox.state.invitations.filter(({ type }) => type === 'candidate')).toHaveLength(1)
  }),
)

test('a request without a score or a file has neither', () =>
  withSandbox({ hasScore: false }, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    sandbox.complete(id, { withPdf: false })

    const request = await crosschq.request(id)

    expect(request).toMatchObject({ status: 'completed', notices: [] })
    expect(request?.score).toBeUndefined()
    expect(request?.fullPdf).toBeUndefined()
  }))

test.each(['excellent', 87])('a score of %j is told, not shown', (score) =>
  withSandbox({}, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    sandbox.complete(id, { score })

    expect(await crosschq.request(id)).toMatchObject({
      status: 'completed',
      notices: [expect.stringContaining('score')],
    })
  }),
)

test('other words for the states mean the same', () =>
  withSandbox(
    {
      statusWords: {
        ...{ pending: 'Requested', inProgress: 'Self reference in', pastDue: 'Past Due' },
        ...{ completed: 'Concluded', cancelled: 'Canceled' },
      },
    },
    async (crosschq, sandbox) => {
      const { id } = await crosschq.createRequest(NEW_REQUEST)
      expect(await crosschq.request(id)).toMatchObject({ status: 'pending', statusText: 'Requested' })
      sandbox.selfReference(id)
      expect(await crosschq.request(id)).toMatchObject({ status: 'in_progress' })
      sandbox.pastDue(id)
      expect(await crosschq.request(id)).toMatchObject({ status: 'past_due' })
      sandbox.cancelInCrosschq(id)
      expect(await crosschq.request(id)).toMatchObject({ status: 'cancelled' })
    },
  ))

test.each([
  ['object', { ...NEW_REQUEST, requestor: 'stranger@acme.example' }, ['requestor']],
  ['object', { ...NEW_REQUEST, survey: 'gone' }, ['jobrole']],
  ['object', { ...NEW_REQUEST, references: { managers: 1 } }, ['config_params']],
] as const)('a refusal as %s names its field (%#)', (errorsAs, input, fields) =>
  withSandbox({ errorsAs }, async (crosschq, sandbox) => {
    const error = await crosschq.createRequest(input).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect(error).toMatchObject({ fields })
    expect(sandbox.state.requests.size).toBe(0)
  }),
)

test('a refusal as a list is a refusal too', () =>
  withSandbox({ errorsAs: 'list' }, async (crosschq) => {
    const error = await crosschq.createRequest({ ...NEW_REQUEST, survey: 'gone' }).catch((error: unknown) => error)

    expect(error).toBeInstanceOf(FieldRefusal)
    expect((error as FieldRefusal).wording()).not.toBe('')
  }))

describe('calls that nobody promises', () => {
  test('work where they are there', () =>
    withSandbox({}, async (crosschq, sandbox) => {
      const { id } = await crosschq.createRequest(NEW_REQUEST)
      sandbox.addProspect()

      expect(await crosschq.setHiringStatus(id, 'rejected')).not.toBe('unsupported')
      expect(await crosschq.request(id)).toMatchObject({ hiringStatus: 'rejected' })
      expect(await crosschq.cancel(id, 'archived')).not.toBe('unsupported')
      expect(await crosschq.cancel(id, 'archived')).not.toBe('unsupported')
      expect(await crosschq.request(id)).toMatchObject({ status: 'cancelled' })
      const requests = await crosschq.requestsSince('2020-01-01T00:00:00Z')
      const prospects = await crosschq.prospects()
      if (requests === 'unsupported' || prospects === 'unsupported') throw new Error('unsupported')
      expect((await allPages(requests)).rows.map((row) => row.id)).toEqual([id])
      expect((await allPages(prospects)).rows).toMatchObject([{ firstName: 'Paula' }])
    }))

  test('are unsupported where they are not', () =>
    withSandbox(
      { hasRequestList: false, hasCancel: false, hasHiringStatus: false, hasProspects: false },
      async (crosschq, sandbox) => {
        const { id } = await crosschq.createRequest(NEW_REQUEST)

        expect(await crosschq.cancel(id, 'r')).toBe('unsupported')
        expect(await crosschq.setHiringStatus(id, 'hired')).toBe('unsupported')
        expect(await crosschq.requestsSince()).toBe('unsupported')
        expect(await crosschq.prospects()).toBe('unsupported')
        expect(sandbox.state.requests.get(id)).toMatchObject({ state: 'pending', hiringStatus: 'pending' })
      },
    ))

  test('a long list comes whole', () =>
    withSandbox({}, async (crosschq) => {
      const made: string[] = []
      for (let count = 0; count < 120; count++) made.push((await crosschq.createRequest(NEW_REQUEST)).id)

      const listed = await crosschq.requestsSince()

      if (listed === 'unsupported') throw new Error('unsupported')
      expect((await allPages(listed)).rows.map(({ id }) => id).sort()).toEqual(made.sort())
    }))
})

test.each([
  [{ reportFault: 'notFound' }, 'expired'],
  [{ reportFault: 'notPdf' }, 'notPdf'],
  [{ reportFault: 'huge' }, 'tooLarge'],
  [{ reportFault: 'redirect' }, 'refusedAddress'],
  [{ reportOrigin: 'https://10.0.0.8' }, 'refusedAddress'],
  [{ reportOrigin: 'http://169.254.169.254' }, 'refusedAddress'],
  [{ reportLinkMs: -1 }, 'expired'],
] as const)('a report with %j is %s', (options, refusal) =>
  withSandbox(options, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    sandbox.complete(id)
    const request = await crosschq.request(id)

    expect(await crosschq.download(request?.fullPdf ?? '')).toMatchObject({ type: 'refused', refusal })
  }),
)

test('a report may be the file itself', () =>
  withSandbox({ pdfAs: 'base64' }, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    sandbox.complete(id)
    const request = await crosschq.request(id)

    expect(await crosschq.download(request?.fullPdf ?? '')).toMatchObject({ type: 'file' })
  }))

test('a wrong or switched off key is told', async () => {
  await withSandbox(
    {},
    async (crosschq) => {
      await expect(crosschq.config()).rejects.toThrow(FatalError)
    },
    { token: () => 'other' },
  )
  await withSandbox({ isPartnerApiOn: false }, async (crosschq) => {
    await expect(crosschq.config()).rejects.toThrow(FatalError)
  })
})

test.each([
  ['bare', { type: 'token', token: 'hook-secret', form: 'bare' }],
  ['Token', { type: 'token', token: 'hook-secret', form: 'Token' }],
  ['Bearer', { type: 'token', token: 'hook-secret', form: 'Bearer' }],
  ['Basic', { type: 'basic', token: 'hook-secret' }],
] as const)('a %s webhook leads to its request', async (_, auth) => {
  await using receiver = await startReceiver()
  await withSandbox({ webhooks: { url: receiver.url, auth } }, async (crosschq, sandbox) => {
    const { id } = await crosschq.createRequest(NEW_REQUEST)
    sandbox.complete(id)

    await expect.poll(() => receiver.received.length).toBeGreaterThan(0)
    const [hook] = receiver.received
    const { authorization } = hook?.headers ?? {}
    expect(verifyCrosschqAuth(authorization, { auth: auth.type, secret: 'hook-secret' })).toBe(true)
    expect(verifyCrosschqAuth(authorization, { auth: auth.type, secret: 'other' })).toBe(false)
    expect(readCrosschqHook(hook?.body)).toEqual({ requestId: id })
  })
})
