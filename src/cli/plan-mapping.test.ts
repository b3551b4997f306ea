import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type CommandWorld, commandWorld } from '../../test/command.ts'

function planned(world: CommandWorld, text: string, ...options: readonly string[]) {
  const path = join(world.folder, 'another.yaml')
  writeFileSync(path, text)
  return world.hirewire('plan', 'headcount', '--mapping', path, ...options)
}

test('plans with another mapping file, of which nothing is kept', async () => {
  await using world = await commandWorld()
  world.charthop.addField({ code: 'costCenter', label: 'Cost Center', type: 'STRING', entityType: 'JOB' })
  world.charthop.addJob({ title: 'Engineer', recruit: 'ACTIVE', custom: { costCenter: 'CC-1' } })
  await world.hirewire('sync', 'headcount')

  const { code, stdout } = await planned(
    world,
    'version: 1\nopenings: [{ from: costCenter, to: Cost Center }]\n',
    '--json',
  )
  const after = await world.hirewire('plan', 'headcount', '--json')

  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, flows: { openings: { planned: { update: 1 } } } })
  expect(JSON.parse(after.stdout)).toMatchObject({ flows: { openings: { due: 0, planned: { update: 0 } } } })
})

test('says what is wrong with another mapping file', async () => {
  await using world = await commandWorld()

  const wrong = await planned(world, 'version: 1\nopenings: [{ from: grade }]\n')
  const unknown = await planned(world, 'version: 1\nopenings: [{ from: grade, to: Grade }]\n')
  const record = await planned(world, 'version: 1\n', '--record', 'x')

  expect([wrong.code, unknown.code, record.code]).toEqual([1, 1, 1])
  expect(wrong.stderr).toMatch(/another\.yaml:2:12 .*is missing/)
  expect(unknown.stderr).toContain('ChartHop has no custom field "grade"')
  expect(record.stderr).toContain('leave out --record')
})
