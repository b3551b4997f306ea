import fc from 'fast-check'
import { requests } from '../references.ts'
import { tags } from './arrival-ats.ts'
import { type ArrivalStory, owners } from './arrival-story.ts'
import { crosschqEdits, pick } from './crosschq-edits.ts'

/** One thing that a person does in the ATS or in Crosschq. The numbers choose among what is there. */
export interface ArrivalEdit {
  readonly type: 'edit'
  readonly kind: keyof typeof edits
  readonly numbers: readonly [number, number]
}

export function arrivalEditArbitrary(): fc.Arbitrary<ArrivalEdit> {
  const small = fc.nat({ max: 11 })
  return fc.record({
    type: fc.constant('edit' as const),
    kind: fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[]), ...often),
    numbers: fc.tuple(small, small),
  })
}

/** Most of what people do is move others about, decide, and answer. */
const often = ['arrive', 'enter', 'enter', 'leaveAndComeBack', 'reject', 'takeBack', 'complete', 'complete'] as const

export function makeArrivalEdit(story: ArrivalStory, { kind, numbers: [a, b] }: ArrivalEdit): unknown {
  return edits[kind](story, a, b)
}

type Act = (story: ArrivalStory, a: number, b: number) => unknown

const edits = {
  apply,
  arrive: (story, a) => {
    apply(story, a)
    story.ats.move([...story.ats.now().keys()].at(-1)!, 'place')
  },
  applyAgain: (story, a) => onApplication(story, a, (id) => story.ats.applyAgain(id)),
  enter: (story, a) => onApplication(story, a, (id) => story.ats.move(id, 'place')),
  leave: (story, a, b) => onApplication(story, a, (id) => story.ats.move(id, b % 2 ? 'before' : 'after')),
  leaveAndComeBack: (story, a) =>
    onApplication(story, a, (id) => {
      story.ats.move(id, 'after')
      story.ats.move(id, 'place')
    }),
  reject: (story, a) => onApplication(story, a, (id) => story.ats.reject(id)),
  hire: (story, a) => onApplication(story, a, (id) => story.ats.hire(id)),
  takeBack: (story, a) => onApplication(story, a, (id) => story.ats.takeBack(id)),
  removeEmail: (story, a) => onApplication(story, a, (id) => story.ats.setEmail(id, undefined)),
  addEmail: (story, a) =>
    onApplication(story, a, (id) => story.ats.setEmail(id, `person-${id.slice(0, 8)}@example.com`)),
  retag: ({ ats }, a, b) => ats.setTag(a % 2, tags[b % 3]),
  changeOwner: ({ ats }, a, b) => ats.setOwner(a % 2, owners[b % 3]),
  hireInCrosschq: (story, a) =>
    pick(requests(story.world), a, ({ id }) => {
      story.world.crosschq.setHiringStatus(id, 'hired')
      story.hired.push(id)
    }),
  ...crosschqEdits,
} satisfies Record<string, Act>

function apply({ ats }: ArrivalStory, a: number): void {
  const number = ats.now().size
  ats.apply(a % 6 === 5 ? undefined : `person${number}@example.com`, a % 2)
}

function onApplication({ ats }: ArrivalStory, n: number, act: (id: string) => unknown): void {
  pick([...ats.now().keys()], n, act)
}
