import { participants } from '../interviews.ts'
import { type ApplicationNow, applicationsNow } from './applications-now.ts'
import type { InterviewStory, InterviewTrigger } from './interview-story.ts'

/** What was true while a run went on; nobody does anything meanwhile. */
export interface Moment {
  readonly applications: ReadonlyMap<string, ApplicationNow>
  readonly mapped: readonly InterviewTrigger[]
  readonly mappedAt: ReadonlyMap<string, number>
  /** Participants who had answered. */
  readonly answered: ReadonlySet<string>
  /** Ashby showed what was true a moment before. */
  readonly isStale: boolean
}

export function momentOf({ world, mapped, mappedAt }: InterviewStory, isStale: boolean): Moment {
  const answered = participants(world).filter(({ progress }) => progress === 'completed')
  return {
    ...{ applications: applicationsNow(world.ashby), mapped, mappedAt: new Map(mappedAt), isStale },
    answered: new Set(answered.map(({ key }) => key)),
  }
}
