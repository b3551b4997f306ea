import { requestRun } from '../store/runs.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { print } from './terminal.ts'

/** For every process on this database, until the config file says something else. What was asked for meanwhile is done now. */
export async function enable(id: string, options: Globals): Promise<number> {
  return withApp(options, async (app) => {
    connectionNamed(app, id)
    if (await app.switchConnection(id, true, 'command')) {
      await requestRun(app.database.knex, { connection: id, trigger: 'command' })
      print(`${id} is on. The daemon runs it in a moment; without one: ${commandLine(`sync ${id}`, options)}`)
    } else print(`${id} is on already.`)
    return 0
  })
}
