import type { Interview, Participant } from './model.ts'
import type { State } from './state.ts'

export function interviewView(interview: Interview, { users }: State): Record<string, unknown> {
  const owner = users.get(interview.ownerKey)
  return {
    key: interview.key,
    title: interview.title,
    owner: owner && { key: owner.key, email: owner.email, full_name: owner.full_name },
    department: interview.department,
    created: timestamp(interview.createdAt),
    scheduled_at: timestamp(interview.scheduledAt),
  }
}

/** Only `key` is certain; every other name is a guess that clients must be able to live without. */
export function participantRow(participant: Participant, state: State, origin: string): Record<string, unknown> {
  const { key, name, email, phone, progress } = participant
  const { settings } = state
  return {
    ...{ key, name, email, phone },
    interview: interviewOf(participant, state),
    stage: stageOf(participant, state),
    status: settings.statusWords[progress],
    created: timestamp(participant.createdAt),
    ...(settings.completedField && { [settings.completedField]: timestamp(participant.completedAt) }),
    ...(settings.linkField && { [settings.linkField]: linkTo(participant, origin) }),
  }
}

/** Answers are given with one participant, not with lists of them. */
export function participantView(participant: Participant, state: State, origin: string): Record<string, unknown> {
  const isShown = participant.progress === 'completed' || state.settings.showsUnfinished
  return { ...participantRow(participant, state, origin), responses: isShown ? participant.responses : [] }
}

/** Addresses of this form exist (unverified what they show); nothing to see before the end. */
export function linkTo({ completedAt, shareKey }: Participant, origin: string): string | null {
  return completedAt === null ? null : `${origin}/common/${shareKey}`
}

function interviewOf({ interviewKey }: Participant, { interviews, settings }: State): unknown {
  if (settings.interviewAs === 'key') return interviewKey
  return { key: interviewKey, title: interviews.get(interviewKey)?.title }
}

function stageOf({ stageKey }: Participant, { stages, settings }: State): unknown {
  const stage = stages.find(({ key }) => key === stageKey)
  return settings.stageAs === 'name' ? stage?.name : stage
}

function timestamp(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString()
}
