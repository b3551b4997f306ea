import { describe, expect, test } from 'vitest'
import { FatalError, RejectedRecordError, RetryableError, UnknownOutcomeError } from '../../lib/errors.ts'
import type { Ashby } from './client.ts'
import { failure, type Scripted, scriptedAshby, success } from './scripted-server.ts'

const ID = '5f3e1a52-6a8e-4a3b-9a54-0d2a5a1f7c11'
const HTML = { headers: { 'content-type': 'text/html' }, body: '<!DOCTYPE html><h1>Attention Required</h1>' }

const read = (ashby: Ashby) => ashby.opening(ID)
const repeatable = (ashby: Ashby) => ashby.setOpeningState(ID, 'Closed')
const once = (ashby: Ashby) =>
  ashby.createOpening({ identifier: 'E-1', openingState: 'Approved', isBackfill: false, employmentType: 'FullTime' })

async function outcome(answer: Scripted, call: (ashby: Ashby) => Promise<unknown>): Promise<unknown> {
  await using fake = await scriptedAshby(() => answer)
  return await call(fake.ashby).catch((error: unknown) => error)
}

const withStatus = (status: number, scripted: Scripted) => ({ ...(scripted as { body: unknown }), status })

describe('the key', () => {
  test('a 401 says which key to look at', async () => {
    const error = await outcome({ status: 401, body: 'Unauthorized' }, read)

    expect(error).toBeInstanceOf(FatalError)
    expect(error).toMatchObject({ message: expect.stringContaining('ashby.apiKey'), facts: { status: 401 } })
  })

  test.each<[string, (ashby: Ashby) => Promise<unknown>]>([
    ['jobsRead', read],
    ['jobsWrite', once],
    ['candidatesWrite', (ashby) => ashby.setValues(ID, [{ fieldId: 'f', fieldValue: 1 }])],
    ['candidatesRead', (ashby) => ashby.application(ID)],
    ['offersRead', (ashby) => ashby.offersOf(ID)],
    ['hiringProcessMetadataWrite', (ashby) => ashby.updateOptions(ID, [])],
    ['apiKeysWrite', (ashby) => ashby.createWebhook({ type: 'candidateHire', url: 'https://x', secret: 's' })],
  ])('a missing %s is named', async (permission, call) => {
    const error = await outcome(withStatus(403, failure('missing_endpoint_permission')), call)

    expect(error).toBeInstanceOf(FatalError)
    expect(error).toMatchObject({ facts: { permission, code: 'missing_endpoint_permission', status: 403 } })
    expect((error as Error).message).toContain(`lacks ${permission}`)
  })

  test('a missing permission may come with status 200', async () => {
    const error = await outcome({ body: { success: false, errors: ['missing_endpoint_permission'] } }, read)

    expect(error).toMatchObject({ name: 'FatalError', facts: { permission: 'jobsRead' } })
  })

  test('a permission named in words only is missing too', async () => {
    const error = await outcome({ status: 403, body: { success: false, errors: ['jobsRead is required'] } }, read)

    expect(error).toMatchObject({ name: 'FatalError', facts: { permission: 'jobsRead' } })
  })

  test('a bare 403 names no permission as missing', async () => {
    const error = await outcome({ status: 403, body: 'Forbidden' }, once)

    expect(error).toBeInstanceOf(FatalError)
    expect((error as FatalError).facts.permission).toBeUndefined()
    expect((error as FatalError).message).toContain('unknown, switched off, or lacks jobsWrite')
  })

  test('a web page with 403 does not blame the key', async () => {
    const error = await outcome({ status: 403, ...HTML }, once)

    expect(error).toBeInstanceOf(FatalError)
    expect((error as Error).message).toMatch(/edge refused.*look at baseUrl/)
    expect((error as Error).message).not.toContain('Attention')
  })
})

describe('refusals', () => {
  test.each([200, 400, 422])('a write refused with %d is rejected', async (status) => {
    const scripted = withStatus(status, failure('opening_state_invalid', { requestId: 'req-1' }))

    const error = await outcome(scripted, once)

    expect(error).toBeInstanceOf(RejectedRecordError)
    expect(error).toMatchObject({ facts: { code: 'opening_state_invalid', status, requestId: 'req-1' } })
  })

  test('the parameter is told, the words are not', async () => {
    const errors = [{ message: 'invalid_input', parameter: 'teamId' }, 'Ada Lovelace is no team']

    const error = await outcome({ body: { success: false, errors, errorInfo: null } }, once)

    expect(error).toMatchObject({ name: 'RejectedRecordError', facts: { code: 'invalid_input' } })
    expect((error as Error).message).toBe(
      'Ashby refused the request because of teamId (POST /opening.create, status 200, code invalid_input)',
    )
  })

  test('human words are neither code nor message', async () => {
    const error = await outcome({ body: { success: false, errors: ['Ada Lovelace may not'] } }, repeatable)

    expect(error).toBeInstanceOf(RejectedRecordError)
    expect((error as RejectedRecordError).facts.code).toBeUndefined()
    expect((error as Error).message).not.toContain('Ada')
  })

  test('a refusal without an envelope is one too', async () => {
    expect(await outcome({ status: 413, body: 'Payload Too Large' }, once)).toBeInstanceOf(RejectedRecordError)
  })

  test('a success with an error status is none', async () => {
    expect(await outcome(withStatus(400, success([])), repeatable)).toBeInstanceOf(RejectedRecordError)
  })

  test('a rate limit in the envelope may be tried later', async () => {
    expect(await outcome(failure('rate_limit_exceeded'), once)).toBeInstanceOf(RetryableError)
  })

  test('a 404 of something else is no absence', async () => {
    expect(await outcome({ status: 404, ...HTML }, read)).toBeInstanceOf(FatalError)
  })
})

