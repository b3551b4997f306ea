import { FatalError } from '../../../lib/errors.ts'
import { foldTitle } from '../../../mapping/triggers.ts'
import type { StageRow } from './rows.ts'

/**
 * The stage that the config means, by id or name. Names can be edited: one that a stage had before still means that stage
 * (S52), unless another has it now; between two nobody may guess, since people are invited by it. Pure.
 */
export function stageFor(wanted: string, stages: readonly StageRow[]): StageRow {
  const byId = stages.find(({ id }) => id === wanted)
  if (byId) return byId
  const name = foldTitle(wanted)
  const meant = stages.filter(({ title, formerly }) => [title, ...formerly].some((each) => foldTitle(each) === name))
  const [found, ...others] = meant
  if (others.length > 0) {
    const ids = meant.map(({ id }) => id).join(', ')
    throw new FatalError(`trigger.stage: several stages in Lever have, or had, this name (${ids}); write the id of one`)
  }
  if (found) return found
  throw new FatalError(
    'trigger.stage: Lever has no such stage (any more), so nobody is asked for references; `hirewire jobs` lists the stages',
  )
}

/** What is known of a stage so far, and what Lever calls it now. */
export function renamed(known: StageRow | undefined, { id, title }: Pick<StageRow, 'id' | 'title'>): StageRow {
  const titles = known ? [...known.formerly, known.title] : []
  return { id, title, formerly: [...new Set(titles)].filter((former) => former !== title) }
}
