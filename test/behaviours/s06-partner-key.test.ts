import { expect, test } from 'vitest'
import { addCandidate, createReferenceWorld, PARTNER_KEY, press, type ReferenceWorld, requests } from '../references.ts'

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

test.each([
  ['no key', undefined, 401],
  ['a wrong one', basic('wrong:'), 401],
  ['the key in the clear', PARTNER_KEY, 401],
  ['an empty one', basic(':'), 401],
  ['the key as user', basic(`${PARTNER_KEY}:`), 200],
  ['the key without a colon', basic(PARTNER_KEY), 200],
  ['the key as password', basic(`crosschq:${PARTNER_KEY}`), 200],
  ['the key as bearer', `Bearer ${PARTNER_KEY}`, 200],
])('S6 %s', async (_, authorization, status) => {
  await using world = await createReferenceWorld()

  const answer = await call(world, 'assessment.list', {}, authorization)

  expect(answer.status).toBe(status)
  if (status === 401) expect(await answer.text()).not.toContain('engineering')
})

test('S6 with a wrong key nothing is read or sent', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  const tile = world.ashby.partner({ baseUrl: `${world.url}/partner/references`, key: 'wrong' })

  const answer = await tile.startAssessment({ applicationId, assessmentTypeId: 'engineering' })

  expect(answer.status).toBe(401)
  expect([...requests(world), ...world.crosschq.server.calls]).toEqual([])
  expect(world.log()).not.toContain(PARTNER_KEY)
})

test('S6 a tile that sends the key as bearer works as well', async () => {
  await using world = await createReferenceWorld()
  const { applicationId } = addCandidate(world)
  const tile = world.ashby.partner({ baseUrl: `${world.url}/partner/references`, key: PARTNER_KEY, auth: 'bearer' })

  await tile.startAssessment({ applicationId, assessmentTypeId: 'engineering' })

  expect(requests(world)).toHaveLength(1)
})

test('S6 without partner.key nobody gets in', async () => {
  await using world = await createReferenceWorld({ config: { partner: { key: '' } } })
  const { applicationId } = addCandidate(world)

  expect((await press(world, applicationId)).status).toBe(401)
  expect((await call(world, 'assessment.list', {}, basic(':'))).status).toBe(401)
})

test.each([
  ['assessment.unknown', {}, 404],
  ['assessment.start', {}, 422],
  ['assessment.start', { assessment_type_id: 'engineering', candidate: null }, 422],
  ['assessment.cancel', {}, 404],
  ['assessment.cancel', { assessment_id: { toString: 'x' } }, 404],
  ['assessment.cancel', { assessment_id: '\0' }, 404],
  ['assessment.cancel', { assessment_id: '\ud800' }, 404],
  ['assessment.start', startOf('Ada\0'), 422],
  ['assessment.start', startOf('Ada\ud800'), 422],
])('S6 %s with a body that makes no sense is refused (%#)', async (name, body, status) => {
  await using world = await createReferenceWorld()

  const answer = await call(world, name, body, basic(`${PARTNER_KEY}:`))

  expect(answer.status).toBe(status)
  expect(requests(world)).toEqual([])
})

test.each(['assessment.customField.list', 'customFields.fetch'])('S6 %s has no fields', async (name) => {
  await using world = await createReferenceWorld()

  const answer = await call(world, name, {}, basic(`${PARTNER_KEY}:`))

  expect(await answer.json()).toEqual({ success: true, fields: [] })
})

function call({ url }: ReferenceWorld, name: string, body: unknown, authorization: string | undefined) {
  return fetch(`${url}/partner/references/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
    body: JSON.stringify(body),
  })
}

/** All that a start needs, from somebody with an odd name. */
function startOf(firstName: string) {
  return {
    assessment_type_id: 'engineering',
    candidate: { first_name: firstName, last_name: 'Lovelace', email: 'ada@example.com' },
    application: { ashby_id: 'application' },
    job: { ashby_id: 'job', name: 'Engineer', hiringTeam: [] },
  }
}
