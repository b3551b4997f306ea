import { describe, expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startWithCall } from './testing.ts'

const ids = (answer: { body: { data: { id: string }[] } }) => answer.body.data.map(({ id }) => id)

describe('an opportunity', () => {
  test('names its posting only inside its application', async () => {
    await using it = await startWithCall()
    const posting = it.sandbox.addPosting({ owner: it.sandbox.userId, tags: ['sales'] })
    const { id, application } = it.sandbox.apply(posting.id, { email: 'ida@people.example' })

    const bare = (await it.call('GET', `/opportunities/${id}`)).body.data
    const { data } = (await it.call('GET', `/opportunities/${id}?expand=applications&expand=contact`)).body

    expect(bare.applications).toEqual([application?.id])
    expect(JSON.stringify(bare)).not.toContain(posting.id)
    expect(data.applications[0]).toMatchObject({ posting: posting.id, postingOwner: it.sandbox.userId, archived: null })
    expect(data.contact).toMatchObject({ id: bare.contact, emails: ['ida@people.example'] })
  })

  test('copies the tags of its posting when somebody applies', async () => {
    await using it = await startWithCall()
    const posting = it.sandbox.addPosting({ tags: ['sales'] })
    const { id } = it.sandbox.apply(posting.id, { tags: ['by hand'] })
    it.sandbox.editPosting(posting.id, { text: 'Renamed', tags: ['other'] })

    const { tags } = (await it.call('GET', `/opportunities/${id}`)).body.data

    expect(tags).toEqual(['by hand', 'Engineer', 'Product', 'Core', 'Oslo', 'Full-time', 'sales'])
  })

  test('without a posting is a lead', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()

    expect((await it.call('GET', `/opportunities/${id}?expand=applications`)).body.data).toMatchObject({
      ...{ stage: 'lead-new', applications: [], origin: 'sourced', archived: null },
    })
  })

  test('gives only what is included, unless something is expanded', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()

    expect(Object.keys((await it.call('GET', `/opportunities/${id}?include=stage`)).body.data)).toEqual(['id', 'stage'])
    expect((await it.call('GET', `/opportunities/${id}?include=stage&expand=stage`)).body.data).toMatchObject({
      ...{ stage: { id: 'lead-new', text: 'New lead' }, tags: [] },
    })
    expect((await it.call('GET', `/opportunities/${id}?expand=everything`)).status).toBe(400)
  })
})

describe('filters', () => {
  test('take milliseconds, and both ends are within', async () => {
    const clock = fixedClock(1_772_442_000_000)
    await using it = await startWithCall({ clock })
    const first = it.sandbox.addLead().id
    clock.advance(1000)
    const second = it.sandbox.addLead({ email: 'b@people.example' }).id

    expect(ids(await it.call('GET', '/opportunities?created_at_start=1772442001000'))).toEqual([second])
    expect(ids(await it.call('GET', '/opportunities?created_at_end=1772442000000'))).toEqual([first])
    expect((await it.call('GET', '/opportunities?created_at_start=2026-03-02')).status).toBe(400)
  })

  test.each([
    ['fromCreation', 2],
    ['afterChange', 1],
    ['never', 0],
  ] as const)('by change find what has such a time (%s)', async (updatedAt, found) => {
    await using it = await startWithCall({ updatedAt })
    it.sandbox.tag(it.sandbox.addLead().id, 'x')
    it.sandbox.addLead({ email: 'b@people.example' })

    expect(ids(await it.call('GET', '/opportunities?updated_at_start=0'))).toHaveLength(found)
  })

  test('repeated are any of their values, together all must hold', async () => {
    await using it = await startWithCall()
    const posting = it.sandbox.addPosting()
    const a = it.sandbox.apply(posting.id, { email: 'a@people.example' }).id
    const b = it.sandbox.addLead({ email: 'b@people.example' }).id
    const find = async (query: string) => ids(await it.call('GET', `/opportunities?${query}`)).sort()

    expect(await find('email=A@people.example&email=b@people.example')).toEqual([a, b].sort())
    expect(await find(`email=a@people.example&posting_id=${posting.id}&stage_id=applicant-new`)).toEqual([a])
    expect(await find(`email=b@people.example&posting_id=${posting.id}`)).toEqual([])
    it.sandbox.archive(b)
    expect(await find('archived=true')).toEqual([b])
    expect(await find('archived=false')).toEqual([a])
    expect(await find('')).toEqual([a, b].sort())
  })

  test('find what was deleted elsewhere', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()
    it.sandbox.deleteOpportunity(id, it.sandbox.userId)

    expect((await it.call('GET', `/opportunities/${id}`)).status).toBe(404)
    expect((await it.call('GET', '/opportunities/deleted')).body.data).toMatchObject([
      { id, deletedBy: it.sandbox.userId },
    ])
  })
})

