import { expect, test } from 'vitest'
import type { LoggedCall, SandboxServer } from '../../src/sandbox/server.ts'
import { callAshby } from './client-calls.ts'
import { callCrosschq } from './client-calls-crosschq.ts'
import { callLever } from './client-calls-lever.ts'
import { callSmartRecruiters } from './client-calls-smartrecruiters.ts'
import { callWillo } from './client-calls-willo.ts'
import { createContract } from './contract.ts'
import { loadDocument } from './document.ts'

/**
 * A sandbox that takes more than the vendor would hide our mistakes: each good request of the client is sent again with
 * one member wrong. ChartHop is left out: its document says too little of its requests, the bodies are free.
 * `refused`: how many wrong ones there are at least. `taken`: calls that pass without the fault at least, so that it is
 * the fault that is refused.
 */
const sandboxes = [
  { system: 'ashby', callAll: callAshby, refused: 1000, taken: 32 },
  { system: 'willo', callAll: callWillo, refused: 150, taken: 3 },
  { system: 'crosschq', callAll: callCrosschq, refused: 250, taken: 2 },
  { system: 'lever', callAll: callLever, refused: 240, taken: 7 },
  { system: 'smartrecruiters', callAll: callSmartRecruiters, refused: 150, taken: 6 },
] as const

test.each(sandboxes)('$system refuses what its document refuses', async ({ system, callAll, ...least }) => {
  const contract = createContract(system, loadDocument(system))
  const isGood = (call: LoggedCall) => contract.request(call).length === 0
  const tally = { taken: new Set<string | undefined>(), refused: 0, wronglyTaken: [] as string[] }

  await callAll(async ({ server }) => {
    for (const call of server.calls.filter((call) => isObject(call.requestBody) && isGood(call))) {
      if (await isTaken(server, call)) tally.taken.add(contract.operationOf(call))
      for (const [fault, wrong] of spoilt(call)) {
        if (isGood(wrong)) continue
        if (await isTaken(server, wrong)) tally.wronglyTaken.push(`${contract.operationOf(call)} ${fault}`)
        else tally.refused += 1
      }
    }
  })

  expect([...new Set(tally.wronglyTaken)]).toEqual([])
  expect(tally.refused).toBeGreaterThan(least.refused)
  expect(tally.taken.size).toBeGreaterThanOrEqual(least.taken)
})

const faults: Readonly<Record<string, unknown>> = {
  ...{ missing: undefined, null: null, number: 5, text: '~~', object: { a: 1 }, list: [{}] },
}

function* spoilt(call: LoggedCall): Generator<readonly [fault: string, wrong: LoggedCall]> {
  const body = call.requestBody as object
  for (const member of Object.keys(body))
    for (const [fault, value] of Object.entries(faults)) {
      // What a change leaves out stays as it is, whatever an object must have.
      if (call.method === 'PATCH' && value === undefined) continue
      yield [`${member} ${fault}`, { ...call, requestBody: JSON.parse(JSON.stringify({ ...body, [member]: value })) }]
    }
}

async function isTaken({ url }: SandboxServer, { method, path, query, ...call }: LoggedCall): Promise<boolean> {
  const { authorization = '', 'x-smarttoken': key = '' } = call.headers
  const proof = key === '' ? { authorization } : { 'x-smarttoken': key }
  const headers = { ...proof, 'content-type': 'application/json', 'user-agent': 'strictness' }
  const answer = await fetch(`${url}${path}?${query}`, { method, headers, body: JSON.stringify(call.requestBody) })
  const text = await answer.text()
  const { success } = (text === '' ? {} : JSON.parse(text)) as { readonly success?: boolean }
  return answer.ok && success !== false
}

function isObject(body: unknown): boolean {
  return typeof body === 'object' && body !== null
}
