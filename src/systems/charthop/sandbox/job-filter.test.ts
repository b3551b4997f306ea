import { expect, test } from 'vitest'
import { fixedClock } from '../../../sandbox/clock.ts'
import { startChartHopSandbox } from '../sandbox.ts'
import { callerOf } from './test-client.ts'

async function start(options: Parameters<typeof startChartHopSandbox>[0] = {}) {
  const sandbox = await startChartHopSandbox({ clock: fixedClock('2026-03-02T09:00:00Z'), ...options })
  return { sandbox, call: callerOf(sandbox), [Symbol.asyncDispose]: () => sandbox.close() }
}

test.each([
  ['', ['a', 'b', 'c', 'd']],
  ['is:open', ['a', 'b']],
  ['is:hire', ['a', 'b', 'd']],
  ['is:depart', ['d']],
  ['!is:open', ['c', 'd']],
  ['open:open', ['a', 'b']],
  ['open:filled', ['c', 'd']],
  ['is:open recruit:active', ['a']],
  ['is:open AND recruit:active,passive', ['a', 'b']],
  ['is:open && !recruit:active', ['b']],
  ['recruit!=active', ['b', 'c', 'd']],
  ['title:gin', ['a', 'c']],
  ['title="Engineer"', ['a']],
  ["title='engineer'", ['a']],
  ['department.name:platform', ['b']],
  ['employment:temporary', ['c']],
  ["createDate>='2026-02-01' size>2", ['b']],
])('the filter %j finds %j', async (q, expected) => {
  await using it = await start()
  const { sandbox } = it
  sandbox.addField({ code: 'size', label: 'Size', type: 'INTEGER' })
  const ids = {
    a: sandbox.addJob({ title: 'Engineer', recruit: 'active', custom: { size: 1 } }).id,
    b: sandbox.addJob({ title: 'Cook', recruit: 'passive', department: 'Platform', custom: { size: 10 } }).id,
    c: sandbox.addJob({ title: 'Gin maker', employment: 'TEMP', createDate: '2026-01-05', custom: { size: 3 } }).id,
    d: sandbox.addJob({ title: 'Baker', custom: { size: 1 } }).id,
  }
  sandbox.fillJob(ids.c, { last: 'Turing' })
  const { personId } = sandbox.fillJob(ids.d, { last: 'Hopper' })
  sandbox.departPerson(personId, '2026-04-01')

  const { body } = await it.call('GET', `/v2/org/{org}/job?fields=id&q=${encodeURIComponent(q)}`)

  const letters = Object.entries(ids).flatMap(([letter, id]) =>
    body.data.some((row: { id: string }) => row.id === id) ? [letter] : [],
  )
  expect(letters).toEqual(expected)
})

test('finds jobs by id, list of ids and holder', async () => {
  await using it = await start()
  const [a, b, c] = [it.sandbox.addJob().id, it.sandbox.addJob().id, it.sandbox.addJob().id]
  const { personId } = it.sandbox.fillJob(c, { last: 'Turing' })
  const found = async (query: string) =>
    (await it.call('GET', `/v2/org/{org}/job?fields=id&${query}`)).body.data.map((row: { id: string }) => row.id)

  expect(await found(`q=jobId:${b}`)).toEqual([b])
  expect(await found(`ids=${c},${a},588f7ee98f138b19220041a7`)).toEqual([a, c])
  expect(await found(`q=${encodeURIComponent(`open:filled AND personId="${personId}"`)}`)).toEqual([c])
})
