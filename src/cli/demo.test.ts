import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { hirewire, startHirewire } from '../../test/command.ts'

const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith('hirewire-demo-'))

test('demo --once makes openings and hires, and leaves nothing', async () => {
  const before = folders()

  const { code, stdout, stderr } = await hirewire('demo', '--once')

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/fields +done +14 read +12 created/)
  expect(stdout).toMatch(/openings +done +\d+ read +15 created, 7 updated/)
  expect(stdout).toMatch(/hires +done +\d+ read +3 created/)
  expect(stdout).toMatch(/look at:.*option_missing.*no_start_date/s)
  expect(folders()).toEqual(before)
}, 120_000)

test('demo tells its story and ends on a signal', async () => {
  const before = folders()

  const started = startHirewire('demo')
  const said = await started.said('Ctrl-C ends it')
  started.child.kill('SIGINT')
  const { code, stderr } = await started.ended

  expect(said).toMatch(/is in ChartHop after \d+ ms: job \S+ is START/)
  expect(said).toMatch(/on its opening in Ashby after \d+ ms/)
  expect(said).toMatch(/A second cycle over everything: \d+ records read in \d+ calls, 0 writes/)
  expect({ code, stderr: stderr.replace(/^A run of headcount is going on.*\n/, '') }).toEqual({ code: 0, stderr: '' })
  expect(folders()).toEqual(before)
}, 120_000)
