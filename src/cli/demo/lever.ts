import { demoLeverArrivals, demoRecruiter, demoTags } from '../../sandbox/demo-arrivals.ts'
import type { LeverSandbox } from '../../systems/lever/sandbox.ts'

/** A candidate of the story, as Lever knows them. */
export interface LeverArrived {
  readonly name: string
  readonly email: string
  readonly opportunityId: string
}

export type LeverArrivals = Readonly<Record<keyof typeof demoLeverArrivals, LeverArrived>>

/** A posting for each tag, with the recruiter as its owner, and the candidates on it. */
export function setUpLever(lever: LeverSandbox): LeverArrivals {
  const { firstName, lastName, email } = demoRecruiter
  const owner = lever.addUser({ name: `${firstName} ${lastName}`, email }).id
  const postings = new Map<string, string>(
    Object.entries(demoTags).map(([text, tag]) => [text, lever.addPosting({ text, tags: [tag], owner }).id]),
  )
  const arrived = Object.entries(demoLeverArrivals).map(([part, { job, stage, ...who }]) => {
    const { id } = lever.apply(postings.get(job)!, who)
    lever.move(id, stageCalled(lever, stage))
    return [part, { ...who, opportunityId: id }] as const
  })
  return Object.fromEntries(arrived) as unknown as LeverArrivals
}

export function stageCalled(lever: LeverSandbox, name: string): string {
  const found = lever.state.stages.find(({ text }) => text === name)
  if (!found) throw new Error(`Lever has no stage "${name}"`)
  return found.id
}

const events = ['candidateStageChange', 'candidateHired', 'candidateArchiveChange'] as const
export type LeverTokens = Readonly<Record<(typeof events)[number], string>>

/** As somebody makes them in Lever's settings, where each shows its signature token; nothing is sent before the switch is on. */
export function addLeverWebhooks(lever: LeverSandbox, address: string): LeverTokens {
  const made = events.map((event) => {
    lever.switchEvent(event, false)
    const { signatureToken } = lever.addWebhook({ event, url: `${address}/${event}` })
    return [event, signatureToken ?? ''] as const
  })
  return Object.fromEntries(made) as unknown as LeverTokens
}

export function switchOnLeverWebhooks(lever: LeverSandbox): void {
  for (const event of events) lever.switchEvent(event, true)
}
