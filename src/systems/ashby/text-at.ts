/** The text at a dotted path of something whose shape nothing promises; undefined where there is none. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = path.split('.').reduce<unknown>(memberOf, value)
  return typeof found === 'string' && found !== '' ? found : undefined
}

function memberOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null
  return isObject && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}
