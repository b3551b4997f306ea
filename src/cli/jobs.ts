import type { OpenConnection } from '../app.ts'
import { RefusedError } from './failures.ts'
import { connectionNamed, type Globals, withApp } from './open.ts'
import { print, printJson, table } from './terminal.ts'

type Jobs = Awaited<ReturnType<NonNullable<OpenConnection['connection']['jobs']>>>

/** The ATS's jobs with their stages, as the vendor has them now, to choose triggers from. */
export async function jobs(id: string, options: Globals & { readonly json?: boolean }): Promise<number> {
  return withApp(options, async (app) => {
    const { connection } = connectionNamed(app, id)
    if (!connection.jobs) throw new RefusedError(`${connection.connector} has no triggers, so it lists no jobs.`)
    const found = await connection.jobs()
    if (options.json) printJson(found)
    else print(found.length === 0 ? 'There are no jobs.' : renderJobs(found))
    return 0
  })
}

/** Both names and ids: of two jobs with one title a mapping has to name the id. */
export function renderJobs(found: Jobs): string {
  return found
    .map(({ id, title, status, stages, triggers }) =>
      [
        `${title} (${status}, ${id})`,
        table(
          stages.map((stage) => [stage.title, stage.id]),
          '  ',
        ),
        ...triggers.map((trigger) => `  -> ${trigger}`),
      ]
        .filter((line) => line !== '')
        .join('\n'),
    )
    .join('\n')
}
