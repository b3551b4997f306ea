import type { z } from 'zod'
import { RejectedRecordError } from '../../lib/errors.ts'
import type { HttpClient } from '../../lib/http-client.ts'
import { isObject } from '../../lib/loose.ts'
import { internationalPhone } from '../../lib/phone.ts'
import type { Page } from '../../record/record.ts'
import { call, readOne, unclear, written } from './answers.ts'
import { keyOf, referredKey } from './keys.ts'
import { pagesOf, problemOf } from './listing.ts'
import type { WilloParticipant } from './schema.ts'

export interface Invitation {
  /** The interview's key. */
  readonly interview: string
  /** The full name, without which Willo refuses. */
  readonly name: string
  readonly email: string
  readonly phone?: string
}

export interface Invited {
  readonly key: string
  /** The vendor's own id of the call, where it tells one. */
  readonly requestId?: string
}

export interface ParticipantCalls {
  /** Invites a person, so it is never sent twice by itself. A refusal is a `FieldRefusal`, which names the fields. */
  invite(invitation: Invitation): Promise<Invited>
  /**
   * Who is in an interview already. Whether Willo filters is not certain, so a row counts only where it names the
   * interview itself. One that names none is in `rejected`: while there is such a row, nobody can be called absent.
   */
  participants(interview: string): AsyncIterable<Page<WilloParticipant>>
  participant(key: string): Promise<WilloParticipant | undefined>
}

export function participantCalls(
  http: HttpClient,
  baseUrl: string,
  schema: z.ZodType<WilloParticipant>,
): ParticipantCalls {
  return {
    invite: (invitation) => invite(http, invitation),
    participants: (interview) => participantsOf(http, baseUrl, schema, interview),
    participant: (key) => participant(http, schema, key),
  }
}

const LIST = '/participants/'

async function invite(http: HttpClient, { interview, name, email, phone }: Invitation): Promise<Invited> {
  const key = interviewKey(interview)
  const body = { interview: key, name: name.trim(), email: email.trim(), phone: internationalPhone(phone) }
  const answered = await call(http, { method: 'POST', path: LIST, template: LIST, body, effect: 'once' })
  const row = written(answered)
  const invited = newKey(row) ?? newKey(row.participant) ?? newKey(row.data)
  // The answer names the interview as well, whose key is not the participant's.
  if (invited !== undefined && invited !== key) return { key: invited, requestId: answered.answer.requestId }
  throw unclear(answered, 'Willo took the invitation and told no key; look for the participant')
}

function newKey(value: unknown): string | undefined {
  if (typeof value === 'string') return keyOf(value)
  if (!isObject(value)) return undefined
  return ['key', 'participant_key', 'uuid', 'id']
    .map((name) => value[name])
    .map((found) => (typeof found === 'string' ? keyOf(found) : undefined))
    .find((found) => found !== undefined)
}

async function* participantsOf(
  http: HttpClient,
  baseUrl: string,
  schema: z.ZodType<WilloParticipant>,
  interview: string,
): AsyncGenerator<Page<WilloParticipant>, void> {
  const key = interviewKey(interview)
  for await (const page of pagesOf(http, baseUrl, { path: LIST, query: { interview: key }, row: schema })) {
    const nameless = page.rows.filter((row) => row.interview === undefined)
    const unsure = nameless.map((row) => ({ id: row.key, problem: 'interview: is not named' }))
    yield { rows: page.rows.filter((row) => row.interview === key), rejected: [...page.rejected, ...unsure] }
  }
}

async function participant(http: HttpClient, schema: z.ZodType<WilloParticipant>, asked: string) {
  const key = keyOf(asked)
  if (key === undefined) return undefined
  const template = '/participants/{participantKey}/'
  const row = await readOne(http, { path: `/participants/${key}/`, template })
  if (row === undefined) return undefined
  const facts = { method: 'GET', path: template }
  const read = schema.safeParse(row)
  if (!read.success) throw new RejectedRecordError(`A participant cannot be read: ${problemOf(read.error)}`, facts)
  if (read.data.key === key) return read.data
  throw new RejectedRecordError('Willo answered with another participant than the one asked for', facts)
}

function interviewKey(text: string): string {
  const key = referredKey(text)
  if (key !== undefined) return key
  throw new RejectedRecordError('An interview key that Willo cannot have given: it has 32 hexadecimal digits')
}
