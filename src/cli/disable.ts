import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { print } from './terminal.ts'

/** For every process on this database. A run that goes on ends as usual; no other one begins. */
export async function disable(id: string, options: Globals): Promise<number> {
  return withApp(options, async (app) => {
    connectionNamed(app, id)
    const isChanged = await app.switchConnection(id, false, 'command')
    const until = commandLine(`enable ${id}`, options)
    print(isChanged ? `${id} is off: nothing of it is read or written until ${until}` : `${id} is off already.`)
    return 0
  })
}
