import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { print, printJson, table } from './terminal.ts'

/** What could be mapped, and what it is, or would be, on the other side. */
export async function fields(id: string, options: Globals & { readonly json?: boolean }): Promise<number> {
  return withApp(options, async (app) => {
    const { connection } = connectionNamed(app, id)
    const lines = await connection.fields()
    if (options.json)
      printJson(lines.map(({ code, label, type, isMapped, target }) => ({ code, label, type, isMapped, target })))
    else if (lines.length === 0) print(connection.jobs ? mapsNoFields(connection.connector, id, options) : noFields)
    else {
      const rows = lines.map(({ code, label, type, isMapped, target }) => [
        code,
        type,
        isMapped ? 'mapped' : 'not mapped',
        target,
        label,
      ])
      print(table([['CODE', 'TYPE', '', 'ON THE OTHER SIDE', 'LABEL'], ...rows]))
    }
    return 0
  })
}

const noFields = 'There are no custom fields.'

function mapsNoFields(connector: string, id: string, globals: Globals): string {
  return `${connector} maps no fields. What its mapping names are jobs and stages: ${commandLine(`jobs ${id}`, globals)}`
}
