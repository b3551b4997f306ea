import type { SandboxAnswer } from '../../../sandbox/exchange.ts'
import { read, ShareBody } from './input.ts'
import type { Message } from './model.ts'
import { pageOf } from './paging.ts'
import { forbidden, found, invalid } from './refusal.ts'
import { type Call, created, ok, type Route } from './route.ts'
import { put } from './state.ts'
import { messageView } from './views.ts'

/** Undocumented: which scope the list needs. https://developers.smartrecruiters.com/reference/messages */
export const MESSAGE_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/messages/shares', scopes: ['messages_write'], handle: share },
  { method: 'GET', path: '/messages', scopes: ['messages_read', 'messages_write'], handle: list },
]

/** A message hangs on the profile of each candidate named in it; each user named in it is sent mail. */
function share(call: Call): SandboxAnswer {
  const { state, caller, request } = call
  const { content, correlationId, shareWith } = read(ShareBody, request)
  checkReaders(call, shareWith)
  const message: Message = {
    id: state.ids.objectId('message'),
    content: correlationId === undefined ? content : `${content}\n${correlationId}`,
    ...{ authorId: caller.userId, visibility: visibilityFor(shareWith), createdAt: state.clock.now() },
    candidateIds: namedIn(content, '#', 'CANDIDATE').filter((id) => state.candidates.has(id)),
  }
  put(state.messages, message)
  for (const userId of namedIn(content, '@', 'USER')) state.mentions.push({ userId, messageId: message.id })
  return created({ id: message.id, shareRequired: false })
}

type ShareWith = ReturnType<typeof read<typeof ShareBody>>['shareWith']

/** Undocumented: which combinations are bad. */
function checkReaders({ state }: Call, { users, hiringTeamOf, everyone, openNote }: ShareWith): void {
  if (everyone && openNote) throw invalid('everyone and openNote exclude each other', 'INVALID_VISIBILITY')
  if (!users.every((id) => state.users.has(id))) throw invalid('no such user', 'USER_NOT_FOUND')
  if (!hiringTeamOf.every((id) => state.jobs.has(id))) throw invalid('no such job', 'JOB_NOT_FOUND')
}

function visibilityFor({ users, hiringTeamOf, everyone, openNote }: ShareWith): Message['visibility'] {
  if (everyone) return 'EVERYONE'
  if (openNote) return 'OPEN'
  return users.length + hiringTeamOf.length > 0 ? 'DIRECT' : 'PRIVATE'
}

/** For administrators only. */
function list(call: Call): SandboxAnswer {
  const { state, caller, request } = call
  if (state.users.get(caller.userId)?.role !== 'ADMINISTRATOR') throw forbidden('For administrators')
  const candidateId = request.query.get('candidateId')
  if (candidateId === null) throw invalid('candidateId: is missing')
  const rows = [...state.messages.values()].filter(({ candidateIds }) => candidateIds.includes(candidateId))
  const view = (id: string) => messageView(state, found(state.messages.get(id), 'message'))
  if (state.settings.messagesAs === 'array') return ok(rows.map(({ id }) => view(id)))
  return pageOf(call, { rows, view, tells: [] })
}

function namedIn(content: string, sign: '#' | '@', kind: 'CANDIDATE' | 'USER'): readonly string[] {
  return [...content.matchAll(new RegExp(`${sign}\\[${kind}:([\\w-]+)\\]`, 'g'))].map(([, id = '']) => id)
}
