import type { OpenConnection } from '../app.ts'
import { type Explanation, explain as explainRecord } from '../sync/explain.ts'
import { mappedNames, onlyField } from '../sync/explain-field.ts'
import { renderExplanation } from './explain-text.ts'
import { RefusedError } from './failures.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { print, printJson } from './terminal.ts'

interface ExplainOptions extends Globals {
  readonly field?: string
  readonly json?: boolean
}

/** Value → transform → equality → decision → every write with its request id and whether it was read back. */
export async function explain(id: string, record: string, options: ExplainOptions): Promise<number> {
  return withApp(options, async (app) => {
    const open = connectionNamed(app, id)
    const found = await explainRecord(app.database.knex, open.connection, record)
    if (found.length === 0) throw unknownRecord(open, record, options)
    const chosen = options.field === undefined ? found : chosenField(found, options.field)
    if (options.json) printJson(chosen)
    else print(chosen.map((one) => renderExplanation(one)).join('\n\n'))
    return 0
  })
}

function unknownRecord({ connection }: OpenConnection, record: string, globals: Globals): RefusedError {
  const lists = connection.flows.map(({ name, source }) => `${name} (${source})`).join(', ')
  return new RefusedError(
    `No flow of ${connection.id} knows a record ${record}; looked in ${lists}. If it is new, read it first: ${commandLine(`plan ${connection.id} --record ${record}`, globals)}`,
  )
}

function chosenField(found: readonly Explanation[], field: string): readonly Explanation[] {
  const chosen = onlyField(found, field)
  if (chosen.length > 0) return chosen
  throw new RefusedError(`The record has no field "${field}"; mapped are: ${mappedNames(found)}`)
}
