import { expect, test } from 'vitest'
import { fixedClock } from '../../sandbox/clock.ts'
import { basic, KEY, startWithCall } from './sandbox/testing.ts'
import { startAshbySandbox } from './sandbox.ts'

const JSON_TYPE = { 'content-type': 'application/json' }

test('answers 401 in plain text without a key', async () => {
  await using sandbox = await startAshbySandbox()

  const response = await fetch(`${sandbox.url}/apiKey.info`, { method: 'POST', headers: JSON_TYPE, body: '{}' })

  expect([response.status, await response.text()]).toEqual([401, 'Unauthorized'])
})

test.each([
  ['no colon after the key', `Basic ${Buffer.from(KEY).toString('base64')}`],
  ['a password', `Basic ${Buffer.from(`${KEY}:secret`).toString('base64')}`],
  ['a bearer token', `Bearer ${KEY}`],
])('refuses credentials with %s', async (_case, authorization) => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...JSON_TYPE, authorization }

  expect((await fetch(`${sandbox.url}/apiKey.info`, { method: 'POST', headers, body: '{}' })).status).toBe(401)
})

test('answers 403 in plain text to unknown keys', async () => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...JSON_TYPE, authorization: basic('other') }

  const response = await fetch(`${sandbox.url}/apiKey.info`, { method: 'POST', headers, body: '{}' })

  expect([response.status, await response.text()]).toEqual([403, 'Forbidden'])
})

test('names a missing permission with 403', async () => {
  await using sandbox = await startAshbySandbox({ apiKeys: [{ key: KEY, permissions: ['jobsRead'] }] })
  const headers = { ...JSON_TYPE, authorization: basic(KEY) }
  const post = (name: string) => fetch(`${sandbox.url}/${name}`, { method: 'POST', headers, body: '{}' })

  const allowed = await post('opening.list')
  const refused = await post('opening.create')
  sandbox.keys.deactivate(KEY)

  expect([allowed.status, refused.status, (await post('opening.list')).status]).toEqual([200, 403, 403])
  expect(await refused.json()).toMatchObject({ success: false, errorInfo: { code: 'missing_endpoint_permission' } })
})

test('lists the scopes of the key', async () => {
  await using sandbox = await startAshbySandbox({
    apiKeys: [{ key: KEY, permissions: ['apiKeysRead', 'hiringProcessMetadataWrite'] }],
  })
  const headers = { ...JSON_TYPE, authorization: basic(KEY) }

  const response = await fetch(`${sandbox.url}/apiKey.info`, { method: 'POST', headers, body: '{}' })

  expect(await response.json()).toMatchObject({
    success: true,
    results: { scopes: ['apiKeys:read', 'hiringProcessMetadata:write'] },
  })
})

test.each([
  ['no content type', { 'content-type': 'text/plain' }, '{}'],
  ['an empty body', JSON_TYPE, ''],
  ['a list as body', JSON_TYPE, '[]'],
  ['another version', { ...JSON_TYPE, 'ashby-version': '2020-01-01' }, '{}'],
])('refuses a request with %s', async (_case, more, body) => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...more, authorization: basic(KEY) }

  const response = await fetch(`${sandbox.url}/opening.list`, { method: 'POST', headers, body })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ success: false, errorInfo: { code: 'invalid_input' } })
})

test('turns away callers without a user agent', async () => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...JSON_TYPE, authorization: basic(KEY), 'user-agent': '' }

  const response = await fetch(`${sandbox.url}/opening.list`, { method: 'POST', headers, body: '{}' })

  expect([response.status, response.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
})

test('every answer carries request id and version', async () => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...JSON_TYPE, authorization: basic(KEY) }

  const response = await fetch(`${sandbox.url}/opening.info`, { method: 'POST', headers, body: '{"openingId":"none"}' })
  const answer = (await response.json()) as { errorInfo: { requestId: string } }

  expect(response.status).toBe(200)
  expect(response.headers.get('x-ashby-request-id')).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/)
  expect(answer.errorInfo.requestId).toBe(response.headers.get('x-ashby-request-id'))
  expect(response.headers.get('ashby-version-status')).toBe('active')
})

test('unknown endpoints and other methods are 404', async () => {
  await using sandbox = await startAshbySandbox()
  const headers = { ...JSON_TYPE, authorization: basic(KEY) }

  expect((await fetch(`${sandbox.url}/opening.destroy`, { method: 'POST', headers, body: '{}' })).status).toBe(404)
  expect((await fetch(`${sandbox.url}/opening.list`, { headers })).status).toBe(404)
})

test('seeds what a demo needs to hire', async () => {
  await using running = await startWithCall({ clock: fixedClock('2026-03-02T08:00:00Z') })
  const { sandbox, call } = running
  const department = sandbox.addDepartment({ name: 'Engineering' })
  sandbox.addDepartment({ name: 'Gone', isArchived: true })
  const location = sandbox.addLocation({ name: 'Lisbon' })
  sandbox.addLocation({ name: 'Europe', type: 'LocationHierarchy' })
  const job = sandbox.addJob({ title: 'Engineer', departmentId: department.id, locationId: location.id })
  sandbox.addJob({ title: 'Unpublished', status: 'Draft' })
  sandbox.addUser({ firstName: 'Gone', lastName: 'User', email: 'gone@example.com', isEnabled: false })
  sandbox.addCloseReason('Old reason', true)

  expect((await call('department.list')).results).toEqual([department])
  expect((await call('department.list', { includeArchived: true })).results).toHaveLength(2)
  expect((await call('location.list')).results).toEqual([location])
  expect((await call('location.list', { includeLocationHierarchy: true })).results).toHaveLength(2)
  expect((await call('job.list', { expand: ['location'] })).results).toEqual([{ ...job, location }])
  expect((await call('job.list', { status: ['Draft'] })).results).toMatchObject([{ title: 'Unpublished' }])
  expect((await call('user.list')).results).toMatchObject([{ firstName: 'Ada', updatedAt: '2026-03-02T08:00:00.000Z' }])
  expect((await call('closeReason.list')).results).toMatchObject([{ reasonText: 'No longer needed' }])
  const stages = await call('interviewStage.list', { interviewPlanId: job.defaultInterviewPlanId })
  expect(stages.results.map(({ type }: { type: string }) => type)).toEqual(
    sandbox.state.stages
      .all()
      .map(({ type }) => type)
      .toArray(),
  )
})

test('hiring roles come as names or objects', async () => {
  await using running = await startWithCall()

  expect((await running.call('hiringTeamRole.list')).results).toEqual(['Hiring Manager', 'Recruiter'])
  const roles = (await running.call('hiringTeamRole.list', { namesOnly: false })).results
  expect(roles[0]).toMatchObject({ title: 'Hiring Manager' })
})