describe('a new one', () => {
  test('stands beside what was known of the person', async () => {
    await using it = await startWithCall()
    const known = it.sandbox.addLead({ name: 'Ada Byron', email: 'ada@people.example' })
    const body = { name: 'A. B.', emails: ['Ada@people.example'], tags: ['new'], sources: ['Crosschq Recruit'] }

    const { status, body: answer } = await it.call('POST', `/opportunities?perform_as=${it.sandbox.userId}`, body)

    expect([status, answer.deduped]).toEqual([201, true])
    expect(answer.data).toMatchObject({ contact: known.contactId, name: 'Ada Byron', tags: ['new'], stage: 'lead-new' })
    expect(answer.data.id).not.toBe(known.id)
  })

  test.each([
    ['nobody to act for', '', {}],
    ['an unknown user to act for', 'perform_as=nobody', {}],
    ['two postings', 'perform_as=:user', { postings: ['a', 'b'] }],
    ['an unknown posting', 'perform_as=:user', { postings: ['a'] }],
    ['an unknown stage', 'perform_as=:user', { stage: 'none' }],
    ['an unknown origin', 'perform_as=:user', { origin: 'crosschq' }],
    ['a time to come', 'perform_as=:user', { createdAt: 9_999_999_999_999 }],
    ['an unknown person', 'perform_as=:user', { contact: 'c' }],
  ])('is refused with %s', async (_, query, body) => {
    await using it = await startWithCall()

    const path = `/opportunities?${query.replace(':user', it.sandbox.userId)}`

    expect((await it.call('POST', path, body)).status).toBe(400)
    expect(it.sandbox.state.opportunities.size).toBe(0)
  })

  test.each([
    ['refused', 400],
    ['taken', 201],
  ] as const)('for a deactivated user is %s', async (deactivatedActor, status) => {
    await using it = await startWithCall({ deactivatedActor })
    it.sandbox.deactivateUser(it.sandbox.userId)

    expect((await it.call('POST', `/opportunities?perform_as=${it.sandbox.userId}`, {})).status).toBe(status)
  })
})

describe('changes', () => {
  test('of links show on each opportunity of the person, of tags on one', async () => {
    await using it = await startWithCall()
    const [a, b] = [
      it.sandbox.addLead({ email: 'a@people.example' }),
      it.sandbox.addLead({ email: 'a@people.example' }),
    ]
    it.sandbox.addLink(a.id, 'https://people.example/a')

    await it.call('POST', `/opportunities/${a.id}/addLinks`, { links: ['https://crosschq.example/r'] })
    await it.call('POST', `/opportunities/${a.id}/addTags`, { tags: ['t'] })

    const { data } = (await it.call('GET', `/opportunities/${b.id}`)).body
    expect(data.links).toEqual(['https://people.example/a', 'https://crosschq.example/r'])
    expect(data.tags).toEqual([])
  })

  test.each([
    ['once', 200, 1],
    ['twice', 200, 2],
    ['refused', 400, 1],
  ] as const)('a link that is there: %s', async (linkTwice, status, count) => {
    await using it = await startWithCall({ linkTwice })
    const { id, contactId } = it.sandbox.addLead()
    it.sandbox.addLink(id, 'https://x.example')

    const answer = await it.call('POST', `/opportunities/${id}/addLinks`, { links: ['https://x.example'] })

    expect(answer.status).toBe(status)
    expect(it.sandbox.state.contacts.get(contactId)?.links).toHaveLength(count)
  })

  test('a link is removed by its address', async () => {
    await using it = await startWithCall()
    const { id, contactId } = it.sandbox.addLead()
    it.sandbox.addLink(id, 'https://x.example')
    it.sandbox.addLink(id, 'https://y.example')

    await it.call('POST', `/opportunities/${id}/removeLinks`, { links: ['https://x.example'] })

    expect(it.sandbox.state.contacts.get(contactId)?.links).toEqual(['https://y.example'])
  })

  test.each([
    ['addLinks', {}],
    ['addLinks', { links: [] }],
    ['addTags', { tags: 'x' }],
    ['archived', { reason: 'none' }],
    ['stage', { stage: 'none' }],
  ])('%s with %j is refused', async (step, body) => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()
    const method = step === 'archived' || step === 'stage' ? 'PUT' : 'POST'

    expect((await it.call(method, `/opportunities/${id}/${step}`, body)).status).toBe(400)
  })

  test('a hire is an archiving for a reason of that type, and keeps its stage', async () => {
    await using it = await startWithCall({ writeAnswer: 'empty', writeStatus: 201 })
    const { id } = it.sandbox.apply(it.sandbox.addPosting().id)
    const reason = [...it.sandbox.state.reasons.values()].find(({ type }) => type === 'hired')!.id

    const answer = await it.call('PUT', `/opportunities/${id}/archived`, { reason })

    expect([answer.status, answer.body]).toEqual([201, undefined])
    expect(it.sandbox.state.opportunities.get(id)).toMatchObject({ archived: { reason }, stage: 'applicant-new' })
    await it.call('PUT', `/opportunities/${id}/archived`, { reason: null })
    expect(it.sandbox.state.opportunities.get(id)?.archived).toBeNull()
  })

  test('a hire may need a requisition, and an old reason may be refused', async () => {
    await using it = await startWithCall({ requisitionRequired: true })
    const { id } = it.sandbox.addLead()
    const old = it.sandbox.addReason({ type: 'hired' })
    const put = async (body: object) => (await it.call('PUT', `/opportunities/${id}/archived`, body)).status

    expect(await put({ reason: old.id })).toBe(400)
    expect(await put({ reason: old.id, requisitionId: 'r' })).toBe(200)
    it.sandbox.deactivateReason(old.id)
    expect(await put({ reason: old.id, requisitionId: 'r' })).toBe(400)
  })

  test('an archived one may not be movable', async () => {
    await using it = await startWithCall()
    const { id } = it.sandbox.addLead()
    const put = async () => (await it.call('PUT', `/opportunities/${id}/stage`, { stage: 'offer' })).status
    it.sandbox.archive(id)

    expect(await put()).toBe(400)
    it.sandbox.unarchive(id)
    expect(await put()).toBe(200)
    expect(it.sandbox.state.opportunities.get(id)?.stageChanges).toHaveLength(2)
  })
})
