import fc from 'fast-check'
import { addCandidate, participants } from '../interviews.ts'
import { allTriggers, type InterviewStory, mapTriggers, passHours } from './interview-story.ts'

/** One thing that a person does in Ashby, in Willo, or in the mapping file. The numbers choose among what is there. */
export interface InterviewEdit {
  readonly type: 'edit'
  readonly kind: keyof typeof edits
  readonly numbers: readonly [number, number]
}

export function interviewEditArbitrary(): fc.Arbitrary<InterviewEdit> {
  const small = fc.nat({ max: 11 })
  return fc.record({
    type: fc.constant('edit' as const),
    // Most of what people do is move others about.
    kind: fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[]), 'arrive', 'arrive', 'enter', 'enter'),
    numbers: fc.tuple(small, small),
  })
}

/** Nothing happens where there is nothing to do it to. */
export function makeInterviewEdit(story: InterviewStory, { kind, numbers: [a, b] }: InterviewEdit): void {
  edits[kind](story, a, b)
}

type Act = (story: InterviewStory, a: number, b: number) => void

const edits = {
  apply: (story, a, b) => void addPerson(story, a, b),
  arrive: (story, a, b) => void story.world.ashby.moveToStage(addPerson(story, a, b), 'Interview'),
  enter: (story, a) => onApplication(story, a, (id) => story.world.ashby.moveToStage(id, 'Interview')),
  enterOther: (story, a) => onApplication(story, a, (id) => story.world.ashby.moveToStage(id, 'Reference Check')),
  leave: (story, a) => onApplication(story, a, (id) => story.world.ashby.moveToStage(id, 'Offer')),
  leaveAndComeBack: (story, a) =>
    onApplication(story, a, (id) => {
      story.world.ashby.moveToStage(id, 'Offer')
      story.world.ashby.moveToStage(id, 'Interview')
    }),
  archive: (story, a) => onApplication(story, a, (id) => story.world.ashby.archiveApplication(id)),
  hire: (story, a) => onApplication(story, a, (id) => story.world.ashby.hire(id)),
  archiveAndBringBack: (story, a) =>
    onApplication(story, a, (id) => {
      story.world.ashby.archiveApplication(id)
      story.world.ashby.moveToStage(id, 'Interview')
    }),
  removeEmail: (story, a) => onCandidate(story, a, (id) => edit(story, id, { emailAddresses: [] })),
  addEmail: (story, a) =>
    onCandidate(story, a, (id) => {
      const value = `person-${id.slice(0, 8)}@example.com`
      edit(story, id, { emailAddresses: [{ value, type: 'Personal', isPrimary: true }] })
    }),
  rename: (story, a, b) => onCandidate(story, a, (id) => edit(story, id, { name: `Renamed ${b}` })),
  merge: (story, a, b) =>
    onCandidate(story, a, (kept) =>
      onCandidate(story, b, (other) => {
        if (kept !== other) story.world.ashby.mergeCandidates(kept, other)
      }),
    ),
  open: (story, a) => onParticipant(story, a, (key) => story.world.willo.openInvitation(key)),
  answerPart: (story, a) => onParticipant(story, a, (key) => story.world.willo.answer(key, 'part')),
  complete: (story, a) => onParticipant(story, a, (key) => story.world.willo.complete(key)),
  completeLate: (story, a) => onParticipant(story, a + 1, (key) => story.world.willo.complete(key)),
  inviteByHand: ({ world, interviews }, a, b) =>
    void world.willo.inviteByHand(interviews[a % interviews.length]!, {
      name: 'Guest',
      email: `guest-${b}@example.com`,
    }),
  renameInterview: ({ world, interviews }, a, b) =>
    void world.willo.renameInterview(interviews[a % interviews.length]!, `Interview <${b}>`),
  writeNote: (story, a, b) =>
    onCandidate(story, a, (candidateId) => {
      const createdAt = new Date(story.clock.now()).toISOString()
      const author = { id: 'u', firstName: 'Ada', lastName: 'Admin', email: 'ada.admin@example.com' }
      const note = { id: `by-hand-${story.world.ashby.state.notes.size}`, candidateId, createdAt, isPrivate: false }
      story.world.ashby.state.notes.put({ ...note, content: `by hand ${b}`, author })
    }),
  changeMapping: (story, a) =>
    mapTriggers(
      story,
      allTriggers(story.interviews).filter((_, place) => (a >> place) % 2 === 1),
    ),
  waitMinutes: (story, a) => passHours(story, (a + 1) / 20),
  waitDay: (story) => passHours(story, 25),
} satisfies Record<string, Act>

function addPerson(story: InterviewStory, a: number, b: number): string {
  const { world, jobs } = story
  const number = world.ashby.state.candidates.size
  const email = b % 6 === 5 ? null : `person${number}@example.com`
  return addCandidate(world, { name: `Person ${number}`, email, jobId: jobs[a % jobs.length]! }).applicationId
}

function edit({ world }: InterviewStory, id: string, changes: Parameters<typeof world.ashby.editCandidate>[1]): void {
  world.ashby.editCandidate(id, changes)
}

function onApplication({ world }: InterviewStory, n: number, act: (id: string) => unknown): void {
  pick([...world.ashby.state.applications.all()], n, ({ id }) => act(id))
}

function onCandidate({ world }: InterviewStory, n: number, act: (id: string) => unknown): void {
  pick([...world.ashby.state.candidates.all()], n, ({ id }) => act(id))
}

function onParticipant({ world }: InterviewStory, n: number, act: (key: string) => unknown): void {
  const open = participants(world).filter(({ progress }) => progress !== 'completed')
  pick(open, n, ({ key }) => act(key))
}

function pick<T>(things: readonly T[], n: number, act: (thing: T) => unknown): void {
  if (things.length > 0) act(things[n % things.length]!)
}
