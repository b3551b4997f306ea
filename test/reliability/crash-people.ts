import { expect } from 'vitest'
import { described, type ReferenceWorld, requests } from '../references.ts'
import { type AnyWorld, isWrite, type Vendors } from './crash-scenario.ts'

type World = Pick<ReferenceWorld, 'crosschq' | 'sync'>

/** For the config: mail is set up, though nobody sends what is queued, since scenarios share an outbox. */
export const MAIL = {
  mail: { smtpUrl: 'smtp://127.0.0.1:1', from: 'hirewire@acme.example' },
  server: { publicUrl: 'http://127.0.0.1:1' },
}

export function addressOf(name: string): string {
  return `${name}@example.com`
}

/** All of them come to where references are asked for, and one run asks. */
export async function allAsked<Name extends string, Ids extends object>(
  world: World,
  names: readonly Name[],
  arrive: (name: Name) => Ids,
) {
  const arrivals = names.map((name) => [name, arrive(name)] as const)
  expect((await world.sync()).state).toBe('success')
  const requestId = (name: Name) => requests(world).find(({ candidate }) => candidate.email === addressOf(name))!.id
  const people = arrivals.map(([name, ids]) => [name, { ...ids, requestId: requestId(name) }])
  return Object.fromEntries(people) as Record<Name, Ids & { readonly requestId: string }>
}

/** How often each kind of write took effect since the beginning, as `PUT /v1/opportunities/{id}/archived`. */
export function appliedWrites(vendors: Vendors): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const call of Object.values(vendors).flatMap(({ calls }) => calls)) {
    if (call.applied && isWrite(call)) counts[described(call)] = (counts[described(call)] ?? 0) + 1
  }
  return counts
}

/** All that was ever queued by this connection. */
export async function queuedMail({ database, connection }: AnyWorld): Promise<readonly object[]> {
  const mine = database.knex('notifications').where({ connection: connection.id })
  return (await mine.select('kind', 'recipient').orderBy(['kind', 'recipient'])).map((row) => ({ ...row }))
}
