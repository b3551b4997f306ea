import { beforeAll, describe, expect, test } from 'vitest'
import type { LoggedCall } from '../../src/sandbox/server.ts'
import { TOLD } from '../../src/systems/smartrecruiters/sandbox/events.ts'
import { type Contract, createContract, type Violation } from './contract.ts'
import { loadDocument, type OpenApi, type System, systems } from './document.ts'
import type { Exception } from './exception.ts'
import { exceptions } from './exceptions.ts'
import type { Hook } from './hook.ts'
import { implemented } from './implemented.ts'
import { type Recorded, record, violationsOf } from './recorded.ts'

/** What each system was seen to do at least; a recording that stopped half-way must not pass for a clean one. */
const least = {
  ashby: { sent: 38, implemented: 50 },
  charthop: { sent: 15, implemented: 30 },
  willo: { sent: 8, implemented: 11 },
  crosschq: { sent: 9, implemented: 10 },
  lever: { sent: 22, implemented: 34 },
  smartrecruiters: { sent: 29, implemented: 40 },
} as const
const toldKinds = {
  ashby: ['applicationSubmit', 'applicationUpdate', 'candidateHire', 'candidateMerge', 'candidateStageChange'].concat([
    'offerCreate',
    'offerDelete',
    'offerUpdate',
    'openingCreate',
    'ping',
    'pushToHRIS',
  ]),
  charthop: ['CHANGE', 'FIELD', 'GROUP', 'JOB', 'PERSON'],
  willo: ['new_comment', 'new_response', 'new_score', 'stage_change'],
  crosschq: ['cancelled', 'completed', 'in_progress', 'past_due'],
  lever: ['applicationCreated', 'candidateArchiveChange', 'candidateDeleted', 'candidateHired'].concat([
    'candidateStageChange',
    'contactCreated',
    'contactUpdated',
  ]),
  smartrecruiters: TOLD.toSorted(),
} as const

let recorded: Readonly<Record<System, Recorded>>

beforeAll(async () => {
  recorded = await record()
}, 180_000)

describe.each(systems)('%s', (system) => {
  const document = loadDocument(system)
  const known = exceptions.filter((exception) => exception.system === system)
  const contract = createContract(system, corrected(document, known))

  test('is sent only what its document takes', () => {
    expect(summary(recorded[system].sent.flatMap(contract.request))).toEqual([])
  })

  test('answers only what its document says', () => {
    expect(summary(recorded[system].answered.flatMap(contract.answer))).toEqual([])
  })

  test('tells only in the documented form', () => {
    expect(
      summary(recorded[system].hooks.flatMap(({ body, query, name }) => contract.webhook(body, query, name))),
    ).toEqual([])
    expect(kindsOf(recorded[system].hooks)).toEqual(toldKinds[system])
  })

  test('was asked everything our client can ask', () => {
    expect(operationsOf(contract, recorded[system].sent).size).toBeGreaterThanOrEqual(least[system].sent)
  })

  test('answered at all of its endpoints, and refused', () => {
    const { answered } = recorded[system]

    const took = operationsOf(contract, answered.filter(isSuccess))
    const refused = operationsOf(
      contract,
      answered.filter((call) => !isSuccess(call)),
    )

    expect(implemented[system].length).toBeGreaterThanOrEqual(least[system].implemented)
    expect(implemented[system].filter((operation) => !took.has(operation))).toEqual([])
    expect(implemented[system].filter((operation) => !refused.has(operation))).toEqual([])
  })

  test.each(known)('is still excepted: $what', (exception) => {
    const others = known.filter((other) => other !== exception)
    const stricter = createContract(system, corrected(document, others))

    const anyway = summary(violationsOf(contract, recorded[system]))
    const without = summary(violationsOf(stricter, recorded[system]))
    expect(without.filter((violation) => !anyway.includes(violation))).not.toEqual([])
  })
})

function corrected(document: OpenApi, by: readonly Exception[]): OpenApi {
  return by.reduce((current, exception) => exception.correct(current), document)
}

/** Each kind of violation once: a run of the story has the same ones many times. */
function summary(violations: readonly Violation[]): readonly string[] {
  return [...new Set(violations.map(({ operation, problem }) => `${operation} ${problem}`))].sort()
}

function operationsOf(contract: Contract, calls: readonly LoggedCall[]): ReadonlySet<string | undefined> {
  return new Set(calls.map(contract.operationOf))
}

function isSuccess({ status, answerBody }: LoggedCall): boolean {
  return status >= 200 && status < 300 && (answerBody as { success?: boolean } | undefined)?.success !== false
}

/** Willo's event stands in the address we registered, and Crosschq has one kind only, about any status. */
function kindsOf(hooks: readonly Hook[]): readonly string[] {
  const kinds = hooks.map(({ body, query, name }) => {
    const { action, event, entityType, status } = body as Readonly<Record<string, string | undefined>>
    return name ?? action ?? event ?? entityType ?? new URLSearchParams(query).get('event') ?? status ?? '?'
  })
  return [...new Set(kinds)].sort()
}
