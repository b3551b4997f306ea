import { z } from 'zod'
import type { Connection } from '../../connectors/connector.ts'
import type { Flow } from '../../connectors/flow.ts'
import { linkedSoFar, listsReadInFull } from '../../store/first-sync.ts'
import type { HttpParts } from '../parts.ts'

/** Records of a flow by where they stand. */
export const Counts = z.object({
  ...{ pending: z.int(), synced: z.int(), skipped: z.int(), attention: z.int(), failed: z.int(), held: z.int() },
})
export type Counts = z.output<typeof Counts>

const Progress = z.object({
  done: z.int().describe('Records with an outcome: in step, skipped with a reason, or waiting for a person.'),
  total: z.int().nullable().describe('Null while it is not known: the list is still being read.'),
  linked: z.int().describe('Of those, with an object that was there already.'),
  created: z.int(),
})

export const FirstSync = Progress.extend({
  flows: z.array(Progress.extend({ flow: z.string(), read: z.int(), passed: z.boolean() })),
}).meta({ id: 'FirstSync' })
export type FirstSync = z.output<typeof FirstSync>

interface Standing {
  /** When each flow's first run passed. */
  readonly passed: Readonly<Record<string, string>>
  countsOf(flow: string): Counts
}

/** Null once every flow that can run has run through. */
export async function viewFirstSync(
  { db }: HttpParts,
  connection: Connection,
  { passed, countsOf }: Standing,
): Promise<FirstSync | null> {
  const flows = connection.flows.filter((flow) => passed[flow.name] || !(flow.isOff?.() || flow.blocked?.()))
  if (flows.every(({ name }) => passed[name])) return null
  const links = new Map((await linkedSoFar(db, connection.id)).map((one) => [one.flow, one]))
  const isKnown = knownIn(connection, await listsReadInFull(db, connection.id))
  const viewed = flows.map((flow) => {
    const { linked = 0, created = 0, unnoted = 0 } = links.get(flow.name) ?? {}
    const counts = countsOf(flow.name)
    const read = Object.values(counts).reduce((sum, count) => sum + count, 0)
    const done = read - counts.pending + unnoted
    const total = isKnown(flow) ? read : null
    return { flow: flow.name, read, done, linked, created, total, passed: passed[flow.name] !== undefined }
  })
  return { ...sumOf(viewed), flows: viewed }
}

/** Lists of our own are not read anywhere, so they are known as they are. */
function knownIn({ collections }: Connection, read: ReadonlySet<string>) {
  const own = new Set(collections.filter(({ isOwn }) => isOwn).map(({ name }) => name))
  return ({ source }: Flow) => own.has(source) || read.has(source)
}

function sumOf(flows: readonly z.output<typeof Progress>[]): z.output<typeof Progress> {
  const sum = (of: (flow: z.output<typeof Progress>) => number) => flows.reduce((all, flow) => all + of(flow), 0)
  return {
    done: sum(({ done }) => done),
    total: flows.some(({ total }) => total === null) ? null : sum(({ total }) => total ?? 0),
    linked: sum(({ linked }) => linked),
    created: sum(({ created }) => created),
  }
}
