import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandWorld } from '../../test/command.ts'
import { startWilloSandbox } from '../systems/willo/sandbox.ts'
import { renderJobs } from './jobs.ts'

const job = { id: 'job-1', title: 'Engineer', status: 'Open', stages: [], triggers: [] }

test('a job shows its stages and triggers', () => {
  const stages = [
    { id: 'stage-1', title: 'Interview' },
    { id: 'stage-22', title: 'Reference Check' },
  ]

  const text = renderJobs([{ ...job, stages, triggers: ['Reference Check: template engineering'] }])

  expect(text).toBe(
    [
      'Engineer (Open, job-1)',
      '  Interview        stage-1',
      '  Reference Check  stage-22',
      '  -> Reference Check: template engineering',
    ].join('\n'),
  )
})

test('a job without stages is one line', () => {
  expect(renderJobs([job, { ...job, id: 'job-2' }])).toBe('Engineer (Open, job-1)\nEngineer (Open, job-2)')
})

test('jobs lists what Ashby has now and what the mapping does there', async () => {
  await using world = await commandWorld()
  await using willo = await startWilloSandbox()
  const { key } = willo.addInterview({ title: 'Meet the cooks' })
  const { id } = world.ashby.addJob({ title: 'Cook' })
  const mapping = join(world.folder, 'interviews.yaml')
  writeFileSync(
    mapping,
    `version: 1\ninterviews: [{ interview: ${key}, triggers: [{ job: Cook, stage: Interview }] }]\n`,
  )
  const interviews = {
    ...{ id: 'interviews', connector: 'willo-ashby', plan: 'scale', mapping },
    willo: { baseUrl: willo.url, apiKey: willo.key },
    ashby: { baseUrl: world.ashby.url, apiKey: 'ashby-sandbox-key' },
  }
  world.configure({ connections: [interviews] })

  const jobs = await world.hirewire('jobs', 'interviews')
  const json = await world.hirewire('jobs', 'interviews', '--json')
  const fields = await world.hirewire('fields', 'interviews')

  expect(jobs.code).toBe(0)
  expect(jobs.stdout).toMatch(
    new RegExp(`Cook \\(Open, ${id}\\)\\n.* {2}Interview +\\S+\\n.*-> Interview .*Meet the cooks`, 's'),
  )
  expect(JSON.parse(json.stdout)).toMatchObject([{ id, title: 'Cook', status: 'Open' }])
  expect(fields.stdout).toContain('willo-ashby maps no fields')
  expect(fields.stdout).toContain(`npx hirewire jobs interviews --config ${world.config}`)
})

test('a connector without triggers lists no jobs', async () => {
  await using world = await commandWorld()

  const jobs = await world.hirewire('jobs', 'headcount')

  expect(jobs).toMatchObject({ code: 1, stderr: 'charthop-ashby has no triggers, so it lists no jobs.\n' })
})
