import type { Flow } from '../flow.ts'
import type { Mirror } from '../mirror.ts'
import { givenOf } from './given.ts'
import {
  type ActualInvitations,
  type DesiredInvitations,
  desireInvitations,
  type InvitationContext,
  type InvitationRules,
  type InvitationSource,
  planInvitations,
} from './invitation.ts'
import { gatherInvitation, readInvitations } from './invitation-facts.ts'
import { applyInvitation, namedInvitation, settleInvitation } from './invitation-writes.ts'
import { invitationPages } from './pages.ts'
import { isPublicOfInterview } from './public-values.ts'
import type { Systems } from './systems.ts'
import { mirroredPlaces, type Placed, placeTriggers, triggerNames } from './triggers.ts'

type InvitationsFlow = Flow<InvitationSource, DesiredInvitations, ActualInvitations, InvitationContext>

/** Whoever arrives in a trigger's stage in Ashby is invited in Willo, once for each arrival (S74). */
export function invitationsFlow(
  systems: Systems,
  rules: InvitationRules,
  onPlaced: (placed: Placed) => void,
): InvitationsFlow {
  const { mapping } = systems
  const place = async (mirror: Mirror) => placeTriggers(mapping(), await mirroredPlaces(mirror))
  return {
    name: 'invitations',
    source: 'ashby.applications',
    // Read for what triggers mean; no application refers to them.
    related: ['ashby.jobs', 'ashby.plans', 'willo.interviews'],
    waitsFor: () => triggerNames(mapping()),
    async settings(mirror) {
      const placed = await place(mirror)
      onPlaced(placed)
      return { ...rules, triggers: placed.triggers.map((trigger) => ({ ...trigger })) }
    },
    prepare: async (mirror) => ({
      rules,
      mirror,
      triggers: (await place(mirror)).triggers,
      firstSeen: await mirror.firstSeen('invitations'),
      owners: new Map(
        givenOf(await mirror.created('invitations')).map(({ participant, application }) => [participant, application]),
      ),
    }),
    gather: (source, context) => gatherInvitation(systems, source as InvitationSource, context),
    desire: desireInvitations,
    find: async ({ facts }) => {
      const given = facts?.given ?? []
      const newest = given.at(-1)?.participant
      return newest ? { type: 'object', id: newest, actual: { id: newest, given }, origin: 'linked' } : { type: 'none' }
    },
    plan: planInvitations,
    apply: (change, context) => applyInvitation(systems, change, context),
    settle: (change, context, meantAt) => settleInvitation(systems, change, context, meantAt),
    named: (change, id, context) => namedInvitation(systems, change, id, context),
    readBack: (source, target, context) => readInvitations(systems, source, target, context),
    pages: ({ row, link }, mirror) => invitationPages(row, link?.target, mirror),
    isPublic: isPublicOfInterview,
  }
}
