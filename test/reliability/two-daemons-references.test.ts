import { expect, test } from 'vitest'
import { addCandidate, requests, TRIGGERED } from '../references.ts'
import { checkAsked } from './crash-references.ts'
import { writesNothingMore } from './crash-tests.ts'
import { press, settled } from './fleet.ts'
import { openOffice } from './reference-office.ts'

test('starts told to two daemons at once, and arrivals beside them, are one request each', async () => {
  await using office = await openOffice({ mapping: TRIGGERED })
  const { references: world, applicationId: first } = office
  await using one = await office.daemon()
  await using other = await office.daemon()
  const added = Array.from({ length: 6 }, (_, n) =>
    addCandidate(world, { name: `Person ${n}`, email: `person${n}@example.com` }),
  )
  const [arriving, started] = [added.slice(0, 3), [first, ...added.slice(3).map(({ applicationId }) => applicationId)]]
  for (const { applicationId } of arriving) world.ashby.moveToStage(applicationId, 'Interview')
  // Of one of them, Ashby asks while the stage asks as well.
  world.ashby.moveToStage(first, 'Interview')

  const answers = await Promise.all([
    ...started.flatMap((application) => [one.press(application), other.press(application)]),
    ...[one, other, one, other].map(async ({ url }) => void (await press(url, world.connection.id))),
  ])
  await settled(world, () => requests(world).length >= 7)

  checkAsked(world, ['ada', ...added.map((_, n) => `person${n}`)])
  const statuses = answers.flatMap((answer) => answer?.status ?? [])
  expect(statuses.slice(2)).toEqual(statuses.slice(2).map(() => 200))
  // Whoever came first, the tile or the stage, has the request; the other one is told so.
  expect([200, 409]).toContain(statuses[0])
  for (const { child } of [one, other]) child.process.kill('SIGTERM')
  await Promise.all([one.child.ended, other.child.ended])
  expect((await world.sync()).state).toBe('success')
  await office.check()
  await writesNothingMore(office)
}, 300_000)
