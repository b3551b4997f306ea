import { expect, test, vi } from 'vitest'
import { commandWorld, startHirewire, testToken } from '../../test/command.ts'

// Each call is a process of its own, and a machine may have much else to do.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

function urlOf(log: string): string {
  return /"url":"(http:[^"]+)"/.exec(log)![1]!
}

test('start serves, syncs by itself and stops on a signal', async () => {
  await using world = await commandWorld()
  world.charthop.addJob({ title: 'Data Engineer', recruit: 'ACTIVE' })

  const started = world.start('start')
  const url = urlOf(await started.said('"listening"'))
  await started.said('"run finished"')
  const answer = await fetch(`${url}/api/v1/connections`, { headers: { authorization: `Bearer ${testToken}` } })
  started.child.kill('SIGTERM')
  const { code, stdout, stderr } = await started.ended

  expect(answer.status).toBe(200)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).msg)
      .at(-1),
  ).toBe('stopped')
  expect([...world.ashby.state.openings.all()]).toHaveLength(1)
})

test('start warns loudly when nobody may use the API', async () => {
  await using world = await commandWorld()
  world.configure({ auth: { tokens: [] } })

  const started = world.start('start')
  const log = await started.said('"listening"')
  started.child.kill('SIGTERM')

  expect(log).toContain('no auth.tokens: nobody can use the API')
  expect((await started.ended).code).toBe(0)
})

test('start refuses a short token', async () => {
  await using world = await commandWorld()
  world.configure({ auth: { tokens: [{ name: 'ops', role: 'approve', token: 'short' }] } })

  const { code, stderr } = await world.hirewire('start')

  expect(code).toBe(1)
  expect(stderr).toContain('the token "ops" must have at least 32 characters')
})

test('sandbox prints what it accepts and ends on a signal', async () => {
  const started = startHirewire('sandbox', '--empty')
  const said = await started.said('Ctrl-C ends them')
  const { charthop, ashby } = JSON.parse(said.slice(0, said.lastIndexOf('}') + 1))
  const key = Buffer.from(`${ashby.apiKey}:`).toString('base64')
  const headers = { authorization: `Basic ${key}`, 'content-type': 'application/json' }
  const answers = [
    await fetch(`${charthop.baseUrl}/v2/org/${charthop.org}/job`, {
      headers: { authorization: `Bearer ${charthop.token}` },
    }),
    await fetch(`${ashby.baseUrl}/opening.list`, { method: 'POST', headers, body: '{}' }),
  ]
  started.child.kill('SIGINT')

  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect((await started.ended).code).toBe(0)
})
