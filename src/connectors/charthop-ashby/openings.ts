import type { Json } from '../../lib/json.ts'
import type { AshbyOpening } from '../../systems/ashby/schema.ts'
import type { Flow } from '../flow.ts'
import type { Systems } from './collections.ts'
import { mappedFields } from './mapped-fields.ts'
import { openingContext } from './opening-context.ts'
import {
  type DesiredOpening,
  desireOpening,
  type JobSource,
  type OpeningContext,
  type OpeningRules,
  traceOpening,
} from './opening-desire.ts'
import { findOpening } from './opening-match.ts'
import { planOpening } from './opening-plan.ts'
import { applyOpening, settleOpening } from './opening-writes.ts'
import { openingPages } from './pages.ts'
import { isPublicOfOpening } from './public-values.ts'

/** ChartHop's open, active jobs as Ashby openings: created Approved, then kept as ChartHop has them (S84–S88, S92). */
export function openingsFlow(
  systems: Systems,
  rules: OpeningRules,
): Flow<JobSource, DesiredOpening, AshbyOpening, OpeningContext> {
  const { ashby, mapping } = systems
  return {
    name: 'openings',
    source: 'charthop.jobs',
    target: 'ashby.openings',
    settings: async (mirror) => ({ ...rules, fields: (await mappedFields(mapping(), mirror)).map(meaning) }),
    prepare: (mirror, foreseen) => openingContext(systems, rules, mirror, foreseen),
    desire: desireOpening,
    find: findOpening,
    plan: (source, desired, actual) => planOpening(source, desired, actual, rules.closeReasonId),
    apply: (change, context) => applyOpening(ashby, change, context),
    settle: (change, context) => settleOpening(ashby, change, context),
    named: async (_change, id) => ((await ashby.opening(id)) ? { target: id } : 'absent'),
    readBack: (_source, target) => ashby.opening(target),
    trace: traceOpening,
    pages: async ({ id, link }) => openingPages(systems.org, id, link !== undefined),
    isPublic: (field, value) => isPublicOfOpening(mapping(), field, value),
  }
}

/** What about a mapped field could change what an opening should be. */
function meaning({ entry, field, fieldId, fieldType, options, problem }: OpeningContext['fields'][number]): Json {
  const { from, title, transforms } = entry
  const words = options.map(({ value, label, isArchived }) => [value, label, isArchived])
  const names = field.options.map(({ name, label }) => [name, label])
  return {
    from,
    source: field.id,
    title,
    transforms: transforms as unknown as Json,
    type: field.type,
    names,
    fieldId,
    fieldType,
    words,
    problem,
  }
}
