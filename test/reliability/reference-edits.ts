import fc from 'fast-check'
import { addCandidate } from '../references.ts'
import { crosschqEdits, pick } from './crosschq-edits.ts'
import { allTriggers, mapTriggers, type ReferenceStory } from './reference-story.ts'

/** One thing that a person does in Ashby, in Crosschq, or in the mapping file. The numbers choose among what is there. */
export interface ReferenceEdit {
  readonly type: 'edit'
  readonly kind: keyof typeof edits
  readonly numbers: readonly [number, number]
}

export function referenceEditArbitrary(): fc.Arbitrary<ReferenceEdit> {
  const small = fc.nat({ max: 11 })
  return fc.record({
    type: fc.constant('edit' as const),
    // Most of what people do is move others about, and answer.
    kind: fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[]), 'arrive', 'arrive', 'enter', 'complete'),
    numbers: fc.tuple(small, small),
  })
}

/** Nothing happens where there is nothing to do it to. */
export function makeReferenceEdit(story: ReferenceStory, { kind, numbers: [a, b] }: ReferenceEdit): unknown {
  return edits[kind](story, a, b)
}

type Act = (story: ReferenceStory, a: number, b: number) => unknown

const edits = {
  apply: (story, a) => addPerson(story, a),
  arrive: (story, a) => story.world.ashby.moveToStage(addPerson(story, a), 'Interview'),
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
  removeEmail: (story, a) => onCandidate(story, a, (id) => story.world.ashby.editCandidate(id, { emailAddresses: [] })),
  addEmail: (story, a) =>
    onCandidate(story, a, (id) => {
      const value = `person-${id.slice(0, 8)}@example.com`
      story.world.ashby.editCandidate(id, { emailAddresses: [{ value, type: 'Personal', isPrimary: true }] })
    }),
  merge: (story, a, b) =>
    onCandidate(story, a, (kept) =>
      onCandidate(story, b, (other) => {
        if (kept !== other) story.world.ashby.mergeCandidates(kept, other)
      }),
    ),
  takeRecruiterAway: ({ world }) => world.ashby.setHiringTeam(world.jobId, []),
  giveRecruiter: ({ world, recruiter: userId }) =>
    world.ashby.setHiringTeam(world.jobId, [{ userId, role: 'Recruiter' }]),
  ...crosschqEdits,
  changeMapping: (story, a) =>
    mapTriggers(
      story,
      allTriggers.filter((_, place) => (a >> place) % 2 === 1),
    ),
  letOrdersAge: ({ world: { database, connection } }) =>
    database
      .knex('snapshots')
      .where({ connection: connection.id, collection: 'partner.orders' })
      .update({ body: database.knex.raw("body || jsonb_build_object('at', ?::text, 'askedAt', ?::text)", old()) }),
} satisfies Record<string, Act>

/** More than the ten minutes for which a start that is repeated is the same start. */
function old(): [string, string] {
  const at = new Date(Date.now() - 11 * 60_000).toISOString()
  return [at, at]
}

function addPerson({ world }: ReferenceStory, a: number): string {
  const number = world.ashby.state.candidates.size
  const email = a % 6 === 5 ? null : `person${number}@example.com`
  return addCandidate(world, { name: `Person ${number}`, email }).applicationId
}

function onApplication({ world }: ReferenceStory, n: number, act: (id: string) => unknown): void {
  pick([...world.ashby.state.applications.all()], n, ({ id }) => act(id))
}

function onCandidate({ world }: ReferenceStory, n: number, act: (id: string) => unknown): void {
  pick([...world.ashby.state.candidates.all()], n, ({ id }) => act(id))
}
