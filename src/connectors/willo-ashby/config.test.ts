import { expect, test } from 'vitest'
import { parseYaml } from '../../lib/yaml-file.ts'
import { check } from '../../lib/zod-problems.ts'
import { WilloAshbyConfig } from './config.ts'

const SMALLEST = 'id: a\nconnector: willo-ashby\nmapping: m.yaml\nplan: growth\nwillo: {}\nashby: {}\n'

function read(text: string) {
  const file = parseYaml(text, 'f.yaml')
  return check(WilloAshbyConfig, file.value, file)
}

function problemsOf(text: string): string[] {
  return read(text).problems.map(({ at, message }) => `${at.line}:${at.column} ${message}`)
}

test('fills in the documented defaults', () => {
  expect(read(SMALLEST)).toEqual({
    problems: [],
    value: {
      ...{
        id: 'a',
        connector: 'willo-ashby',
        enabled: true,
        schedule: '*/30 * * * *',
        mapping: 'm.yaml',
        plan: 'growth',
      },
      willo: { baseUrl: 'https://api.willotalent.com/api/integrations/v2', apiKey: '' },
      ashby: { baseUrl: 'https://api.ashbyhq.com', apiKey: '' },
      invitations: { backfill: false },
      notes: { sendNotifications: false },
      limits: { maxUpdates: { percent: 25 }, maxCloses: { count: 0 } },
    },
  })
})

test.each([
  ['launch', '', '0 */3 * * *'],
  ['growth', '', '*/30 * * * *'],
  ['scale', '', '*/5 * * * *'],
  ['enterprise', '', '*/5 * * * *'],
  ['launch', 'intervalMinutes: 180\n', '0 */3 * * *'],
  ['launch', 'intervalMinutes: 150\n', '0 */2 * * *'],
  ['launch', 'intervalMinutes: 60\n', '0 */1 * * *'],
  ['launch', 'intervalMinutes: 59\n', '*/59 * * * *'],
  ['growth', 'intervalMinutes: 15\n', '*/15 * * * *'],
  ['enterprise', 'intervalMinutes: 1\n', '*/1 * * * *'],
  ['growth', 'schedule: "*/10 * * * *"\n', '*/10 * * * *'],
])('S77 the plan %s with "%s" runs at %s', (plan, extra, schedule) => {
  expect(read(SMALLEST.replace('growth', plan) + extra)).toMatchObject({ value: { schedule } })
})

test.each([
  ['plan: growth', 'plan: gold', '4:7 plan: expects your Willo plan: launch, growth, scale, enterprise'],
  ['plan: growth\n', '', '1:1 plan: expects your Willo plan: launch, growth, scale, enterprise'],
  [
    'ashby: {}',
    'ashby: {}\nintervalMinutes: 31',
    '7:18 intervalMinutes: the plan growth promises 30 minutes; write 30 or less',
  ],
  ['ashby: {}', 'ashby: {}\nintervalMinutes: 0', '7:18 intervalMinutes: '],
  ['ashby: {}', 'ashby: {}\nintervalMinutes: 2.5', '7:18 intervalMinutes: '],
  ['ashby: {}', 'ashby: {}\nschedule: "0 * * * *"', '7:11 schedule: leaves more than 30 minutes between two runs'],
  ['ashby: {}', 'ashby: {}\nschedule: "*/5 8-18 * * *"', '7:11 schedule: leaves more than 30 minutes between two runs'],
  ['ashby: {}', 'ashby: {}\nintervalMinutes: 5\nschedule: "*/10 * * * *"', '8:11 schedule: leaves more than 5 minutes'],
])('S78 with %s as %s it is refused', (from, to, problem) => {
  const problems = problemsOf(SMALLEST.replace(from, to))

  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(problem)
})
