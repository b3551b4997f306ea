import type { Json } from '../../lib/json.ts'
import type { Flow } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import type { Systems } from './collections.ts'
import { type DesiredHire, type HireContext, type HireRules, type HireSource, hireOf } from './hire.ts'
import { desireHire } from './hire-desire.ts'
import { actualHire, gatherFacts, peopleByEmail } from './hire-facts.ts'
import { hireFields, traceFields } from './hire-fields.ts'
import { findHire } from './hire-match.ts'
import { type ActualHire, personIdOf, planHire } from './hire-plan.ts'
import { applyHire, namedHire, settleHire } from './hire-writes.ts'
import { hirePages } from './pages.ts'
import { isPublicOfHire } from './public-values.ts'

/** Hired candidates with an accepted offer on one of our openings, as persons in the ChartHop job (S89, S90). */
export function hiresFlow(
  systems: Systems,
  rules: HireRules,
  now: () => Date,
): Flow<HireSource, DesiredHire, ActualHire, HireContext> {
  const { charthop, mapping } = systems
  return {
    name: 'hires',
    source: 'ashby.applications',
    related: ['ashby.offers'],
    settings: async () => ({
      ...rules,
      hires: mapping().hires.map(({ from, to, transforms }) => ({
        ...from,
        to,
        transforms: transforms as unknown as Json,
      })),
    }),
    prepare: (mirror) => prepare(systems, rules, now, mirror),
    gather: (source, context) => gatherFacts(systems, source as HireSource, context),
    desire: desireHire,
    find: (source, desired, context) => findHire(charthop, source, desired, context),
    plan: planHire,
    apply: (change) => applyHire(charthop, change),
    settle: (change) => settleHire(charthop, change),
    named: (change, id) => namedHire(charthop, change, id),
    readBack: (_source, target, context) => actualHire(charthop, personIdOf(target), target.split('@')[1]!, context),
    trace: ({ row, facts, ...source }, context) => {
      const hire = hireOf({ row, ...source }, context)
      return traceFields(context.fields, {
        offer: 'type' in hire ? undefined : hire.offer,
        application: row,
        candidate: facts?.candidate,
      })
    },
    pages: async ({ row, link }) => hirePages(systems.org, row, link?.target),
    isPublic: isPublicOfHire,
  }
}

async function prepare(
  { charthop, mapping }: Systems,
  rules: HireRules,
  now: () => Date,
  mirror: Mirror,
): Promise<HireContext> {
  const { fields, issues } = await hireFields(mapping(), mirror)
  const links = await mirror.links('openings')
  const hires = await mirror.links('hires')
  let people: Promise<ReadonlyMap<string, readonly string[]>> | undefined
  return {
    rules,
    fields,
    fieldIssues: issues,
    today: now().toISOString().slice(0, 10),
    jobOfOpening: new Map([...links].map(([jobId, { target }]) => [target, jobId])),
    written: new Map([...hires].map(([application, { target }]) => [target, application])),
    claims: new Map(),
    async peopleWith(email) {
      people ??= peopleByEmail(charthop)
      return (await people).get(email) ?? []
    },
  }
}
