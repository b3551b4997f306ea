import { connectionNamed, type Globals, withApp } from './open.ts'
import { print, printJson, table } from './terminal.ts'

/** What could be mapped, and what it is, or would be, on the other side. */
export async function fields(id: string, options: Globals & { readonly json?: boolean }): Promise<number> {
  return withApp(options, async (app) => {
    const lines = await connectionNamed(app, id).connection.fields()
    if (options.json) printJson(lines)
    else if (lines.length === 0) print('There are no custom fields.')
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
