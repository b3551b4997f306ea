import { expect, test } from 'vitest'
import type { VendorPages } from '../src/connectors/flow.ts'
import { loadSources, openMirror } from '../src/sync/mirror.ts'
import { jobPage } from '../src/systems/charthop/pages.ts'
import { opportunityPage } from '../src/systems/lever/pages.ts'
import type { EngineWorld } from './engine.ts'
import { bringHire } from './hiring.ts'
import { createInterviewWorld, invited, participants } from './interviews.ts'
import { completed, createPromptWorld } from './prompting.ts'
import { createWorld } from './world.ts'

async function pagesOf({ engine, connection }: EngineWorld<unknown>, flowName: string): Promise<VendorPages[]> {
  const flow = connection.flows.find(({ name }) => name === flowName)!
  const ids = await engine.db('records').where({ connection: connection.id, flow: flowName }).pluck('id')
  const sources = await loadSources(engine.db, connection.id, flow, ids)
  return Promise.all(
    sources.map(async (source) => (await flow.pages?.(source, openMirror(engine.db, connection.id))) ?? {}),
  )
}

const plain = (url: string) => ({ url, isShared: false })
const inAshby = ({ candidateId, applicationId }: { readonly candidateId: string; readonly applicationId: string }) =>
  plain(
    `https://app.ashbyhq.com/candidate-searches/new/right-side/candidates/${candidateId}/applications/${applicationId}/feed`,
  )

test('a hire is an application in Ashby, and a job on the org chart in ChartHop', async () => {
  await using world = await createWorld()
  const hire = await bringHire(world)
  await world.sync()

  expect(await pagesOf(world, 'hires')).toEqual([
    {
      source: inAshby(hire),
      target: plain(`https://app.charthop.com/${world.charthop.org.slug}/org?job=${hire.jobId}`),
    },
  ])
})

test('a request is an opportunity in Lever, and its report in Crosschq is for who sees values', async () => {
  await using world = await createPromptWorld()
  const { applicationId } = await completed(world)

  const opportunity = plain(`https://hire.lever.co/candidates/${applicationId}`)
  const report = { url: expect.stringMatching(/^https?:/), isShared: true }
  expect(await pagesOf(world, 'requests')).toEqual([{ source: opportunity, target: report }])
  expect(await pagesOf(world, 'results')).toEqual([{ source: report, target: opportunity }])
  expect(await pagesOf(world, 'prompts')).toEqual([{ source: report, target: opportunity }])
})

test('an invitation is an application in Ashby, and a response is one in Willo that is for who sees values', async () => {
  await using world = await createInterviewWorld()
  const added = await invited(world)
  world.willo.complete(participants(world)[0]!.key)
  await world.sync()

  const response = { url: expect.stringMatching(/^https?:/), isShared: true }
  expect(await pagesOf(world, 'invitations')).toEqual([{ source: inAshby(added), target: response }])
  expect(await pagesOf(world, 'responses')).toEqual([{ source: response, target: inAshby(added) }])
})

test('no page is made up where its address cannot be known', async () => {
  expect(jobPage('5f1e2d3c4b5a69788796a5b4', 'job')).toBeUndefined()
  expect(opportunityPage('https://api.sandbox.lever.co/v1', 'a b')).toBe(
    'https://hire.sandbox.lever.co/candidates/a%20b',
  )
})
