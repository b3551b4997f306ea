import { RejectedRecordError } from '../../lib/errors.ts'
import { inParallel } from '../../lib/in-parallel.ts'
import type { Page, RejectedRow } from '../../record/record.ts'
import type { WilloParticipant } from '../../systems/willo/schema.ts'
import type { Collection, Mirror } from '../mirror.ts'
import { type Given, givenOf } from './given.ts'
import { goneParticipant, type ParticipantRow, participantRow } from './rows.ts'
import type { Systems } from './systems.ts'

/** From so many open invitations to one interview on, its list costs fewer calls than a look at each. */
const listFrom = 10
const day = 24 * 60 * 60_000

/**
 * Only whom we invited. Whoever has answered is not asked about again; whoever Willo no longer has is, once a day. The
 * token only says when there was a full read.
 */
export function participants(systems: Systems): Collection<ParticipantRow> {
  return {
    name: 'willo.participants',
    read: (since, mirror) => readParticipants(systems, since !== undefined, mirror),
    async look(id, mirror) {
      const given = givenOf(await mirror.created('invitations')).find(({ participant }) => participant === id)
      return given && lookAt(systems, given)
    },
    essence: ({ id, completedAt, ...participant }) => participant,
    fullRead: { everyMs: day, alwaysBelow: 0 },
  }
}

async function* readParticipants(
  systems: Systems,
  isOnlyChanges: boolean,
  mirror: Mirror,
): AsyncGenerator<Page<ParticipantRow>> {
  const token = systems.now().toISOString()
  const known = new Map((await mirror.rows<ParticipantRow>('willo.participants')).map((row) => [row.id, row]))
  const ours = [
    ...new Map(givenOf(await mirror.created('invitations')).map((given) => [given.participant, given])).values(),
  ]
  const isSettled = ({ participant }: Given) => {
    const row = known.get(participant)
    return row !== undefined && (row.isCompleted || (row.isGone && isOnlyChanges))
  }
  const open = ours.filter((given) => !isSettled(given))
  for (const group of Map.groupBy(open, ({ interview }) => interview).values()) yield await readGroup(systems, group)
  const repeated = isOnlyChanges ? [] : ours.filter(isSettled).map(({ participant }) => known.get(participant)!)
  yield { rows: repeated, rejected: [], token }
}

async function readGroup(systems: Systems, group: readonly Given[]): Promise<Page<ParticipantRow>> {
  const rows = group.length > listFrom ? await listed(systems, group) : []
  const seen = new Set(rows.map(({ id }) => id))
  const rejected: RejectedRow[] = []
  await inParallel(
    group.filter(({ participant }) => !seen.has(participant)),
    4,
    async (given) => {
      try {
        rows.push(await lookAt(systems, given))
      } catch (error) {
        if (!(error instanceof RejectedRecordError)) throw error
        rejected.push({ id: given.participant, problem: error.message })
      }
    },
  )
  return { rows, rejected }
}

/** As far as the list has all of them. Who is not in it, or of whom it tells too little, is looked at singly. */
async function listed({ willo }: Systems, group: readonly Given[]): Promise<ParticipantRow[]> {
  const interview = group[0]!.interview
  const wanted = new Set(group.map(({ participant }) => participant))
  const rows: ParticipantRow[] = []
  for await (const page of willo.participants(interview)) {
    for (const row of page.rows.filter(({ key }) => wanted.delete(key))) {
      if (isTelling(row)) rows.push(participantRow(row, interview))
    }
    if (wanted.size === 0) break
  }
  return rows
}

/** What a list says of each is not documented: without a status, or of a response without its link, it says too little. */
function isTelling({ isCompleted, statusText, link }: WilloParticipant): boolean {
  return isCompleted ? link !== undefined : statusText !== undefined
}

async function lookAt({ willo }: Systems, { participant, interview }: Given): Promise<ParticipantRow> {
  const found = await willo.participant(participant)
  return found ? participantRow(found, interview) : goneParticipant(participant, interview)
}
