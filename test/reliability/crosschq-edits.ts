import type { CrosschqSandbox } from '../../src/systems/crosschq/sandbox.ts'
import { requests } from '../references.ts'

/** In whichever ATS the request was asked for. */
interface WithCrosschq {
  readonly world: { readonly crosschq: CrosschqSandbox }
}

type Act = (story: WithCrosschq, a: number, b: number) => unknown

/** What people do in Crosschq. The numbers choose among what is there. */
export const crosschqEdits = {
  selfReference: (story, a) => onRequest(story, a, (id) => story.world.crosschq.selfReference(id)),
  answerReference: (story, a) =>
    onRequest(story, a, (id, isAnswerable) => isAnswerable && story.world.crosschq.answerReference(id)),
  complete: (story, a, b) =>
    onRequest(story, a, (id) => {
      const score = b % 3 === 0 ? undefined : 1 + (b % 5)
      story.world.crosschq.complete(id, { withPdf: b % 4 !== 0, ...(score && { score }) })
    }),
  pastDue: (story, a) => onRequest(story, a, (id) => story.world.crosschq.pastDue(id)),
  cancelInCrosschq: (story, a) => onRequest(story, a, (id) => story.world.crosschq.cancelInCrosschq(id)),
  requestByHand: ({ world }, a) =>
    world.crosschq.requestInCrosschq({
      candidate: { first_name: 'Guest', last_name: `${a}`, email: `guest-${a}@example.com` },
      ...{ jobrole: 'software-engineer', requestor: 'rita@acme.example' },
      config_params: { managers: 1, peers: 1 },
    }),
} satisfies Record<string, Act>

/** One that still runs. */
function onRequest({ world }: WithCrosschq, n: number, act: (id: string, isAnswerable: boolean) => unknown): void {
  const running = requests(world).filter(({ state }) => state !== 'completed' && state !== 'cancelled')
  pick(running, n, ({ id, references }) =>
    act(
      id,
      references.some(({ state }) => state === 'pending'),
    ),
  )
}

/** Nothing happens where there is nothing to do it to. */
export function pick<T>(things: readonly T[], n: number, act: (thing: T) => unknown): void {
  if (things.length > 0) act(things[n % things.length]!)
}
