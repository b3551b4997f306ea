import type { App } from '../app.ts'
import { approveHold, type HoldState, type ListedHold, listHolds } from '../store/holds.ts'
import { RefusedError } from './failures.ts'
import { commandLine, connectionNamed, type Globals, withApp } from './open.ts'
import { runHere } from './run-here.ts'
import { refuseDisabled, report } from './sync.ts'
import { tell } from './terminal.ts'

const shortest = 8
const allStates: readonly HoldState[] = ['waiting', 'approved', 'rejected', 'expired', 'applied']

/** Lets exactly this plan run. It is planned again first: if that comes to another plan, the other one is held. */
export async function approve(digest: string, options: Globals & { readonly json?: boolean }): Promise<number> {
  return withApp(options, async (app, signal) => {
    const hold = await holdNamed(app, digest, options)
    const open = connectionNamed(app, hold.connection)
    refuseDisabled(open)
    const approved = await approveHold(app.database.knex, hold.digest, 'command')
    if (!approved)
      throw new RefusedError(`The plan ${digest} was decided by somebody else just now; "hirewire status" shows how.`)
    tell(`Approved: ${hold.flow} of ${hold.connection}. Planning again; it runs if it comes to the same plan.`)
    return report(app, await runHere(app, open, approved.run.id, { dryRun: false, signal }), options)
  })
}

async function holdNamed({ database: { knex } }: App, digest: string, options: Globals): Promise<ListedHold> {
  if (digest.length < shortest) throw new RefusedError(`Give at least the first ${shortest} characters of the digest.`)
  const holds = await listHolds(knex, { states: allStates, limit: 1_000 })
  const waiting = holds.filter(({ state }) => state === 'waiting')
  const [found, ...others] = holds.filter((hold) => hold.digest.startsWith(digest))
  if (!found) throw new RefusedError(`No plan has the digest ${digest}. ${whatWaits(waiting, options)}`)
  if (others.length > 0)
    throw new RefusedError(`${others.length + 1} plans begin with ${digest}; give more of the digest.`)
  if (found.state !== 'waiting') throw new RefusedError(`${whyNot(found)} ${whatWaits(waiting, options)}`)
  return found
}

function whyNot({ digest, state, decidedAt, decidedBy }: ListedHold): string {
  const when = decidedAt ? ` at ${decidedAt}` : ''
  const who = decidedBy ? ` by ${decidedBy}` : ''
  const plan = `The plan ${digest.slice(0, 12)}…`
  const said: Readonly<Record<Exclude<HoldState, 'waiting'>, string>> = {
    expired: `${plan} has expired${when}: the world moved, and it is no longer what would be written.`,
    rejected: `${plan} was rejected${who}${when}.`,
    approved: `${plan} was approved${who}${when} already; the next run uses it.`,
    applied: `${plan} was approved${who}${when} and has run.`,
  }
  return said[state as Exclude<HoldState, 'waiting'>]
}

function whatWaits(waiting: readonly ListedHold[], options: Globals): string {
  if (waiting.length === 0) return 'Nothing waits for approval now.'
  const lines = waiting.map(
    ({ connection, flow, digest }) => `  ${connection} ${flow}: ${commandLine(`approve ${digest}`, options)}`,
  )
  return ['Waiting now:', ...lines].join('\n')
}
