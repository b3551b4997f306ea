import type { Department, Interview, Key, Participant, Progress, Question, Response, Stage, User } from './model.ts'
import { addParticipant, changeParticipant, moveTo, type ParticipantDraft, type State } from './state.ts'

export interface InterviewInput {
  readonly title?: string
  readonly ownerKey?: Key
  /** By name; made when it is new. */
  readonly department?: string
  readonly sharedWith?: readonly Key[]
  readonly questions?: readonly Question[]
  readonly scheduledAt?: number
}

export interface Guest {
  readonly name: string
  readonly email?: string
  readonly phone?: string
}

/** What users and candidates do in Willo's app. Each sets off invitations and webhooks as there. */
export interface Actions {
  addUser(user?: Partial<Omit<User, 'key'>>): User
  removeUser(key: Key): void
  /** The user's old key is refused from now on. */
  cycleKey(userKey: Key): User
  addStage(name: string): Stage
  addInterview(interview?: InterviewInput): Interview
  renameInterview(key: Key, title: string): Interview
  shareInterview(key: Key, userKey: Key): Interview
  removeInterview(key: Key): void
  inviteByHand(interviewKey: Key, guest: Guest): Participant
  /** Somebody begins by the public link, without an invitation. */
  joinByLink(interviewKey: Key, guest: Guest): Participant
  openInvitation(participantKey: Key): Participant
  /** One more answer, or all that are missing. Nothing is handed in. */
  answer(participantKey: Key, howMuch: 'part' | 'all'): Participant
  /** All that is missing is answered and handed in. */
  complete(participantKey: Key): Participant
  reviewerScores(participantKey: Key, score: number, comment?: string): Participant
  moveStage(participantKey: Key, stageName: string): Participant
}

export function createActions(state: State): Actions {
  const { clock } = state
  const find = (key: Key): Participant => required(state.participants.get(key), 'participant')
  return {
    ...createSettingUp(state),
    inviteByHand: (interviewKey, guest) => addParticipant(state, arrival(state, interviewKey, guest, 'hand')),
    joinByLink: (interviewKey, guest) => addParticipant(state, arrival(state, interviewKey, guest, 'link')),
    openInvitation: (key) => changeParticipant(state, unfinished(find(key)), { progress: 'opened' }),
    answer: (key, howMuch) => {
      const participant = unfinished(find(key))
      const count = howMuch === 'part' ? participant.responses.length + 1 : Number.POSITIVE_INFINITY
      return changeParticipant(state, participant, answered(state, participant, count))
    },
    complete: (key) => {
      const participant = unfinished(find(key))
      const { responses } = answered(state, participant, Number.POSITIVE_INFINITY)
      const changes = { responses, progress: 'completed' as const, completedAt: clock.now() }
      return changeParticipant(state, participant, changes, ['new_response'])
    },
    reviewerScores: (key, score, comment) => {
      const participant = find(key)
      const scores = [...participant.scores, score]
      if (comment === undefined) return changeParticipant(state, participant, { scores }, ['new_score'])
      const comments = [...participant.comments, comment]
      return changeParticipant(state, participant, { scores, comments }, ['new_score', 'new_comment'])
    },
    moveStage: (key, name) => {
      const stage = state.stages.find((known) => known.name === name)
      return moveTo(state, find(key), required(stage, 'stage'))
    },
  }
}

type SettingUp = Pick<
  Actions,
  | 'addUser'
  | 'removeUser'
  | 'cycleKey'
  | 'addStage'
  | 'addInterview'
  | 'renameInterview'
  | 'shareInterview'
  | 'removeInterview'
>

function createSettingUp(state: State): SettingUp {
  const { users, interviews } = state
  const putUser = (user: User): User => {
    users.set(user.key, user)
    return user
  }
  const putInterview = (interview: Interview): Interview => {
    interviews.set(interview.key, interview)
    return interview
  }
  const find = (key: Key): Interview => required(interviews.get(key), 'interview')
  return {
    addUser: (given = {}) => putUser(newUser(state, given)),
    removeUser: (key) => void users.delete(key),
    cycleKey: (key) => putUser({ ...required(users.get(key), 'user'), apiKey: state.nextKey('api key') }),
    addStage: (name) => {
      const stage = { key: state.nextKey('stage'), name }
      state.stages.push(stage)
      return stage
    },
    addInterview: (given = {}) => putInterview(newInterview(state, given)),
    renameInterview: (key, title) => putInterview({ ...find(key), title }),
    shareInterview: (key, userKey) =>
      putInterview({ ...find(key), sharedWith: [...find(key).sharedWith, required(users.get(userKey), 'user').key] }),
    removeInterview: (key) => void interviews.delete(key),
  }
}

function newUser(state: State, given: Partial<Omit<User, 'key'>>): User {
  const key = state.nextKey('user')
  const person = { email: `user-${state.users.size + 1}@acme.example`, full_name: 'Sam Standard' }
  return { ...person, role: 'Standard', apiKey: state.nextKey('api key'), ...given, key }
}

const QUESTIONS: readonly Question[] = [
  { text: 'Who are you?', type: 'video' },
  { text: 'Why here?', type: 'audio' },
  { text: 'When can you start?', type: 'text' },
]

function newInterview(state: State, { department, ...given }: InterviewInput): Interview {
  return {
    key: state.nextKey('interview'),
    title: 'First interview',
    ownerKey: [...state.users.keys()][0] ?? '',
    sharedWith: [],
    questions: QUESTIONS,
    createdAt: state.clock.now(),
    scheduledAt: null,
    ...given,
    department: department === undefined ? null : departmentCalled(state, department),
  }
}

function departmentCalled(state: State, name: string): Department {
  const known = [...state.interviews.values()].find(({ department }) => department?.name === name)
  return known?.department ?? { key: state.nextKey('department'), name }
}

function arrival(state: State, interviewKey: Key, guest: Guest, cameBy: 'hand' | 'link'): ParticipantDraft {
  required(state.interviews.get(interviewKey), 'interview')
  return { interviewKey, name: guest.name, email: guest.email ?? null, phone: guest.phone ?? null, cameBy }
}

function answered(
  { interviews }: State,
  { interviewKey, responses }: Participant,
  count: number,
): { readonly responses: readonly Response[]; readonly progress: Progress } {
  const { questions } = required(interviews.get(interviewKey), 'interview')
  const more = questions.slice(responses.length, count).map(toResponse)
  return { responses: [...responses, ...more], progress: 'started' }
}

function toResponse({ text: question, type }: Question): Response {
  if (type === 'text') return { question, type, media_url: null, text: 'Next month', transcript: null }
  return { question, type, media_url: 'https://media.willo.example/answer', text: null, transcript: 'I am.' }
}

function unfinished(participant: Participant): Participant {
  if (participant.progress === 'completed') throw new Error('the participant has completed the interview')
  return participant
}

function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`no such ${what}`)
  return value
}
