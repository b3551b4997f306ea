/** A value as JSON can say it. What crosses a system's edge is one of these, never `any`. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** JSON with keys in one order, so that equal values give equal text whatever order a vendor sends them in. */
export function canonicalJson(value: Json): string {
  return JSON.stringify(inOrder(value))
}

/** A copy that one native pass can write takes half the time of text put together here (docs/performance.md). */
function inOrder(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(inOrder)
  const object = value as { readonly [key: string]: Json | undefined }
  const copy: Record<string, Json | undefined> = {}
  for (const key of Object.keys(object).sort()) {
    const member = object[key]
    if (member !== undefined) put(copy, key, inOrder(member))
  }
  return copy
}

/** Assigned like any other key, `__proto__` would set the prototype and be lost from the text. */
function put(copy: Record<string, Json | undefined>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(copy, key, { value, enumerable: true })
  else copy[key] = value
}
