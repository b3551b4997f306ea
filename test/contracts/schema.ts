export type Schema = boolean | { readonly [keyword: string]: unknown }

/**
 * A document's schema that takes no member it does not name. Documents leave nearly everything open, and then a
 * misspelt or invented member passes unseen. Only whole values can be closed: a part of a composition, or a schema that
 * others refer to, sees but some of the members. Where a document says `additionalProperties`, that stands.
 * The keywords of OpenAPI 3.0 become those of JSON Schema 2020-12, which 3.1 uses.
 */
export const closed = {
  /** A request's or answer's body, the value of a property, a row of an array. */
  whole(schema: Schema): Schema {
    const part = closed.part(schema)
    if (typeof part === 'boolean' || !COMPOSING.some((keyword) => keyword in part)) return part
    return { ...part, unevaluatedProperties: false }
  },
  part(schema: Schema): Schema {
    if (typeof schema === 'boolean') return schema
    // In 3.0 nothing beside a reference counts; in the 3.1 document nothing but annotations stands there.
    if ('$ref' in schema) return { $ref: schema.$ref }
    const read = Object.entries(fromNullable(schema)).map(([keyword, value]) => [keyword, readKeyword(keyword, value)])
    return withoutMembers(Object.fromEntries(read))
  },
}

const COMPOSING = ['$ref', 'properties', 'allOf', 'anyOf', 'oneOf']
const SCHEMAS_BY_NAME = new Set(['properties', 'patternProperties', '$defs'])
const PARTS = new Set(['allOf', 'anyOf', 'oneOf'])
const WHOLES = new Set(['items', 'additionalProperties'])
const UNREAD = ['not', 'if', 'then', 'else', 'prefixItems', 'contains', 'dependentSchemas', 'propertyNames']

function readKeyword(keyword: string, value: unknown): unknown {
  if (UNREAD.includes(keyword)) throw new Error(`a schema uses "${keyword}", which is not read yet`)
  if (PARTS.has(keyword)) return (value as Schema[]).map(closed.part)
  if (WHOLES.has(keyword)) return closed.whole(value as Schema)
  if (!SCHEMAS_BY_NAME.has(keyword)) return value
  const named = Object.entries(value as Record<string, Schema>)
  return Object.fromEntries(named.map(([name, schema]) => [name, closed.whole(schema)]))
}

/** An object of which nothing is said may hold anything. */
function withoutMembers(schema: { readonly [keyword: string]: unknown }): Schema {
  const isBare = [schema.type].flat().includes('object') && !COMPOSING.some((keyword) => keyword in schema)
  return isBare && !('additionalProperties' in schema) ? { ...schema, additionalProperties: true } : schema
}

/** 3.0 says `nullable: true` where 2020-12 has a type of its own for null. */
function fromNullable({ nullable, ...schema }: { readonly [keyword: string]: unknown }) {
  if (nullable !== true) return schema
  const { type, enum: values, ...rest } = schema
  if (type === undefined) return { anyOf: [schema, { type: 'null' }] }
  return { ...rest, type: [type, 'null'].flat(), ...(Array.isArray(values) && { enum: [...values, null] }) }
}
