import { expect, test } from 'vitest'
import { commandWorld } from '../../test/command.ts'

test('sync writes, counts and exits 0', async () => {
  await using world = await commandWorld()
  const { id } = world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })
  world.charthop.addJob({ title: 'Later', recruit: 'INACTIVE' })

  const { code, stdout, stderr } = await world.hirewire('sync', 'headcount')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^headcount: success in /)
  expect(stdout).toMatch(/openings +done +\d+ read +1 created +1 of 1 writes verified/)
  expect(stdout).toContain('openings: 1 in step; 1 skipped (1 not_active)')
  expect(stdout).toMatch(/calls: \d+ \(.*1 POST \/opening\.create/)
  expect([...world.ashby.state.openings.all()].map(({ latestVersion }) => latestVersion.identifier)).toEqual([
    `Data Engineer (${id})`,
  ])
})
