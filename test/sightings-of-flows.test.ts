import { describe, expect, test } from 'vitest'
import type { SandboxAnswer } from '../src/sandbox/exchange.ts'
import { keepSighting } from '../src/store/sightings.ts'
import { refusalOf } from '../src/sync/sighting.ts'
import type { EngineWorld } from './engine.ts'
import { ledgerOf } from './headcount.ts'
import { bringHire, hireRecord, persons } from './hiring.ts'
import { arrive, createInterviewWorld, invited, notes, participants } from './interviews.ts'
import { addCandidate, createReferenceWorld, press, requests, standing } from './references.ts'
import { createWorld } from './world.ts'

const lost = { times: 1, fault: { type: 'timeoutAfterApply' } } as const

async function sayApplied({ engine, sync }: Pick<EngineWorld<unknown>, 'engine' | 'sync'>, id: string, target: string) {
  const kept = await keepSighting(engine.db, id, { outcome: 'applied', target, by: 'ops', trigger: 'request' })
  expect(kept).toBeDefined()
  return sync()
}

describe('of a lost write a person says that it is there:', () => {
  test('a request, where Crosschq has no list, is ours and not sent again', async () => {
    await using world = await createReferenceWorld({ crosschq: { hasRequestList: false } })
    const { applicationId } = addCandidate(world)
    world.crosschq.server.faults.add({ method: 'POST', match: '/partners/reference-request/', ...lost })
    await press(world, applicationId)
    const [write] = await ledgerOf(world, 'requests', applicationId)
    const [request] = requests(world)

    const wrong = await sayApplied(world, write!.id, 'request-of-nobody')
    const end = await sayApplied(world, write!.id, request!.id)
    const again = await press(world, applicationId)

    expect([wrong.state, end.state, again.status]).toEqual(['partial', 'success', 200])
    expect(requests(world)).toHaveLength(1)
    expect(await standing(world, 'requests', applicationId)).toMatchObject({ state: 'synced' })
    expect((await ledgerOf(world, 'requests', applicationId))[0]).toMatchObject({ target: request!.id })
  })

  test('an invitation, which is not sent again; one of another interview is not believed', async () => {
    await using world = await createInterviewWorld({ clientSleep: async () => {} })
    const { applicationId } = await arrive(world)
    const { faults } = world.willo.server
    faults.add({ method: 'POST', ...lost })
    faults.add({
      ...{ method: 'GET', match: /\/participants\/$/ },
      fault: { type: 'answer', change: ({ status }) => ({ status, body: { count: 1, next: null, results: [{}] } }) },
    })
    await world.sync()
    const [write] = await ledgerOf(world, 'invitations', applicationId)
    const [made] = participants(world)

    const wrong = await sayApplied(world, write!.id, 'a1b2c3d4a1b2c3d4a1b2c3d4a1b2c3d4')
    const end = await sayApplied(world, write!.id, made!.key)

    expect(write).toMatchObject({ state: 'unknown' })
    expect([wrong.state, end.state]).toEqual(['partial', 'success'])
    expect(participants(world)).toHaveLength(1)
    expect((await ledgerOf(world, 'invitations', applicationId))[0]).toMatchObject({ target: made!.key })
  })

  test('a person, who is placed in the job of the write', async () => {
    await using world = await createWorld()
    const hire = await bringHire(world)
    const { faults } = world.charthop.server
    faults.add({ method: 'POST', match: /\/person$/, ...lost })
    faults.add({ method: 'GET', match: /\/person$/, fault: { type: 'answer', change: twice } })
    await world.sync()
    const [made] = persons(world)
    const [write] = await ledgerOf(world, 'hires', hire.applicationId)

    const end = await sayApplied(world, write!.id, made!.id)

    expect(end.state).toBe('success')
    expect(await hireRecord(world, hire)).toMatchObject({ state: 'synced' })
    expect(persons(world)).toHaveLength(1)
  })

  test('a note cannot be named, so nobody can have it written again by saying that it is there', async () => {
    await using world = await createInterviewWorld()
    const { participant } = await invited(world)
    world.willo.complete(participant)
    await world.sync()
    const [note] = await ledgerOf(world, 'responses', participant)
    const flow = world.connection.flows.find(({ name }) => name === 'responses')
    const { target: _, ...unclear } = { ...note!, state: 'unknown' as const }

    expect(refusalOf(flow, unclear, { outcome: 'applied', target: 'note-1' })?.code).toBe('cannot_be_named')
    expect(refusalOf(flow, unclear, { outcome: 'applied' })?.code).toBe('cannot_be_named')
    expect(refusalOf(flow, unclear, { outcome: 'absent' })).toBeUndefined()
    expect(notes(world)).toHaveLength(1)
  })
})

/** As if somebody had made everybody once more. */
function twice({ status, body }: SandboxAnswer): SandboxAnswer {
  const { data = [], ...rest } = body as { data?: readonly { readonly id: string }[] }
  const others = data.map((one) => ({ ...one, id: one.id.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }))
  return { status, body: { ...rest, data: [...data, ...others] } }
}