describe('look-ups', () => {
  test.each<[string, Scripted]>([
    ['a code', failure('opening_not_found')],
    ['words', { body: { success: false, errors: ['Opening not found'] } }],
    ['status 404', withStatus(404, failure('resource_not_found'))],
  ])('not found by %s is nothing', async (_, answer) => {
    expect(await outcome(answer, read)).toBeUndefined()
  })

  test('an id that is none of theirs is nothing', async () => {
    expect(await outcome(failure('invalid_input'), (ashby) => ashby.opening('job-17'))).toBeUndefined()
    expect(await outcome(failure('webhook_not_found'), (ashby) => ashby.webhook(ID))).toBeUndefined()
  })

  test('other bad input with a right id is no absence', async () => {
    expect(await outcome(failure('invalid_input'), read)).toBeInstanceOf(RejectedRecordError)
  })

  test('an unreadable thing is rejected, not absent', async () => {
    const error = await outcome(success({ id: ID, openingState: 'Open' }), read)

    expect(error).toBeInstanceOf(RejectedRecordError)
    expect((error as Error).message).toContain('latestVersion: ')
  })
})

describe('unclear answers', () => {
  const half = { body: '{"success":true,"results":{"id"' }

  test.each<[string, Scripted]>([
    ['a web page with 200', HTML],
    ['half an answer', half],
    ['an empty answer', { body: '' }],
    ['an error of their own', failure('generic_internal_error')],
    ['another error of their own', failure('internal_server_error')],
    ['a success that cannot be read', success({ id: ID })],
    ['a success without the thing', success(null)],
  ])('%s leaves a creation unknown', async (_, answer) => {
    await using fake = await scriptedAshby(() => answer)

    await expect(once(fake.ashby)).rejects.toThrow(UnknownOutcomeError)
    expect(fake.asked).toHaveLength(1)
  })

  test.each<[string, Scripted]>([
    ['a web page with 200', HTML],
    ['half an answer', half],
    ['an error of their own', failure('generic_internal_error')],
  ])('%s lets a repeatable write come again', async (_, answer) => {
    expect(await outcome(answer, repeatable)).toBeInstanceOf(RetryableError)
    expect(await outcome(answer, read)).toBeInstanceOf(RetryableError)
  })

  const onceCalls: readonly [string, (ashby: Ashby) => Promise<unknown>][] = [
    ['opening.create', once],
    ['opening.addLocation', (ashby) => ashby.addLocation(ID, 'l1')],
    ['opening.removeLocation', (ashby) => ashby.removeLocation(ID, 'l1')],
    ['customField.create', (ashby) => ashby.createField({ title: 'Level', fieldType: 'String' })],
    ['webhook.create', (ashby) => ashby.createWebhook({ type: 'candidateHire', url: 'https://x', secret: 's' })],
  ]
  const lost: readonly [string, Scripted][] = [
    ['no answer', 'hang up'],
    ['a 408', { status: 408, body: '' }],
    ['a 500', { status: 500, body: 'oops' }],
    ['a 503 page', { status: 503, ...HTML }],
  ]

  test.each(onceCalls.flatMap(([name, call]) => lost.map(([what, answer]) => ({ name, call, what, answer }))))(
    '$what leaves $name unknown and unrepeated',
    async ({ call, answer }) => {
      await using fake = await scriptedAshby(() => answer)

      await expect(call(fake.ashby)).rejects.toThrow(UnknownOutcomeError)
      expect(fake.asked).toHaveLength(1)
    },
  )

  test('a broken connection repeats a state-setting write', async () => {
    const answers: Scripted[] = ['hang up', success([])]
    await using fake = await scriptedAshby((_, count) => answers[count - 1]!)

    await fake.ashby.setValues(ID, [{ fieldId: 'f', fieldValue: null }])

    expect(fake.asked).toHaveLength(2)
    expect(fake.asked[0]?.raw).toBe(fake.asked[1]?.raw)
  })
})
