import { expect, test } from 'vitest'
import { parseWilloMapping } from '../../mapping/willo-load.ts'
import { type Places, placeTriggers, triggerNames, triggersAt } from './triggers.ts'

const cooks = 'c'.repeat(32)
const waiters = 'a'.repeat(32)

const places: Places = {
  jobs: [
    { id: 'j1', title: 'Cook', status: 'Open', planIds: ['p1', 'p2'] },
    { id: 'j2', title: 'Waiter', status: 'Open', planIds: ['p3'] },
    { id: 'j3', title: 'Cook', status: 'Archived', planIds: ['p3'] },
  ],
  plans: [
    { id: 'p1', title: 'Kitchen', isArchived: false, stages: [{ id: 's1', title: 'Video' }] },
    { id: 'p2', title: 'Chefs', isArchived: false, stages: [{ id: 's2', title: 'Tasting' }] },
    { id: 'p3', title: 'Hall', isArchived: false, stages: [{ id: 's3', title: 'Talk' }] },
  ],
  interviews: [
    { id: cooks, title: 'Cooks' },
    { id: waiters, title: 'Waiters' },
  ],
}

function place(...interviews: readonly string[]) {
  return placeTriggers(mapping(...interviews), places)
}

function mapping(...interviews: readonly string[]) {
  return parseWilloMapping(['version: 1', 'interviews:', ...interviews, ''].join('\n'), 'm.yaml')
}

const entry = (interview: string, ...triggers: readonly string[]) =>
  `  - { interview: ${interview}, triggers: [${triggers.map((trigger) => `{ ${trigger} }`).join(', ')}] }`

test('titles and ids become the places they mean', () => {
  const { triggers, problems } = place(entry(cooks, 'job: cook, stage: video', 'job: j1, stage: s2'))

  expect(problems).toEqual([])
  expect(triggers).toEqual([
    { name: `${cooks}|cook|video`, interview: cooks, jobId: 'j1', stageId: 's1' },
    { name: `${cooks}|j1|s2`, interview: cooks, jobId: 'j1', stageId: 's2' },
  ])
})

test('two interviews may wait at one place', () => {
  const { triggers } = place(entry(cooks, 'job: Cook, stage: Video'), entry(waiters, 'job: j1, stage: Video'))

  expect(triggersAt(triggers, { jobId: 'j1', stageId: 's1' }).map(({ interview }) => interview)).toEqual([
    cooks,
    waiters,
  ])
})

test('names are those of the mapping, found or not', () => {
  expect(triggerNames(mapping(entry(cooks, 'job: Nobody, stage: Nowhere')))).toEqual([`${cooks}|Nobody|Nowhere`])
})

test.each([
  ['an unknown job', entry(cooks, 'job: Cok, stage: Video'), /m\.yaml:3:\d+ no job .*"Cok".*Cook/],
  ['an unknown stage', entry(cooks, 'job: Cook, stage: Vidoe'), /m\.yaml:3:\d+ .*no stage "Vidoe".*Video/],
  [
    'a stage of another plan',
    entry(waiters, 'job: Waiter, stage: Video'),
    /no stage "Video".*interview plan of "Cook"/,
  ],
  [
    'an unknown interview',
    entry('f'.repeat(32), 'job: Cook, stage: Video'),
    /m\.yaml:3:\d+ Willo has no interview .*f{32}/,
  ],
])('%s is told, and the others go on', (_, wrong, problem) => {
  const right = entry(waiters, 'job: Waiter, stage: Talk')
  const { triggers, problems } = place(wrong, ...(wrong.includes(waiters) ? [] : [right]))

  expect(problems.map(({ at, message }) => `${at} ${message}`)).toEqual([expect.stringMatching(problem)])
  expect(triggers.map(({ stageId }) => stageId)).toEqual(wrong.includes(waiters) ? [] : ['s3'])
})

test('a job without its plan yet has no stages', () => {
  const { problems } = placeTriggers(mapping(entry(cooks, 'job: Cook, stage: Video')), { ...places, plans: [] })

  expect(problems).toHaveLength(1)
})
