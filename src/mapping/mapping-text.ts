import type { z } from 'zod'
import { ConfigError } from '../lib/errors.ts'
import { parseYaml, type YamlFile } from '../lib/yaml-file.ts'
import { type Problem, problemLines } from '../lib/yaml-problem.ts'
import { check } from '../lib/zod-problems.ts'

/** What works otherwise than the person who wrote it may think. */
export interface Warning {
  /** `file:line:column` */
  readonly at: string
  readonly message: string
}

interface Form<Schema extends z.ZodType> {
  readonly schema: Schema
  /** What entries that are fine by themselves do to one another. */
  conflicts(value: z.output<Schema>, file: YamlFile): readonly Problem[]
}

/** What a mapping's text says, or a ConfigError with all its problems as `file:line:column message`. */
export function parseMappingText<Schema extends z.ZodType>(
  text: string,
  name: string,
  { schema, conflicts }: Form<Schema>,
): { readonly value: z.output<Schema>; readonly file: YamlFile } {
  const file = parseYaml(text, name)
  if (file.value === null) throw new ConfigError(`${name}:1:1 the file is empty; begin with version: 1`)
  const checked = check(schema, file.value, file)
  const problems = 'value' in checked ? conflicts(checked.value, file) : checked.problems
  if (!('value' in checked) || problems.length > 0) throw new ConfigError(problemLines(name, problems).join('\n'))
  return { value: checked.value, file }
}
