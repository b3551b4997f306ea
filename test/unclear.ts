import { addActiveJob, ledgerOf, openingOf, openings } from './headcount.ts'
import { createWorld, type World } from './world.ts'

export interface UnclearOpening extends AsyncDisposable {
  readonly world: World
  readonly job: string
  /** The write's id. */
  readonly write: string
  /** What it made, and what somebody made by hand that looks the same. */
  readonly made: string
  readonly other: string
  /** Another job's opening. */
  readonly taken: string
}

/** The answer to a create was lost, Ashby was away for the look, and meanwhile somebody made an opening with the same identifier. */
export async function unclearOpening(): Promise<UnclearOpening> {
  const world = await createWorld()
  const neighbour = addActiveJob(world, { title: 'Neighbour' })
  await world.sync()
  const taken = (await openingOf(world, neighbour)).id
  const job = addActiveJob(world)
  const { faults } = world.ashby.server
  faults.add({ match: '/opening.create', times: 1, fault: { type: 'timeoutAfterApply' } })
  const away = faults.add({ match: '/opening.search', fault: { type: 'status', status: 503 } })
  await world.sync()
  away.remove()
  const made = openings(world).find(({ id }) => id !== taken)!
  const other = world.ashby.addHandMadeOpening({ identifier: made.latestVersion.identifier! })
  await world.sync()
  const [write] = await ledgerOf(world, 'openings', job)
  if (write?.state !== 'unknown') throw new Error(`the write is ${write?.state}`)
  return {
    world,
    job,
    write: write.id,
    made: made.id,
    other: other.id,
    taken,
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  }
}
