import { configPath } from '../config/env.ts'
import { validateFiles } from '../config/validate.ts'
import { connectorSchemas } from '../connectors/index.ts'
import type { Globals } from './open.ts'
import { print } from './terminal.ts'

/** Problems go to standard output, one a line, as compilers tell theirs: editors and CI read them there. */
export async function validate(files: readonly string[], { config }: Globals): Promise<number> {
  const paths = files.length > 0 ? files : [configPath(config)]
  const problems = validateFiles(paths, { connectors: connectorSchemas })
  for (const problem of problems) print(problem)
  if (problems.length === 0) print(`${paths.join(', ')}: nothing to object to`)
  return problems.length === 0 ? 0 : 1
}
