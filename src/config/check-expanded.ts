import type { z } from 'zod'
import type { Json } from '../lib/json.ts'
import type { YamlFile } from '../lib/yaml-file.ts'
import type { Path } from '../lib/yaml-problem.ts'
import { check } from '../lib/zod-problems.ts'

export interface Part {
  readonly file: YamlFile
  /** From `expandReferences`. */
  readonly expanded: ReadonlySet<string>
  readonly path: Path
}

/**
 * As `check`, and a text that came from a variable may be the number or the boolean that the schema wants: variables
 * have no other type. What a person typed as text stays text.
 */
export function checkExpanded<S extends z.ZodType>(schema: S, value: Json, { file, expanded, path }: Part) {
  return check(schema, readTypes(schema, value, expanded, path), file, path)
}

function readTypes(schema: z.ZodType, value: Json, expanded: ReadonlySet<string>, prefix: Path): Json {
  const issues = schema.safeParse(value).error?.issues ?? []
  return issues.reduce((read, issue) => {
    const path = issue.path as Path
    if (issue.code !== 'invalid_type' || !expanded.has(JSON.stringify([...prefix, ...path]))) return read
    return changeAt(read, path, (text) => readType(text, issue.expected))
  }, value)
}

function readType(text: Json | undefined, expected: string): Json | undefined {
  if (expected === 'boolean' && (text === 'true' || text === 'false')) return text === 'true'
  if (['number', 'int'].includes(expected) && /^-?\d{1,15}(\.\d{1,10})?$/.test(String(text))) return Number(text)
  return text
}

function changeAt(value: Json, [step, ...rest]: Path, change: (value: Json | undefined) => Json | undefined): Json {
  if (step === undefined) return change(value) ?? null
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string | number, Json>
  copy[step] = changeAt(copy[step] ?? null, rest, change)
  return copy as Json
}
