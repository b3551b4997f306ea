import { expect, test } from 'vitest'
import type { SandboxAnswer, SandboxRequest } from '../../src/sandbox/exchange.ts'
import { startSandboxServer } from '../../src/sandbox/server.ts'
import { startAshbySandbox } from '../../src/systems/ashby/sandbox.ts'
import { createContract } from './contract.ts'
import { loadDocument } from './document.ts'
import { pressEverything } from './partner-tile.ts'

const contract = createContract('ashby', loadDocument('ashby'))

/** Of the calls that a partner answers it is Ashby that sends the requests: here its sandbox is judged as a client. */
test('asks a partner only what the document says', async () => {
  await using host = await startSandboxServer({ respond: partner() })
  await using sandbox = await startAshbySandbox()

  await pressEverything(sandbox, { baseUrl: host.url, key: 'partner-key' })

  expect(host.calls.flatMap(contract.request)).toEqual([])
  // What is answered here must be as documented, or what the sandbox made of it says nothing.
  expect(host.calls.flatMap(contract.answer)).toEqual([])
  expect(new Set(host.calls.map(contract.operationOf))).toEqual(
    new Set(['POST /assessment.list', 'POST /assessment.start', 'POST /assessment.cancel']),
  )
  expect([...sandbox.state.assessments.all()].map(({ status, cancelledReason }) => [status, cancelledReason])).toEqual([
    [expect.objectContaining({ value: 'Started' }), expect.objectContaining({ value: 'Withdrawn' })],
    [undefined, undefined],
  ])
})

const wrong: readonly (readonly [what: string, call: string, answer: SandboxAnswer, problem: string])[] = [
  ['a list without success', 'assessment.list', { status: 200, body: { results: [] } }, "required property 'success'"],
  ['a type without its name', 'assessment.list', success([{ assessment_type_id: id(1), title: 'x' }]), '(title)'],
  ['a start without an id', 'assessment.start', success({}), "required property 'assessment_id'"],
  [
    'an update without a moment',
    'assessment.start',
    started({ assessment_id: id(1) }),
    "required property 'timestamp'",
  ],
  ['a refusal without words', 'assessment.start', { status: 422, body: {} }, "required property 'message'"],
  ['more than the words', 'assessment.start', { status: 422, body: { message: 'x', success: false } }, '(success)'],
  ['an unknown status', 'assessment.cancel', { status: 500, body: {} }, 'status 500: not in the document'],
]

test.each(wrong)('judges %s, answered by a partner', (_what, call, { status, body: answerBody }, problem) => {
  const request = { method: 'POST', path: `/${call}`, query: '', headers: {}, requestBody: {} }
  const found = contract.answer({ ...request, status, answerBody })

  expect(found.map((violation) => violation.problem).join('\n')).toContain(problem)
})

/** Starts two, then says that the candidate is being assessed already, then what is wrong; cancels anything. */
function partner(): (request: SandboxRequest) => SandboxAnswer {
  const starts: SandboxAnswer[] = [
    success({ assessment_id: id(1), update_request: update(1, 'assessment_status', 'Started') }),
    success({ assessment_id: id(2) }),
    { status: 409, body: undefined },
    { status: 422, body: { message: 'The candidate has no e-mail address' } },
  ]
  return ({ path }) => {
    if (path === '/assessment.list') return success([{ assessment_type_id: id(9), name: 'Check', description: '' }])
    if (path === '/assessment.start') return starts.shift()!
    return success({ assessment_id: id(1), update_request: update(2, 'cancelled_reason', 'Withdrawn') })
  }
}

function started(update_request: object): SandboxAnswer {
  return success({ assessment_id: id(1), update_request })
}

function success(results: object): SandboxAnswer {
  return { status: 200, body: { success: true, results } }
}

function update(timestamp: number, member: string, value: string): object {
  return { assessment_id: id(1), timestamp, [member]: { identifier: member, label: member, type: 'string', value } }
}

function id(number: number): string {
  return `7b0a3c0e-5a55-4c5e-8b0b-0c1d7f3d2a1${number}`
}
