import type { Day, Entry, Job, JobState, JobView, Upcoming } from './model.ts'

type Fill = Entry & { readonly effect: { readonly type: 'fill' } }

/** Keeps entries in order of effect: by day, then in the order they were entered. */
export function addEntry(job: Job, entry: Entry): void {
  let at = job.entries.length
  while (at > 0 && isAfter(job.entries[at - 1]!, entry)) at -= 1
  job.entries.splice(at, 0, entry)
}

/** The job as of a day. What lies ahead shows as `upcoming`; an announced hire also shows as `personId`. */
export function viewAsOf(job: Omit<Job, 'now'>, day: Day): JobView {
  const past = job.entries.filter((entry) => entry.date <= day)
  const ahead = job.entries.filter((entry) => entry.date > day)
  const holder = lastHolder(past)
  const announced = holder ? undefined : ahead.find((entry) => isAnnouncedHire(entry, day))
  return {
    id: job.id,
    exists: job.createDate <= day && past.at(-1) !== undefined && !past.some(({ effect }) => effect.type === 'delete'),
    createDate: job.createDate,
    state: stateOf(holder, announced, ahead),
    personId: holder?.effect.personId ?? (announced as Fill | undefined)?.effect.personId,
    filledOn: holder?.date,
    upcoming: ahead.flatMap(toUpcoming),
    values: valuesOf(past),
  }
}

function isAfter(left: Entry, right: Entry): boolean {
  return left.date === right.date ? left.seq > right.seq : left.date > right.date
}

function lastHolder(past: readonly Entry[]): Fill | undefined {
  const last = past.findLast(({ effect }) => effect.type === 'fill' || effect.type === 'vacate')
  return last?.effect.type === 'fill' ? (last as Fill) : undefined
}

/** "Starting" means announced on or before today and starting later (docs.charthop.com, quick reference of common filters). */
function isAnnouncedHire({ effect }: Entry, day: Day): boolean {
  return effect.type === 'fill' && (effect.announceDate ?? day) <= day
}

function stateOf(holder: Fill | undefined, announced: Entry | undefined, ahead: readonly Entry[]): JobState {
  if (!holder) return announced ? 'START' : 'OPEN'
  return ahead.some(({ effect }) => effect.type === 'vacate') ? 'DEPART' : 'FILLED'
}

function toUpcoming({ changeId: id, date, effect }: Entry): Upcoming[] {
  if (effect.type === 'set' || effect.type === 'delete') return []
  const announceDate = effect.type === 'fill' ? effect.announceDate : undefined
  return [{ id, type: effect.cause, date, announceDate, personId: effect.personId }]
}

function valuesOf(past: readonly Entry[]): JobView['values'] {
  const sets = past.flatMap(({ effect }) => (effect.type === 'set' ? [effect.values] : []))
  return sets.length === 1 ? sets[0]! : Object.assign({}, ...sets)
}
