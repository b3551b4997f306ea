import { expect, test } from 'vitest'
import { type ChartHopHook, readChartHopHook } from './webhook.ts'

test.each<[string, unknown, ChartHopHook]>([
  [
    'camel case',
    { type: 'create', subtype: 'hire', entityType: 'change', entityId: 'c1', payload: { jobId: 'j1', personId: 'p1' } },
    { event: 'change.create.hire', changeId: 'c1', jobId: 'j1', personId: 'p1' },
  ],
  ['lower case', { type: 'UPDATE', entitytype: 'JOB', entityid: 'j1' }, { event: 'job.update', jobId: 'j1' }],
  [
    'snakes',
    { event_type: 'update', entity_type: 'person', entity_id: 'p1' },
    { event: 'person.update', personId: 'p1' },
  ],
  ['a whole code', { code: 'change.update.hire', jobId: 'j1' }, { event: 'change.update.hire', jobId: 'j1' }],
  ['a whole code as type', { type: 'job.update', jobid: 'j1' }, { event: 'job.update', jobId: 'j1' }],
  ['nothing of use', { hello: 'world' }, {}],
])('reads a hook in %s', (_, body, hook) => {
  expect(readChartHopHook(body)).toEqual(hook)
})

test.each([undefined, null, '', 'text', 7, [], [{ jobId: 'j1' }]])('survives the body %j', (body) => {
  expect(readChartHopHook(body)).toEqual({})
})

test.each(['../x', 'a b', 'a\nb', '', 'x'.repeat(65), 7, { $ne: 1 }])('takes no id like %j', (jobId) => {
  expect(readChartHopHook({ jobId, code: 'a\nb', type: `x ${jobId}` })).toEqual({})
})
