import { demoRecruiter } from '../../sandbox/demo-arrivals.ts'
import type { CrosschqSandbox } from '../../systems/crosschq/sandbox.ts'

/** Crosschq asks for references in the name of its own users only. */
export function setUpCrosschq(crosschq: CrosschqSandbox): void {
  crosschq.addPerson({
    email: demoRecruiter.email,
    first_name: demoRecruiter.firstName,
    last_name: demoRecruiter.lastName,
  })
}

export function requestFor(crosschq: CrosschqSandbox, { email }: { readonly email: string }) {
  return [...crosschq.state.requests.values()].find(({ candidate }) => candidate.email === email)
}

/** The candidate names references, and all of them answer. */
export function answerAll(crosschq: CrosschqSandbox, requestId: string): void {
  crosschq.selfReference(requestId)
  crosschq.complete(requestId, { score: 4.4 })
}

/** Undefined until the candidate is rejected in Crosschq too, and nobody is asked any further. */
export function calledOff(crosschq: CrosschqSandbox, requestId: string) {
  const now = crosschq.state.requests.get(requestId)
  return now?.state === 'cancelled' && now.hiringStatus === 'rejected' ? now : undefined
}
