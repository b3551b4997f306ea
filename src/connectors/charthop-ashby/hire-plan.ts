import type { Json } from '../../lib/json.ts'
import type { Change, FieldChange } from '../../plan/change.ts'
import { isEmpty, sameValue } from '../../plan/equality.ts'
import type { Value } from '../../record/record.ts'
import { readValue, valueKind, writeValue } from '../../systems/charthop/values.ts'
import type { DesiredHire, HireContext, HireSource } from './hire.ts'
import type { DesiredField } from './hire-fields.ts'

/** A person in a job. The id names both: the same person may be hired again, into another job. */
export interface ActualHire {
  readonly id: string
  readonly personId: string
  readonly isPlaced: boolean
  /** The job the person is in now, if it is another one: then it is a move, not a hire. */
  readonly otherJobId?: string
  readonly custom: Readonly<Record<'person' | 'job', Readonly<Record<string, Json>>>>
}

export function hireId(personId: string, jobId: string): string {
  return `${personId}@${jobId}`
}

export function personIdOf(hireId: string): string {
  return hireId.split('@')[0]!
}

/** Person, then place, then values: each its own call, each found again by itself if its answer is lost. */
export function planHire(
  source: HireSource,
  desired: DesiredHire,
  actual: ActualHire | undefined,
  context: HireContext,
): readonly Change[] {
  const { id: record, acknowledged } = source
  const before = acknowledged as DesiredHire | undefined
  const target = actual && { target: actual.id }
  const person = actual ? [] : [creation(record, desired)]
  // Once acknowledged, where the person works is ChartHop's to say: they may have moved on since.
  const place = actual?.isPlaced || before ? [] : [{ ...placement(record, desired, actual), ...target }]
  const changed = desired.values.filter((value) => isDue(value, before) && !isHeld(value, actual, context))
  const values = (['person', 'job'] as const).flatMap((holder) => {
    const held = changed.filter((value) => value.holder === holder)
    return held.length === 0
      ? []
      : [{ ...valueChange(record, holder, held, actual, context, desired.jobId), ...target }]
  })
  return [...person, ...place, ...values]
}

function creation(record: string, { first, last, email, phone, jobId }: DesiredHire): Change {
  const fields = Object.entries({ first, last, email, phone }).flatMap(([field, after]) =>
    after === null ? [] : [{ field, before: null, after }],
  )
  return {
    flow: 'hires',
    record,
    action: 'person.create',
    effect: 'create',
    fields,
    input: { first, last, email, phone, jobId },
  }
}

function placement(record: string, { jobId, startDate }: DesiredHire, actual: ActualHire | undefined): Change {
  const otherJobId = actual?.otherJobId
  const type = otherJobId ? 'MOVE' : 'HIRE'
  const fields = [
    { field: 'job', before: otherJobId ?? null, after: jobId },
    { field: 'startDate', before: null, after: startDate },
  ]
  return {
    flow: 'hires',
    record,
    action: 'person.place',
    effect: actual ? 'create' : 'update',
    fields,
    input: { type, jobId, date: startDate, otherJobId: otherJobId ?? null },
  }
}

/** After the hire HR may change a value in ChartHop; only what changed in Ashby since is written over it (S90). */
function isDue({ code, value }: DesiredField, before: DesiredHire | undefined): boolean {
  if (!before) return !isEmpty(value as Value)
  const known = before.values.find((one) => one.code === code)
  return JSON.stringify(known?.value ?? null) !== JSON.stringify(value)
}

function isHeld({ code, holder, value }: DesiredField, actual: ActualHire | undefined, context: HireContext): boolean {
  return (
    actual !== undefined && sameValue(kindOf(code, context), valueNow(code, holder, actual, context), value as Value)
  )
}

function valueNow(code: string, holder: 'person' | 'job', actual: ActualHire | undefined, context: HireContext): Value {
  const read = readValue(fieldOf(code, context), actual?.custom[holder][code])
  return 'problem' in read ? null : read.value
}

function valueChange(
  record: string,
  holder: 'person' | 'job',
  values: readonly DesiredField[],
  actual: ActualHire | undefined,
  context: HireContext,
  jobId: string,
): Change {
  const fields = values.map(
    ({ code, value }): FieldChange => ({
      field: code,
      before: valueNow(code, holder, actual, context) as Json,
      after: value,
    }),
  )
  const written = Object.fromEntries(
    values.map(({ code, value }) => [code, writeValue(fieldOf(code, context), value as Value)]),
  )
  const isClear = fields.some(({ before, after }) => isEmpty(after as Value) && !isEmpty(before as Value))
  return {
    flow: 'hires',
    record,
    action: `${holder}.setValues`,
    effect: isClear ? 'clear' : 'update',
    fields,
    input: { values: written, jobId },
  }
}

function fieldOf(code: string, { fields }: HireContext) {
  return fields.find(({ field }) => field.code === code)!.field
}

function kindOf(code: string, context: HireContext) {
  return valueKind(fieldOf(code, context)) ?? 'text'
}
