import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { changeContact } from './contacts.ts'
import { ArchiveBody, listBody, read, StageBody } from './input.ts'
import type { Opportunity } from './model.ts'
import { archive, changeOpportunity, moveTo } from './pipeline.ts'
import { invalid } from './refusal.ts'
import { actorOf, type Call, opportunityIn, type Route } from './route.ts'
import type { State } from './state.ts'
import { opportunityView } from './views.ts'

type Listed = 'tags' | 'links' | 'sources'

/** https://hire.lever.co/developer/documentation#opportunities; there is no call that replaces an opportunity. */
export const OPPORTUNITY_WRITES: readonly Route[] = [
  write('PUT', 'stage', putStage),
  write('PUT', 'archived', putArchived),
  ...(['tags', 'links', 'sources'] as const).flatMap((listed) => {
    const name = listed.charAt(0).toUpperCase() + listed.slice(1)
    return [
      write('POST', `add${name}`, (call) =>
        changeList(call, listed, (known, given) => added(call, listed, known, given)),
      ),
      write('POST', `remove${name}`, (call) =>
        changeList(call, listed, (known, given) => known.filter((each) => !given.includes(each))),
      ),
    ]
  }),
]

function write(method: string, step: string, change: (call: Call) => Opportunity): Route {
  const handle = (call: Call): SandboxAnswer => answer(call, change(call))
  return { method, path: `/opportunities/:id/${step}`, permission: 'opportunities:write', handle }
}

/** Status and body are documented nowhere. */
function answer(call: Call, opportunity: Opportunity): SandboxAnswer {
  const { writeAnswer, writeStatus } = call.state.settings
  const body = writeAnswer === 'empty' ? undefined : { data: opportunityView(call, opportunity) }
  return { status: writeStatus, body }
}

function putStage(call: Call): Opportunity {
  const { state } = call
  const opportunity = opportunityIn(call)
  const { stage } = read(StageBody, call.request)
  if (!state.stages.some(({ id }) => id === stage)) throw invalid('stage is not known')
  if (opportunity.archived !== null && state.settings.archivedMove === 'refused') {
    throw invalid('the opportunity is archived')
  }
  return moveTo(state, opportunity, stage, actorOf(call, false))
}

function putArchived(call: Call): Opportunity {
  const { state } = call
  const opportunity = opportunityIn(call)
  const { reason, requisitionId } = read(ArchiveBody, call.request)
  actorOf(call, false)
  if (reason !== null) checkReason(state, reason, requisitionId)
  return archive(state, opportunity, reason)
}

function checkReason({ reasons, settings }: State, id: string, requisitionId: string | undefined): void {
  const reason = reasons.get(id)
  if (reason === undefined) throw invalid('reason is not known')
  if (reason.status === 'inactive' && settings.inactiveReason === 'refused') throw invalid('reason is inactive')
  const isBare = reason.type === 'hired' && requisitionId === undefined
  if (isBare && settings.requisitionRequired) throw invalid('requisitionId is required for hires')
}

/** Links are the person's, so they change on each of the person's opportunities; tags and sources are of this one. */
function changeList(
  call: Call,
  listed: Listed,
  change: (known: readonly string[], given: readonly string[]) => readonly string[],
): Opportunity {
  const { state } = call
  const opportunity = opportunityIn(call)
  actorOf(call, false)
  const given = read(listBody(listed), call.request)
  if (listed !== 'links') return changeOpportunity(state, opportunity, { [listed]: change(opportunity[listed], given) })
  const contact = state.contacts.get(opportunity.contactId)!
  changeContact(state, contact, { links: change(contact.links, given) })
  return changeOpportunity(state, opportunity, {})
}

function added({ state }: Call, listed: Listed, known: readonly string[], given: readonly string[]): readonly string[] {
  const isThere = given.some((each) => known.includes(each))
  if (listed === 'links' && isThere && state.settings.linkTwice === 'refused') throw invalid('links: is there already')
  const all = [...known, ...given]
  return listed === 'links' && state.settings.linkTwice === 'twice' ? all : [...new Set(all)]
}
