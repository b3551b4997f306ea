import { expect, test } from 'vitest'
import { resolveTriggers, type TriggerJob } from './triggers.ts'

const stages = (...titles: readonly string[]) => titles.map((title) => ({ id: `${title}-id`, title, planId: 'p1' }))

const jobs: readonly TriggerJob[] = [
  { id: 'j1', title: 'Backend Engineer', isOpen: true, stages: stages('Screening', 'Reference Check') },
  { id: 'j2', title: 'Account Executive', isOpen: true, stages: stages('Role Play') },
  { id: 'j3', title: 'Sales Engineer', isOpen: true, stages: stages('Role Play') },
  { id: 'j4', title: 'Designer', isOpen: true, stages: [] },
  { id: 'j5', title: 'Designer', isOpen: true, stages: [] },
  { id: 'j6', title: 'Designer', isOpen: false, stages: [] },
  { id: 'j7', title: 'Analyst', isOpen: false, stages: stages('Screening') },
  { id: 'j8', title: 'Analyst', isOpen: true, stages: stages('Screening') },
  { id: 'j9', title: 'Writer', isOpen: false, stages: stages('Screening') },
  {
    id: 'j10',
    title: 'Editor',
    isOpen: true,
    stages: [
      { id: 's1', title: 'Offer', planId: 'p1' },
      { id: 's2', title: 'Offer', planId: 'p2' },
    ],
  },
]

const at = 'm.yaml:3:5'
const resolve = (job: string, stage: string) => resolveTriggers([{ job, stage, at }], jobs)

test.each([
  ['ids', 'j1', 'Screening-id', 'j1', 'Screening-id'],
  ['titles', 'Backend Engineer', 'Reference Check', 'j1', 'Reference Check-id'],
  ['titles in other case and with spaces', ' BACKEND engineer ', 'reference check ', 'j1', 'Reference Check-id'],
  ['a title and an id', 'Account Executive', 'Role Play-id', 'j2', 'Role Play-id'],
  ['the open job of a title used again', 'Analyst', 'Screening', 'j8', 'Screening-id'],
  ['the closed job by its id', 'j7', 'Screening', 'j7', 'Screening-id'],
  ['a title that only a closed job has', 'Writer', 'Screening', 'j9', 'Screening-id'],
  ['one of two stages by its id', 'Editor', 's2', 'j10', 's2'],
])('finds %s', (_, job, stage, jobId, stageId) => {
  expect(resolve(job, stage)).toEqual({ resolved: [{ job, stage, at, jobId, stageId }], problems: [] })
})

test.each([
  [
    'a misspelt job',
    'Backend Enginer',
    'Screening',
    'no job has the id or the title "Backend Enginer"; did you mean "Backend Engineer"?',
  ],
  [
    'an unknown job',
    'Astronaut',
    'Screening',
    'no job has the id or the title "Astronaut"; "hirewire jobs" lists them',
  ],
  [
    'a title of two open jobs',
    'designer',
    'Screening',
    '2 jobs have the title "designer"; write the id of one: j4, j5',
  ],
  [
    'a misspelt stage',
    'j1',
    'Refernce Check',
    'the job "Backend Engineer" has no stage "Refernce Check"; did you mean "Reference Check"?',
  ],
  [
    'an unknown stage',
    'j1',
    'Orbit',
    'the job "Backend Engineer" has no stage "Orbit"; its stages are Screening, Reference Check',
  ],
  ['any stage of a job without', 'j4', 'Orbit', 'the job "Designer" has no stage "Orbit"; it has none'],
  [
    "a stage of another job's plan",
    'Account Executive',
    'reference check',
    'the job "Account Executive" has no stage "reference check"; "Reference Check" is on the interview plan of "Backend Engineer"; its stages are Role Play',
  ],
  [
    'a stage id of the plan of several other jobs',
    'j1',
    'Role Play-id',
    'the job "Backend Engineer" has no stage "Role Play-id"; "Role Play" is on the interview plan of "Account Executive" and of 1 more; its stages are Screening, Reference Check',
  ],
  [
    'a stage title of two plans',
    'Editor',
    'Offer',
    '2 stages of the job "Editor" have the title "Offer"; write the id of one: s1 (interview plan p1), s2 (interview plan p2)',
  ],
])('names %s', (_, job, stage, message) => {
  expect(resolve(job, stage)).toEqual({ resolved: [], problems: [{ at, message }] })
})

test('keeps what else a trigger says, and the order', () => {
  const triggers = [
    { job: 'j1', stage: 'Screening', template: 'a', at: 'm.yaml:1:1' },
    { job: 'gone', stage: 'Screening', template: 'b', at: 'm.yaml:2:1' },
    { job: 'j2', stage: 'Role Play', template: 'c', at: 'm.yaml:3:1' },
  ]

  const { resolved, problems } = resolveTriggers(triggers, jobs)

  expect(resolved.map(({ template, jobId }) => [template, jobId])).toEqual([
    ['a', 'j1'],
    ['c', 'j2'],
  ])
  expect(problems.map((problem) => problem.at)).toEqual(['m.yaml:2:1'])
})
