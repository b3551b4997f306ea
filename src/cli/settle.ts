import type { App } from '../app.ts'
import { addAudit } from '../store/audit.ts'
import { loadChange, type StoredChange } from '../store/changes.ts'
import { keepSighting } from '../store/sightings.ts'
import { refusalOf, VENDOR_ID } from '../sync/sighting.ts'
import { RefusedError } from './failures.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { runHere } from './run-here.ts'
import { refuseDisabled, report } from './sync.ts'
import { tell } from './terminal.ts'

interface Seen extends Globals {
  readonly outcome: string
  readonly target?: string
  readonly json?: boolean
}

/** Says of an unclear write whether it is there, and looks at its record: what the vendor tells goes before what was said. */
export async function settle(id: string, { outcome, target, ...options }: Seen): Promise<number> {
  if (outcome !== 'applied' && outcome !== 'absent')
    throw new RefusedError(`Say "applied" or "absent" of the write, not "${outcome}".`)
  if (target !== undefined && !VENDOR_ID.test(target))
    throw new RefusedError("What you named is no id as vendors' pages show them.")
  return withApp(options, async (app, signal) => {
    const { knex } = app.database
    const change = await knownChange(app, id, options)
    const open = connectionNamed(app, change.connection)
    refuseDisabled(open)
    const flow = open.connection.flows.find(({ name }) => name === change.flow)
    const said = { outcome, ...(target && { target }) } as const
    const refusal = refusalOf(flow, change, said)
    if (refusal) throw new RefusedError(`This cannot be said of this write: ${refusal.message}.`)
    const kept = await keepSighting(knex, id, { ...said, by: 'command', trigger: 'command' })
    if (!kept) throw new RefusedError('The write was settled by somebody else just now; "hirewire explain" shows how.')
    await addAudit(knex, { by: 'command', action: `write_said_${outcome}`, place: `/changes/${id}/settle` })
    tell(`Looking at ${change.flow} ${change.record} once more; where the vendor cannot tell, it is as you said.`)
    return report(app, await runHere(app, open, kept.run.id, { dryRun: false, signal }), options)
  })
}

async function knownChange({ database: { knex } }: App, id: string, options: Globals): Promise<StoredChange> {
  const isId = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)
  const change = isId ? await loadChange(knex, id) : undefined
  if (change) return change
  const explain = commandLine('explain <connection> <record>', options)
  throw new RefusedError(`No write has the id ${id}; "${explain}" shows those of a record.`)
}
