import { expect, test } from 'vitest'
import { basic, KEY } from '../../src/systems/ashby/sandbox/testing.ts'
import type { AshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { callAshby } from './client-calls.ts'
import { createContract } from './contract.ts'
import { loadDocument } from './document.ts'

const contract = createContract('ashby', loadDocument('ashby'))
const headers = { authorization: basic(KEY), 'content-type': 'application/json', 'user-agent': 'strictness' }

/**
 * A sandbox that takes more than the vendor would hide our mistakes: each good request of the client is sent again with
 * one member wrong. Only Ashby's document says enough of its requests for this; ChartHop's bodies are free.
 */
test('refuses what its document refuses', async () => {
  const tally = { taken: new Set<string>(), refused: 0, wronglyTaken: [] as string[] }

  await callAshby(async (sandbox) => {
    for (const { path, body } of goodRequests(sandbox)) {
      if (await isTaken(sandbox, path, body)) tally.taken.add(path)
      for (const [name, wrong] of spoilt(body)) {
        if (!isRefusedByDocument(path, wrong)) continue
        if (await isTaken(sandbox, path, wrong)) tally.wronglyTaken.push(`${path} ${name}`)
        else tally.refused += 1
      }
    }
  })

  expect(tally.wronglyTaken).toEqual([])
  expect(tally.refused).toBeGreaterThan(500)
  // Without the fault nearly all are taken: it is the fault that is refused.
  expect(tally.taken.size).toBeGreaterThanOrEqual(20)
})

type Body = Readonly<Record<string, unknown>>

function goodRequests({ server }: AshbySandbox): readonly { readonly path: string; readonly body: Body }[] {
  const requests = server.calls.map(({ path, requestBody }) => ({ path, body: requestBody as Body }))
  return requests.filter(({ path, body }) => !isRefusedByDocument(path, body))
}

const faults: Readonly<Record<string, unknown>> = {
  ...{ missing: undefined, null: null, number: 5, text: '~~', object: { a: 1 }, list: [{}] },
}

function* spoilt(body: Body): Generator<readonly [name: string, wrong: Body]> {
  for (const member of Object.keys(body))
    for (const [fault, value] of Object.entries(faults))
      yield [`${member} ${fault}`, JSON.parse(JSON.stringify({ ...body, [member]: value }))]
}

function isRefusedByDocument(path: string, requestBody: Body): boolean {
  const exchange = { method: 'POST', path, query: '', headers, requestBody, status: 200, answerBody: undefined }
  return contract.request(exchange).length > 0
}

async function isTaken(sandbox: AshbySandbox, path: string, body: Body): Promise<boolean> {
  const answer = await fetch(sandbox.url + path, { method: 'POST', headers, body: JSON.stringify(body) })
  return ((await answer.json()) as { readonly success: boolean }).success
}
