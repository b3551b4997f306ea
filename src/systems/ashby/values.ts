import { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import type { Json } from '../../lib/json.ts'
import type { Money, Value, ValueKind } from '../../record/record.ts'

/** The field types we make and fill. The others Ashby has cannot say one of our values. */
export type AshbyFieldType =
  | 'String'
  | 'LongText'
  | 'Number'
  | 'Date'
  | 'Boolean'
  | 'ValueSelect'
  | 'MultiValueSelect'
  | 'Currency'
  | 'Url'

interface Shape {
  readonly kind: ValueKind
  readonly read: z.ZodType<Value>
  readonly write: z.ZodType<Json>
}

export function fieldTypeFor(kind: ValueKind): AshbyFieldType {
  return FIELD_TYPES[kind]
}

/** Undefined: a field of this type cannot be mapped. A UUID is a reference, ranges and places are several values. */
export function kindOf(fieldType: string): ValueKind | undefined {
  return shapeOf(fieldType)?.kind
}

/**
 * Ashby's value as ours; null, nothing, "" and [] are all "empty". A shape we cannot read is an error of this record:
 * taken for "empty" it would clear the other side.
 */
export function readFieldValue(fieldType: string, raw: Json | undefined): Value {
  if (isEmpty(raw)) return null
  const read = shapeOf(fieldType)?.read.safeParse(raw)
  if (!read?.success) throw new RejectedRecordError(`Ashby holds a ${fieldType} value in a shape that cannot be read`)
  return read.data
}

/** What `fieldValue` is to be. Empty is null with the key present, which is how a value is cleared. */
export function writeFieldValue(fieldType: string, value: Value): Json {
  if (isEmpty(value)) return null
  const written = shapeOf(fieldType)?.write.safeParse(value)
  if (!written?.success)
    throw new RejectedRecordError(`A ${typeName(value)} cannot stand in an Ashby ${fieldType} field`)
  return written.data
}

const FIELD_TYPES: Readonly<Record<ValueKind, AshbyFieldType>> = {
  text: 'String',
  longText: 'LongText',
  number: 'Number',
  date: 'Date',
  boolean: 'Boolean',
  choice: 'ValueSelect',
  choices: 'MultiValueSelect',
  money: 'Currency',
  url: 'Url',
}

const day = z.iso.date()
const dayOfTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T/)
  .transform((time) => time.slice(0, 10))
  .pipe(day)
const webAddress = z.string().regex(/^https?:\/\//i)
const currency = z.string().regex(/^[A-Z]{3}$/)
const moneyRead = z
  .object({ value: z.number(), currencyCode: currency })
  .transform((money): Money => ({ amount: money.value, currency: money.currencyCode }))
const moneyWritten = z
  .object({ amount: z.number(), currency })
  .transform((money) => ({ value: money.amount, currencyCode: money.currency }))

/** A table of https://developers.ashbyhq.com/reference/customfieldsetvalue; a select holds option values, not labels. */
const SHAPES: ReadonlyMap<string, Shape> = new Map<string, Shape>([
  ['String', same('text', z.string())],
  ['LongText', same('longText', z.string())],
  ['Number', same('number', z.number())],
  ['Date', { kind: 'date', read: z.union([day, dayOfTime]), write: day }],
  ['Boolean', same('boolean', z.boolean())],
  ['ValueSelect', same('choice', z.string())],
  ['MultiValueSelect', same('choices', z.array(z.string()))],
  ['Currency', { kind: 'money', read: emptyMoneyOr(moneyRead), write: moneyWritten }],
  ['Url', { kind: 'url', read: z.string(), write: webAddress }],
  ['Email', same('text', z.string())],
  ['Phone', same('text', z.string())],
])

function shapeOf(fieldType: string): Shape | undefined {
  return SHAPES.get(fieldType)
}

function same<T extends Value & Json>(kind: ValueKind, schema: z.ZodType<T>): Shape {
  return { kind, read: schema, write: schema }
}

/** Both members of a Currency value are optional in the reference: without an amount there is no value. */
function emptyMoneyOr(money: z.ZodType<Money>): z.ZodType<Value> {
  return z.union([
    z.object({ value: z.null().optional(), currencyCode: z.string().nullish() }).transform(() => null),
    money,
  ])
}

function isEmpty(value: Json | undefined): value is null | undefined {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

function typeName(value: Value): string {
  return Array.isArray(value) ? 'list' : value !== null && typeof value === 'object' ? 'money' : typeof value
}
