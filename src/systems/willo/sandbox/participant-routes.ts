import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { ParticipantBody, read } from './input.ts'
import { findInterview } from './interview-routes.ts'
import type { Participant } from './model.ts'
import { pageOf } from './paging.ts'
import { invalid, notFound } from './refusal.ts'
import { addressOf, type Call, ok, type Route, refuse } from './route.ts'
import { addParticipant, findStage, moveTo } from './state.ts'
import { participantRow, participantView } from './views.ts'

export const PARTICIPANT_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/participants/', handle: listParticipants },
  { method: 'POST', path: '/participants/', handle: inviteParticipant },
  { method: 'GET', path: '/participants/:key/', handle: (call) => okView(call, requireParticipant(call)) },
  { method: 'PATCH', path: '/participants/:key/', handle: updateParticipant },
  { method: 'DELETE', path: '/participants/:key/', handle: deleteParticipant },
  { method: 'PUT', path: '/participants/:key/', handle: refuse },
]

/** Newest first: the order is not documented. */
function listParticipants(call: Call): SandboxAnswer {
  const { state, request, origin } = call
  const wanted = state.settings.filtersParticipants ? request.query.get('interview') : null
  const rows = [...state.participants.values()].filter(({ interviewKey }) => {
    return (wanted ?? interviewKey) === interviewKey && findInterview(call, interviewKey) !== undefined
  })
  const page = pageOf(rows.reverse(), request.query, { settings: state.settings, address: addressOf(call) })
  return ok({ ...page, results: page.results.map((row) => participantRow(row, state, origin)) })
}

/** Inviting is one call; Willo writes to the person itself: https://support.willo.video/article/33-invite-people-to-your-interview */
function inviteParticipant(call: Call): SandboxAnswer {
  const { state, origin } = call
  const { interview: interviewKey, name, email, phone = null } = read(ParticipantBody, call.body)
  if (findInterview(call, interviewKey) === undefined) throw invalid({ interview: ['No such interview.'] })
  const known = state.settings.duplicates === 'ignored' ? findInvited(call, interviewKey, email) : undefined
  if (known !== undefined) return okView(call, known)
  const created = addParticipant(state, { interviewKey, name, email, phone, cameBy: 'api' })
  return { status: state.settings.createdStatus, body: participantView(created, state, origin) }
}

function updateParticipant(call: Call): SandboxAnswer {
  const participant = requireParticipant(call)
  if (call.body.stage === undefined) return okView(call, participant)
  const stage = findStage(call.state, call.body.stage)
  if (stage === undefined) throw invalid({ stage: ['No such stage.'] })
  return okView(call, moveTo(call.state, participant, stage))
}

function deleteParticipant(call: Call): SandboxAnswer {
  call.state.participants.delete(requireParticipant(call).key)
  return { status: 204, body: undefined }
}

function requireParticipant(call: Call): Participant {
  const participant = call.state.participants.get(call.key)
  const isSeen = participant !== undefined && findInterview(call, participant.interviewKey) !== undefined
  if (!isSeen) throw notFound()
  return participant
}

function findInvited({ state }: Call, interviewKey: string, email: string): Participant | undefined {
  const wanted = email.toLowerCase()
  return [...state.participants.values()].find((participant) => {
    return participant.interviewKey === interviewKey && participant.email?.toLowerCase() === wanted
  })
}

function okView({ state, origin }: Call, participant: Participant): SandboxAnswer {
  return ok(participantView(participant, state, origin))
}
